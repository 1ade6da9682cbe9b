"""Listings, read: one by its id, and the document of any."""

import json
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, select

from hytte.database.reader import Reader, Row
from hytte.database.statements import Statement, compiled
from hytte.database.types import instant_text
from hytte.domain.money import to_major
from hytte.errors import no_such
from hytte.models import Listing, User

MEMBERS = (
    "id",
    "user_id",
    "username",
    "title",
    "description",
    "address",
    "price",
    "currency",
    "latitude",
    "longitude",
    "room_type",
    "property_type",
    "capacity",
    "bedrooms",
    "beds",
    "bathrooms",
    "amenities",
    "minimum_nights",
    "maximum_nights",
    "neighbourhood",
    "city",
    "licence",
    "source",
    "source_id",
    "created_at",
    "updated_at",
)
_SHOWN_OTHERWISE: dict[str, Any] = {
    "username": User.username,
    # A document changes with its listing and, when that is renamed, with its user.
    "updated_at": case((User.updated_at > Listing.updated_at, User.updated_at), else_=Listing.updated_at),
}
COLUMNS: list[Any] = [_SHOWN_OTHERWISE.get(name, getattr(Listing, name, None)) for name in MEMBERS]

_PRICE, _CURRENCY, _LATITUDE, _AMENITIES, _SOURCE = map(
    MEMBERS.index, ("price", "currency", "latitude", "amenities", "source")
)

PUBLIC_DECIMALS = 2
"""Decimals of public coordinates, about a kilometre; imported ones were blurred by their source."""


async def read_listing(reader: Reader, listing_id: int) -> dict[str, Any]:
    """Return a listing's document. Raises `NotFound`."""
    rows = await reader.rows(_one(), {"id": listing_id})
    if not rows:
        raise no_such("listing", listing_id)
    return document(rows[0])


def document(row: Row) -> dict[str, Any]:
    """Return the document of a row of `COLUMNS`, whose amenities and instants are text."""
    values = dict(zip(MEMBERS, row, strict=True))
    price, amenities = row[_PRICE], row[_AMENITIES]
    if price is not None:
        values["price"] = to_major(price, row[_CURRENCY])
    if row[_SOURCE] is None and row[_LATITUDE] is not None:
        values["latitude"] = round(row[_LATITUDE], PUBLIC_DECIMALS)
        values["longitude"] = round(row[_LATITUDE + 1], PUBLIC_DECIMALS)
    values["amenities"] = [] if amenities == "[]" else json.loads(amenities)
    return values


def listing_document(listing: Listing) -> dict[str, Any]:
    """Return the document of a listing that was just written: the same that `read_listing` gives."""
    row = {name: getattr(listing, name) for name in MEMBERS if name != "username"} | {
        "username": listing.user.username,
        "amenities": json.dumps(listing.amenities),
        "created_at": instant_text(listing.created_at),
        "updated_at": instant_text(max(listing.updated_at, listing.user.updated_at)),
    }
    return document(tuple(row[name] for name in MEMBERS))


@cache
def _one() -> Statement:
    return compiled(select(*COLUMNS).join(Listing.user).where(Listing.id == bindparam("id")))
