"""The search for listings: one collection, narrowed by filters, in a closed list of orders."""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select, tuple_

from hytte.database.reader import Reader, Row
from hytte.database.statements import Statement, compiled, row_limit
from hytte.domain.money import lower_bound, upper_bound
from hytte.domain.text import folded
from hytte.models import Listing
from hytte.queries.listings import COLUMNS, MEMBERS, document
from hytte.queries.pages import Cursor, Page, read_cursor
from hytte.schemas.listings import ListingFilter

_NEWEST = "newest"
_PRICE = MEMBERS.index("price")

_CONDITIONS = {
    "user_id": Listing.user_id == bindparam("user_id"),
    "city": Listing.city_folded == bindparam("city"),
    "room_type": Listing.room_type == bindparam("room_type"),
    "currency": Listing.currency == bindparam("currency"),
    "guests": Listing.capacity >= bindparam("guests"),
    "min_price": Listing.price >= bindparam("min_price"),
    "max_price": Listing.price <= bindparam("max_price"),
}


async def list_listings(
    reader: Reader, wanted: ListingFilter, default_currency: str, *, user_id: int | None = None
) -> Page:
    """Return a page of the listings that fit, of one user if `user_id` is given.

    Newest (highest id) first, or by price within one currency; listings without a price come last in both
    directions. Raises `Invalid` for a cursor of another order.
    """
    order = wanted.sort or _NEWEST
    cursor = None if wanted.cursor is None else read_cursor(wanted.cursor, order)
    values = _values(wanted, default_currency, user_id)
    rows: list[Row] = []
    for segment in _segments(order, cursor):
        rows += await _read(reader, segment, values, wanted.limit + 1 - len(rows), cursor)
        cursor = None  # a segment that follows is read from its beginning
        if len(rows) > wanted.limit:
            last = rows[wanted.limit - 1]
            key = None if order == _NEWEST else last[_PRICE]
            return Page([document(row) for row in rows[: wanted.limit]], Cursor(order, key, last[0]).encoded())
    return Page([document(row) for row in rows])


def _values(wanted: ListingFilter, default_currency: str, user_id: int | None) -> dict[str, Any]:
    """Return the values of the conditions that are asked for, by their names in `_CONDITIONS`."""
    by_price = wanted.sort is not None or wanted.min_price is not None or wanted.max_price is not None
    currency = wanted.currency or (default_currency if by_price else None)
    values = {
        "user_id": user_id,
        "city": None if wanted.city is None else folded(wanted.city),
        "room_type": wanted.room_type,
        "currency": currency,
        "guests": wanted.guests,
        "min_price": None if wanted.min_price is None else lower_bound(wanted.min_price, currency or ""),
        "max_price": None if wanted.max_price is None else upper_bound(wanted.max_price, currency or ""),
    }
    return {name: value for name, value in values.items() if value is not None}


def _segments(order: str, cursor: Cursor | None) -> list[str]:
    """Return the parts that a result is read in, one after the other, each along an index.

    SQLite sorts NULL first and PostgreSQL last, and a seek past NULL finds nothing; so listings without
    a price are a segment of their own.
    """
    if order == _NEWEST:
        return [_NEWEST]
    in_unpriced = cursor is not None and cursor.key is None
    return [f"{order} unpriced"] if in_unpriced else [order, f"{order} unpriced"]


async def _read(
    reader: Reader, segment: str, values: dict[str, Any], limit: int, cursor: Cursor | None
) -> list[Row]:
    statement = _statement(segment, frozenset(values), after=cursor is not None)
    position = {} if cursor is None else {"after_id": cursor.id, "after_key": cursor.key}
    # Newest first, of all or of one user, follows an index from its first row to the last that is shown.
    is_plain = segment == _NEWEST and values.keys() <= {"user_id"}
    read = reader.rows if is_plain else reader.search
    return await read(statement, {**values, **position, "limit": limit})


@cache
def _statement(segment: str, names: frozenset[str], *, after: bool) -> Statement:
    statement = select(*COLUMNS).join(Listing.user).where(*(_CONDITIONS[name] for name in sorted(names)))
    return compiled(_ordered(statement, segment, after=after).limit(row_limit()))


def _ordered(statement: Select[Any], segment: str, *, after: bool) -> Select[Any]:
    """Return the statement in the order of a segment, beginning behind the cursor."""
    is_descending = segment == _NEWEST or segment.startswith("-")
    keys = [Listing.price, Listing.id] if segment in {"price", "-price"} else [Listing.id]
    if segment != _NEWEST:
        is_unpriced = Listing.price.is_(None)
        statement = statement.where(is_unpriced if len(keys) == 1 else ~is_unpriced)
    if after:
        end: list[BindParameter[Any]] = [bindparam("after_key"), bindparam("after_id")][-len(keys) :]
        here, there = tuple_(*keys), tuple_(*end)
        statement = statement.where(here < there if is_descending else here > there)
    return statement.order_by(*(key.desc() if is_descending else key for key in keys))
