"""Addresses, suggested while they are typed: those of the listings, until a register is loaded."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, case, func, literal_column, or_, select

from hytte.database.reader import Reader
from hytte.database.statements import Statement, compiled, row_limit
from hytte.domain.autocomplete import AddressQuery
from hytte.domain.text import folded
from hytte.models import Listing

MAX_SUGGESTIONS = 20


async def suggest_addresses(reader: Reader, query: AddressQuery) -> list[dict[str, str]]:
    """Return `[{"tekst": address}]`: addresses that begin with what was typed, then those with its words.

    A word of the query is the beginning of a word of the address. At most 20, each address once.
    """
    words = folded(query.text).split()
    if not words:
        return []
    values: dict[str, Any] = {"beginning": " ".join(words) + "%", "limit": MAX_SUGGESTIONS}
    # Folded words are letters and digits, so none of them is a wildcard of LIKE.
    values |= {f"word_{n}": f"% {word}%" for n, word in enumerate(words)}
    values |= {f"code_{n}": f"% {code:04} %" for n, code in enumerate(query.postal_codes)}
    rows = await reader.search(_statement(len(words), len(query.postal_codes)), values)
    return [{"tekst": address} for address, _rank in rows]


@cache
def _statement(words: int, codes: int) -> Statement:
    blank: ColumnElement[str] = literal_column("' '", String)
    text = blank + Listing.address_folded + blank
    rank = func.min(case((Listing.address_folded.like(bindparam("beginning")), 0), else_=1))
    statement: Select[*tuple[Any, ...]] = (
        select(Listing.address, rank)
        .where(*(text.like(bindparam(f"word_{n}")) for n in range(words)))
        .group_by(Listing.address, Listing.address_folded)
        .order_by(rank, Listing.address_folded, Listing.address)
        .limit(row_limit())
    )
    if codes:
        statement = statement.where(or_(*(text.like(bindparam(f"code_{n}")) for n in range(codes))))
    return compiled(statement)
