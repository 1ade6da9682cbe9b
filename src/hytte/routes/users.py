"""Users: `/users`, `/users/{user_id}` and what belongs to one."""

from fastapi import Request, Response

from hytte.queries import search
from hytte.queries import users as queries
from hytte.queries.users import user_document
from hytte.representations.responses import collection, created, no_content, represent
from hytte.routes.dependencies import UserId, database_of, settings_of
from hytte.routes.queries import read_query
from hytte.schemas.listings import ListingFilter
from hytte.schemas.queries import PageFilter
from hytte.schemas.users import UserCreate, UserUpdate
from hytte.services import users


async def list_users(request: Request) -> Response:
    """Return a page of users, the newest first: the public face of each, never the e-mail."""
    wanted = read_query(request, PageFilter)
    return collection(request, await queries.list_users(database_of(request).reader, wanted.limit, wanted.cursor))


async def create_user(request: Request, new: UserCreate) -> Response:
    """Add a user. An e-mail address that has an account, in any spelling, is refused with 409."""
    user = await database_of(request).transact(lambda session: user_document(users.create_user(session, new)))
    return created(request, user, f"/users/{user['id']}")


async def get_user(request: Request, user_id: UserId) -> Response:
    """Return the public face of a user: never the e-mail."""
    return represent(await queries.read_user(database_of(request).reader, user_id))


async def replace_user(request: Request, user_id: UserId, new: UserCreate) -> Response:
    """Give a user a new username and e-mail address."""
    return represent(
        await database_of(request).transact(
            lambda session: user_document(users.replace_user(session, user_id, new))
        )
    )


async def update_user(request: Request, user_id: UserId, changes: UserUpdate) -> Response:
    """Change the members that are sent (a merge patch, RFC 7396)."""
    return represent(
        await database_of(request).transact(
            lambda session: user_document(users.update_user(session, user_id, changes))
        )
    )


async def delete_user(request: Request, user_id: UserId) -> Response:
    """Remove a user. One who has listings is refused with 409."""
    await database_of(request).transact(lambda session: users.delete_user(session, user_id))
    return no_content()


async def list_user_listings(request: Request, user_id: UserId) -> Response:
    """Return a page of the listings of a user, with the filters and orders of `/listings`."""
    wanted = read_query(request, ListingFilter)
    page = await search.list_listings(
        database_of(request).reader, wanted, settings_of(request).currency, user_id=user_id
    )
    if not page.items:
        await queries.read_user(database_of(request).reader, user_id)  # no listings, or no such user
    return collection(request, page)
