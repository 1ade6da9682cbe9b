"""Reading: rows straight from the driver, as tuples of the same plain values on every engine.

Instants come as RFC 3339 text and JSON as JSON text, ready to be sent; numbers and text as themselves.
"""

from typing import Any, Protocol

from hytte.database.statements import Statement

Row = tuple[Any, ...]


class Reader(Protocol):
    """What queries ask of a database."""

    async def rows(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        """Return the rows of a read by key or of a plain page: what is always fast."""
        ...

    async def search(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        """Return the rows of a statement that may have to look at many; it never stalls other requests."""
        ...

    async def open(self) -> None:
        """Connect."""
        ...

    async def close(self) -> None:
        """Disconnect."""
        ...
