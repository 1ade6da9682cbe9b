"""Rows that are known by `(source, source_id)`, the key that they have in the system they come from."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, Column, ColumnElement, String, Table, bindparam, func, literal, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

_KEY = ("source", "source_id")
_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def stored_by_source_id(
    session: Session, table: Table, columns: Sequence[Column[Any]], source: str, source_ids: Collection[str]
) -> dict[str, tuple[Any, ...]]:
    """Return the `columns` of those rows that are stored, by their `source_id`; none is deleted meanwhile."""
    # As a pair, though the source is one: while PostgreSQL has no statistics of a new table, it takes a
    # source for some few rows, and then looks through all of them for each id.
    key = tuple_(table.c.source, table.c.source_id)
    wanted = select(literal(source), _column_of(session, source_ids))
    statement = select(table.c.source_id, *columns).where(key.in_(wanted))
    statement = statement.with_for_update(read=True, key_share=True, of=table)
    return {source_id: tuple(values) for source_id, *values in session.execute(statement)}


def upsert(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or overwrite those that have the same key; `created_at` stays what it was.

    Each key occurs once in `rows`, all rows have the same columns, and they are sorted by `source_id`.
    """
    # Two importers of one source may both find that a row is missing. The second to insert it waits for the
    # first to commit and then overwrites it, where a plain insert would fail. Rows are locked in the order
    # of their keys, so the two do not wait for each other; should they, with a third party, PostgreSQL ends
    # one transaction with 40P01, and `database.transactions` runs it again as a whole.
    insert = _INSERTS[_engine_of(session)](table)
    overwritten = {name: insert.excluded[name] for name in rows[0] if name not in _KEY and name != "created_at"}
    session.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=overwritten), rows)


def _column_of(session: Session, source_ids: Collection[str]) -> ColumnElement[str]:
    # One variable, however many ids, so that the statement is compiled and prepared once.
    if _engine_of(session) == "postgresql":
        return func.unnest(bindparam("ids", list(source_ids), ARRAY(String)))
    return func.json_each(json.dumps(list(source_ids))).table_valued("value").c.value


def _engine_of(session: Session) -> str:
    return session.get_bind().dialect.name
