"""Users, read: the public face of each, never the e-mail."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, exists, select

from hytte.database.reader import Reader
from hytte.database.statements import Statement, compiled, row_limit
from hytte.database.types import instant_text
from hytte.errors import no_such
from hytte.models import Listing, User
from hytte.queries.pages import Cursor, Page, read_cursor

MEMBERS = ("id", "username", "source", "source_id", "created_at", "updated_at")
ORDER = "newest"


async def read_user(reader: Reader, user_id: int) -> dict[str, Any]:
    """Return a user's document. Raises `NotFound`."""
    return (await read_user_and_use(reader, user_id))[0]


async def read_user_and_use(reader: Reader, user_id: int) -> tuple[dict[str, Any], bool]:
    """Return a user's document, and whether the user has listings, and so cannot be deleted.

    Raises `NotFound`.
    """
    rows = await reader.rows(_one(), {"id": user_id})
    if not rows:
        raise no_such("user", user_id)
    *values, is_used = rows[0]
    return dict(zip(MEMBERS, values, strict=True)), bool(is_used)


async def list_users(reader: Reader, limit: int, cursor: str | None) -> Page:
    """Return a page of users, the newest (highest id) first."""
    values: dict[str, Any] = {"limit": limit + 1}
    if cursor is not None:
        values["after_id"] = read_cursor(cursor, ORDER).id
    rows = await reader.rows(_page(after=cursor is not None), values)
    items = [dict(zip(MEMBERS, row, strict=True)) for row in rows[:limit]]
    return Page(items, Cursor(ORDER, None, items[-1]["id"]).encoded() if len(rows) > limit else None)


def user_document(user: User) -> dict[str, Any]:
    """Return the document of a user that was just written: the same that `read_user` gives."""
    return {
        "id": user.id,
        "username": user.username,
        "source": user.source,
        "source_id": user.source_id,
        "created_at": instant_text(user.created_at),
        "updated_at": instant_text(user.updated_at),
    }


_COLUMNS = [getattr(User, name) for name in MEMBERS]


@cache
def _one() -> Statement:
    is_used = exists().where(Listing.user_id == User.id)
    return compiled(select(*_COLUMNS, is_used).where(User.id == bindparam("id")))


@cache
def _page(*, after: bool) -> Statement:
    statement = select(*_COLUMNS).order_by(User.id.desc()).limit(row_limit())
    return compiled(statement.where(User.id < bindparam("after_id")) if after else statement)
