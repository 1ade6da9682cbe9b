"""The documents of the course: a user and a listing in its small form."""

from typing import Any

from hytte.database.reader import Reader
from hytte.domain.money import to_major
from hytte.models import Listing
from hytte.queries.listings import read_listing
from hytte.queries.users import read_user


async def read_course_user(reader: Reader, user_id: int) -> dict[str, Any]:
    """Return `{id, username}`. Raises `NotFound`."""
    return _face(await read_user(reader, user_id))


async def read_course_listing(reader: Reader, listing_id: int) -> dict[str, Any]:
    """Return `{username, address, price}`. Raises `NotFound`."""
    listing = await read_listing(reader, listing_id)
    return {"username": listing["username"], "address": listing["address"], "price": listing["price"]}


async def read_course_owner(reader: Reader, listing_id: int) -> dict[str, Any]:
    """Return the `{id, username}` of a listing's user. Raises `NotFound`."""
    listing = await read_listing(reader, listing_id)
    return {"id": listing["user_id"], "username": listing["username"]}


def course_listing_document(listing: Listing) -> dict[str, Any]:
    """Return the course's document of a listing that was just written."""
    return {
        "username": listing.user.username,
        "address": listing.address,
        "price": None if listing.price is None else to_major(listing.price, listing.currency),
    }


def _face(user: dict[str, Any]) -> dict[str, Any]:
    return {"id": user["id"], "username": user["username"]}
