"""The search for listings: one collection, narrowed by filters, in a closed list of orders."""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

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
_POSITION = frozenset({"after_id", "after_price"})

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
    if cursor is not None:
        values |= {"after_id": cursor.id, "after_price": cursor.key}
    is_descending = order in {_NEWEST, "-price"}
    rows: list[Row] = []
    is_bounded = wanted.min_price is not None or wanted.max_price is not None
    for segment in _segments(order, cursor):
        if is_bounded and "unpriced" in segment:
            continue  # what has no price matches no bound
        limit = wanted.limit + 1 - len(rows)
        rows += await _read(reader, segment, values, limit, is_descending=is_descending)
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
    """Return the parts, by their names in `_beyond`, that the rest of a result is read in, one after the other.

    Each follows an index from its first row. That is why listings of the price where the page ended are a
    part of their own (SQLite does not seek past a price *and* an id), and those without a price, too:
    SQLite sorts NULL first and PostgreSQL last, and a seek past NULL finds nothing.
    """
    if order == _NEWEST:
        return ["all" if cursor is None else "older"]
    if cursor is None:
        return ["priced", "unpriced"]
    return ["rest of unpriced"] if cursor.key is None else ["rest of price", "beyond price", "unpriced"]


async def _read(
    reader: Reader, segment: str, values: dict[str, Any], limit: int, *, is_descending: bool
) -> list[Row]:
    statement = _statement(segment, frozenset(values), is_descending=is_descending)
    # Newest first, of all or of one user, is the index from its first row to the last that is shown.
    is_plain = segment in {"all", "older"} and values.keys() <= {"user_id", *_POSITION}
    read = reader.rows if is_plain else reader.search
    return await read(statement, {**values, "limit": limit})


@cache
def _statement(segment: str, names: frozenset[str], *, is_descending: bool) -> Statement:
    condition, keys = _beyond(segment, is_descending=is_descending)
    statement = select(*COLUMNS).join(Listing.user)
    statement = statement.where(*(_CONDITIONS[name] for name in sorted(names - _POSITION)), *condition)
    ordered = statement.order_by(*(key.desc() if is_descending else key for key in keys))
    return compiled(ordered.limit(row_limit()))


def _beyond(segment: str, *, is_descending: bool) -> tuple[list[Any], list[Any]]:
    """Return the conditions of a segment, and the keys of its order."""
    price, number = Listing.price, Listing.id
    after_price: BindParameter[int] = bindparam("after_price")
    after_id: BindParameter[int] = bindparam("after_id")
    further_id = number < after_id if is_descending else number > after_id
    further_price = price < after_price if is_descending else price > after_price
    segments: dict[str, tuple[list[Any], list[Any]]] = {
        "all": ([], [number]),
        "older": ([further_id], [number]),
        "priced": ([price.is_not(None)], [price, number]),
        "rest of price": ([price == after_price, further_id], [number]),
        "beyond price": ([further_price], [price, number]),
        "unpriced": ([price.is_(None)], [number]),
        "rest of unpriced": ([price.is_(None), further_id], [number]),
    }
    return segments[segment]
