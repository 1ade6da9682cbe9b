"""Column types that mean the same on every engine."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import TIMESTAMP, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

INSTANT_LENGTH = len("2026-11-22T17:15:00.000000Z")


def instant_text(instant: datetime) -> str:
    """Return an instant as RFC 3339 text in UTC, `2026-11-22T17:15:00.000000Z`: of one length, so it sorts."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


class Instant(TypeDecorator[datetime]):
    """An instant in UTC: `timestamptz` in PostgreSQL, RFC 3339 text in SQLite, which has no such type."""

    impl = String(INSTANT_LENGTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(INSTANT_LENGTH))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Turn a datetime into what the column holds."""
        if value is None or dialect.name == "postgresql":
            return value
        return instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn what the column holds into a datetime in UTC."""
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)
