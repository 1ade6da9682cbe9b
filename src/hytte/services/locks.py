"""Rows that stay as they are until the transaction ends."""

from typing import TypeVar

from sqlalchemy.orm import Session

from hytte.models import Base

T = TypeVar("T", bound=Base)


def get_to_change(session: Session, table: type[T], identifier: int) -> T | None:
    """Return a row that nobody else changes or deletes meanwhile; None if there is none."""
    return session.get(table, identifier, with_for_update=_has_row_locks(session) or None)


def get_to_refer(session: Session, table: type[T], identifier: int) -> T | None:
    """Return a row that nobody else deletes meanwhile; None if there is none."""
    lock = {"read": True, "key_share": True} if _has_row_locks(session) else None
    return session.get(table, identifier, with_for_update=lock)


def _has_row_locks(session: Session) -> bool:
    # SQLite's transactions exclude each other as a whole; a SELECT that asks it for locks only takes longer.
    return session.get_bind().dialect.name != "sqlite"
