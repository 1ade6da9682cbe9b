"""Listings: `/listings`, `/listings/{listing_id}` and its user."""

from typing import Any

from fastapi import Request, Response

from hytte.database import Transaction
from hytte.queries import listings as queries
from hytte.queries import search
from hytte.queries import users as user_queries
from hytte.queries.listings import listing_document
from hytte.representations import listings as documents
from hytte.representations import users as user_documents
from hytte.representations.links import page_links
from hytte.representations.responses import changed, created, no_content, respond
from hytte.routes.conditions import require_state
from hytte.routes.dependencies import ListingId, database_of, settings_of
from hytte.routes.queries import query_of, read_query
from hytte.schemas.listings import ListingCreate, ListingFilter, ListingUpdate
from hytte.services import listings


async def list_listings(request: Request) -> Response:
    """Return a page of the listings that fit, the newest first or by price.

    Bounds of the price and the order by price act within one currency: `currency`, or the server's.
    Listings without a price come last in both directions and match no bound. The `Link` field leads to
    the next page; it is absent on the last.
    """
    wanted = read_query(request, ListingFilter)
    page = await search.list_listings(database_of(request).reader, wanted, settings_of(request).currency)
    paging = page_links(request, page.next_cursor)
    return respond(request, documents.listings(page, paging, query_of(request)))


async def create_listing(request: Request, new: ListingCreate) -> Response:
    """Add a listing of the user whom `user_id` names."""
    listing = await database_of(request).transact(
        lambda session: listing_document(listings.create_listing(session, new, settings_of(request).currency))
    )
    return created(request, documents.listing(listing), f"/listings/{listing['id']}")


async def get_listing(request: Request, listing_id: ListingId) -> Response:
    """Return a listing with everything that is public of it."""
    return respond(
        request, documents.listing(await queries.read_listing(database_of(request).reader, listing_id))
    )


async def replace_listing(
    request: Request,
    listing_id: ListingId,
    new: ListingCreate,
) -> Response:
    """Give every member of a listing a new value; the owner stays when none is named."""

    def replace(session: Transaction) -> dict[str, Any]:
        require_state(request, lambda: listing_document(listings.get_listing(session, listing_id)))
        return listing_document(listings.replace_listing(session, listing_id, new, settings_of(request).currency))

    return changed(request, documents.listing(await database_of(request).transact(replace)))


async def update_listing(request: Request, listing_id: ListingId, changes: ListingUpdate) -> Response:
    """Change the members that are sent (a merge patch, RFC 7396); null removes what is optional."""

    def update(session: Transaction) -> dict[str, Any]:
        require_state(request, lambda: listing_document(listings.get_listing(session, listing_id)))
        return listing_document(listings.update_listing(session, listing_id, changes))

    return changed(request, documents.listing(await database_of(request).transact(update)))


async def delete_listing(request: Request, listing_id: ListingId) -> Response:
    """Remove a listing."""

    def delete(session: Transaction) -> None:
        require_state(request, lambda: listing_document(listings.get_listing(session, listing_id)))
        listings.delete_listing(session, listing_id)

    await database_of(request).transact(delete)
    return no_content()


async def get_listing_user(request: Request, listing_id: ListingId) -> Response:
    """Return the public face of the user who lets a listing."""
    listing = await queries.read_listing(database_of(request).reader, listing_id)
    user, is_used = await user_queries.read_user_and_use(database_of(request).reader, listing["user_id"])
    return respond(request, user_documents.user(user, is_used=is_used))
