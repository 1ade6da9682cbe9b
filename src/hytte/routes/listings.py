"""Listings: `/listings`, `/listings/{listing_id}` and its user."""

from fastapi import Request, Response

from hytte.queries import listings as queries
from hytte.queries import search
from hytte.queries import users as user_queries
from hytte.queries.listings import listing_document
from hytte.representations.responses import collection, created, no_content, represent
from hytte.routes.dependencies import CurrentDatabase, CurrentSettings, ListingId
from hytte.routes.queries import read_query
from hytte.schemas.listings import ListingCreate, ListingFilter, ListingUpdate
from hytte.services import listings


async def list_listings(request: Request, database: CurrentDatabase, settings: CurrentSettings) -> Response:
    """Return a page of the listings that fit, the newest first or by price.

    Bounds of the price and the order by price act within one currency: `currency`, or the server's.
    Listings without a price come last in both directions and match no bound. The `Link` field leads to
    the next page; it is absent on the last.
    """
    wanted = read_query(request, ListingFilter)
    return collection(request, await search.list_listings(database.reader, wanted, settings.currency))


async def create_listing(
    request: Request, new: ListingCreate, database: CurrentDatabase, settings: CurrentSettings
) -> Response:
    """Add a listing of the user whom `user_id` names."""
    listing = await database.transact(
        lambda session: listing_document(listings.create_listing(session, new, settings.currency))
    )
    return created(request, listing, f"/listings/{listing['id']}")


async def get_listing(listing_id: ListingId, database: CurrentDatabase) -> Response:
    """Return a listing with everything that is public of it."""
    return represent(await queries.read_listing(database.reader, listing_id))


async def replace_listing(
    listing_id: ListingId, new: ListingCreate, database: CurrentDatabase, settings: CurrentSettings
) -> Response:
    """Give every member of a listing a new value; the owner stays when none is named."""
    return represent(
        await database.transact(
            lambda session: listing_document(
                listings.replace_listing(session, listing_id, new, settings.currency)
            )
        )
    )


async def update_listing(listing_id: ListingId, changes: ListingUpdate, database: CurrentDatabase) -> Response:
    """Change the members that are sent (a merge patch, RFC 7396); null removes what is optional."""
    return represent(
        await database.transact(
            lambda session: listing_document(listings.update_listing(session, listing_id, changes))
        )
    )


async def delete_listing(listing_id: ListingId, database: CurrentDatabase) -> Response:
    """Remove a listing."""
    await database.transact(lambda session: listings.delete_listing(session, listing_id))
    return no_content()


async def get_listing_user(listing_id: ListingId, database: CurrentDatabase) -> Response:
    """Return the public face of the user who lets a listing."""
    listing = await queries.read_listing(database.reader, listing_id)
    return represent(await user_queries.read_user(database.reader, listing["user_id"]))
