"""What all tables share: how constraints are named, what an id and an instant is."""

from datetime import UTC, datetime
from typing import Annotated

from sqlalchemy import BigInteger, Integer, MetaData, String
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeEngine

from hytte.database.types import Instant

Identifier = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
"""A number of our own, never used twice; SQLite wants its own name for a 64-bit integer key."""


class Base(DeclarativeBase):
    """The base of all tables. Constraints have names, so that errors and migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant()}  # noqa: RUF012 - SQLAlchemy's own form


def now() -> datetime:
    """Return this instant."""
    return datetime.now(UTC)


def at_creation(context: DefaultExecutionContext) -> datetime:
    """Return the `created_at` of a row that is being inserted: it was updated last when it was created."""
    created_at: datetime = context.get_current_parameters()["created_at"]  # type: ignore[no-untyped-call]
    return created_at


def by_code_point(length: int | None = None) -> TypeEngine[str]:
    """Return a text type that sorts by code point on every engine.

    PostgreSQL would sort as its operating system does, which skips blanks in many languages.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")
