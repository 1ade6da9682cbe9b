"""Listings: `/listings`, `/listings/{listing_id}` and its user."""

from fastapi import Request, Response

from hytte.queries import listings as queries
from hytte.queries import search
from hytte.queries import users as user_queries
from hytte.queries.listings import listing_document
from hytte.representations.responses import collection, created, no_content, represent
from hytte.routes.dependencies import ListingId, database_of, settings_of
from hytte.routes.queries import read_query
from hytte.schemas.listings import ListingCreate, ListingFilter, ListingUpdate
from hytte.services import listings


async def list_listings(request: Request) -> Response:
    """Return a page of the listings that fit, the newest first or by price.

    Bounds of the price and the order by price act within one currency: `currency`, or the server's.
    Listings without a price come last in both directions and match no bound. The `Link` field leads to
    the next page; it is absent on the last.
    """
    wanted = read_query(request, ListingFilter)
    return collection(
        request, await search.list_listings(database_of(request).reader, wanted, settings_of(request).currency)
    )


async def create_listing(request: Request, new: ListingCreate) -> Response:
    """Add a listing of the user whom `user_id` names."""
    listing = await database_of(request).transact(
        lambda session: listing_document(listings.create_listing(session, new, settings_of(request).currency))
    )
    return created(request, listing, f"/listings/{listing['id']}")


async def get_listing(request: Request, listing_id: ListingId) -> Response:
    """Return a listing with everything that is public of it."""
    return represent(await queries.read_listing(database_of(request).reader, listing_id))


async def replace_listing(request: Request, listing_id: ListingId, new: ListingCreate) -> Response:
    """Give every member of a listing a new value; the owner stays when none is named."""
    return represent(
        await database_of(request).transact(
            lambda session: listing_document(
                listings.replace_listing(session, listing_id, new, settings_of(request).currency)
            )
        )
    )


async def update_listing(request: Request, listing_id: ListingId, changes: ListingUpdate) -> Response:
    """Change the members that are sent (a merge patch, RFC 7396); null removes what is optional."""
    return represent(
        await database_of(request).transact(
            lambda session: listing_document(listings.update_listing(session, listing_id, changes))
        )
    )


async def delete_listing(request: Request, listing_id: ListingId) -> Response:
    """Remove a listing."""
    await database_of(request).transact(lambda session: listings.delete_listing(session, listing_id))
    return no_content()


async def get_listing_user(request: Request, listing_id: ListingId) -> Response:
    """Return the public face of the user who lets a listing."""
    listing = await queries.read_listing(database_of(request).reader, listing_id)
    return represent(await user_queries.read_user(database_of(request).reader, listing["user_id"]))
