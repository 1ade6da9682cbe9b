"""Rows that are known by `(source, source_id)`, the key that they have in the system they come from."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

# One variable for each id: SQLite takes 32,766 (older builds 999), PostgreSQL 65,535.
_IDS_AT_ONCE = 500
_KEY = ("source", "source_id")
_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def stored_by_source_id(
    session: Session, table: Table, columns: Sequence[Column[Any]], source: str, source_ids: Iterable[str]
) -> dict[str, tuple[Any, ...]]:
    """Return the `columns` of those rows that are stored, by their `source_id`."""
    stored: dict[str, tuple[Any, ...]] = {}
    remaining = iter(source_ids)
    while ids := list(islice(remaining, _IDS_AT_ONCE)):
        of_source = select(table.c.source_id, *columns).where(table.c.source == source)
        rows = session.execute(of_source.where(table.c.source_id.in_(ids)))
        stored.update((source_id, tuple(values)) for source_id, *values in rows)
    return stored


def upsert(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or overwrite those that have the same key; `created_at` stays what it was.

    Each key occurs once in `rows`, all rows have the same columns, and they are sorted by `source_id`.
    """
    # Two importers of one source may both find that a row is missing. The second to insert it waits for the
    # first to commit and then overwrites it, where a plain insert would fail. Rows are locked in the order
    # of their keys, so the two do not wait for each other; should they, with a third party, PostgreSQL ends
    # one transaction with 40P01, and `database.transactions` runs it again as a whole.
    insert = _INSERTS[session.get_bind().dialect.name](table)
    overwritten = {name: insert.excluded[name] for name in rows[0] if name not in _KEY and name != "created_at"}
    session.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=overwritten), rows)
