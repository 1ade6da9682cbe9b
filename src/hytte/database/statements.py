"""Statements that are written in SQLAlchemy Core, compiled once, and run on the driver.

SQLAlchemy's execution costs about ten times what SQLite needs for a look-up by key; so reading goes
around it, and only the writing of SQL is left to it: one source for every engine.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Integer, Select, bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite

_DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": postgresql.psycopg.dialect(),  # type: ignore[no-untyped-call]
}


@dataclass(frozen=True, slots=True)
class Text:
    """SQL for one engine, with named parameters; `constants` are the values that are part of the statement."""

    sql: str
    constants: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in the SQL of each engine."""

    sqlite: Text
    postgresql: Text


def compiled(select: Select[*tuple[Any, ...]]) -> Statement:
    """Compile a statement for every engine; its `bindparam`s become the names of the values.

    The values are handed to the driver as they are: pass `int`, `float` and `str` only.
    """
    return Statement(**{name: _text(select, dialect) for name, dialect in _DIALECTS.items()})


def row_limit() -> ColumnElement[int]:
    """Return the expression for `LIMIT`, whose value is named `limit`.

    SQLite looks at a bare bound limit to plan the statement, and so prepares it anew at every execution,
    which costs more than a look-up by key; an expression it leaves alone.
    """
    return bindparam("limit", type_=Integer) + literal_column("0", Integer)


def _text(select: Select[*tuple[Any, ...]], dialect: Dialect) -> Text:
    sql = select.compile(dialect=dialect)
    constants = {name: value for name, value in sql.params.items() if not sql.binds[name].required}
    return Text(str(sql), constants)
