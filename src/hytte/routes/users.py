"""Users: `/users`, `/users/{user_id}` and what belongs to one."""

from fastapi import Request, Response

from hytte.database import Transaction
from hytte.queries import search
from hytte.queries import users as queries
from hytte.queries.users import user_document
from hytte.representations import listings as listing_documents
from hytte.representations import users as documents
from hytte.representations.documents import Document, Link
from hytte.representations.links import page_links
from hytte.representations.responses import changed, created, no_content, respond
from hytte.routes.conditions import require_state
from hytte.routes.dependencies import UserId, database_of, settings_of
from hytte.routes.queries import query_of, read_query
from hytte.schemas.listings import ListingFilter
from hytte.schemas.queries import PageFilter
from hytte.schemas.users import UserCreate, UserUpdate
from hytte.services import users


async def list_users(request: Request) -> Response:
    """Return a page of users, the newest first: the public face of each, never the e-mail."""
    wanted = read_query(request, PageFilter)
    page = await queries.list_users(database_of(request).reader, wanted.limit, wanted.cursor)
    return respond(request, documents.users(page, page_links(request, page.next_cursor)))


async def create_user(request: Request, new: UserCreate) -> Response:
    """Add a user.

    An e-mail address that has an account, in any spelling, is refused with 409.
    """
    user = await database_of(request).transact(lambda session: user_document(users.create_user(session, new)))
    return created(request, documents.user(user, is_used=False), f"/users/{user['id']}")


async def get_user(request: Request, user_id: UserId) -> Response:
    """Return the public face of a user: never the e-mail."""
    user, is_used = await queries.read_user_and_use(database_of(request).reader, user_id)
    return respond(request, documents.user(user, is_used=is_used))


async def replace_user(request: Request, user_id: UserId, new: UserCreate) -> Response:
    """Give a user a new username and e-mail address."""

    def replace(session: Transaction) -> Document:
        require_state(request, lambda: user_document(users.get_user(session, user_id)))
        user = users.replace_user(session, user_id, new)
        return documents.user(user_document(user), is_used=users.is_used(session, user_id))

    return changed(request, await database_of(request).transact(replace))


async def update_user(request: Request, user_id: UserId, changes: UserUpdate) -> Response:
    """Change the members that are sent (a merge patch, RFC 7396)."""

    def update(session: Transaction) -> Document:
        require_state(request, lambda: user_document(users.get_user(session, user_id)))
        user = users.update_user(session, user_id, changes)
        return documents.user(user_document(user), is_used=users.is_used(session, user_id))

    return changed(request, await database_of(request).transact(update))


async def delete_user(request: Request, user_id: UserId) -> Response:
    """Remove a user.

    One who has listings is refused with 409.
    """

    def delete(session: Transaction) -> None:
        require_state(request, lambda: user_document(users.get_user(session, user_id)))
        users.delete_user(session, user_id)

    await database_of(request).transact(delete)
    return no_content()


async def list_user_listings(request: Request, user_id: UserId) -> Response:
    """Return a page of the listings of a user, with the filters and orders of `/listings`."""
    wanted = read_query(request, ListingFilter)
    page = await search.list_listings(
        database_of(request).reader, wanted, settings_of(request).currency, user_id=user_id
    )
    if not page.items:
        await queries.read_user(database_of(request).reader, user_id)  # no listings, or no such user
    up = Link("up", f"/users/{user_id}", "The host")
    paging = page_links(request, page.next_cursor)
    return respond(request, listing_documents.listings(page, paging, query_of(request), up=up))
