"""Reading from PostgreSQL: psycopg's asynchronous connections, which never hold the event loop."""

import asyncio
from typing import Any

from psycopg import AsyncConnection, OperationalError
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.string import TextLoader
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import URL

from hytte.database.postgresql import CHECKOUT_TIMEOUT, network_limits, session_options
from hytte.database.reader import Row
from hytte.database.statements import Statement
from hytte.database.transactions import unavailable
from hytte.errors import Unavailable
from hytte.settings import Settings


class InstantLoader(Loader):
    """`timestamptz` as the RFC 3339 text that SQLite stores: six decimals, `Z`.

    The sessions of the reader are in UTC, so the server's text is `2026-11-22 17:15:00[.123]+00`.
    """

    def load(self, data: Buffer) -> str:
        """Rewrite the server's text."""
        day, _, time = bytes(data).decode().removesuffix("+00").partition(" ")
        seconds, _, fraction = time.partition(".")
        return f"{day}T{seconds}.{fraction.ljust(6, '0')}Z"


class PostgresqlReader:
    """Reads in autocommit mode, read-only, with statements that the server prepares once."""

    def __init__(self, url: URL, settings: Settings) -> None:
        # The server keeps its own limit; this one is for a server or a network that does not answer at all.
        self._timeout = settings.statement_timeout + 1
        self._pool: AsyncConnectionPool[AsyncConnection[Row]] = AsyncConnectionPool(
            url.set(drivername="postgresql").render_as_string(hide_password=False),
            kwargs={
                "autocommit": True,
                "application_name": "hytte-read",
                "client_encoding": "utf8",
                **network_limits(settings),
                "options": session_options(settings) + " -c default_transaction_read_only=on",
            },
            min_size=1,
            max_size=settings.read_connections,
            timeout=CHECKOUT_TIMEOUT,
            configure=_configure,
            open=False,
        )

    async def open(self) -> None:
        """Open the pool; connections are made when they are needed."""
        await self._pool.open()

    async def close(self) -> None:
        """Close the pool and its connections."""
        await self._pool.close()

    async def rows(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        """See `Reader.rows`."""
        text = statement.postgresql
        try:
            async with asyncio.timeout(self._timeout):
                return await self._read(text.sql, {**text.constants, **values})
        except PoolTimeout as error:
            raise Unavailable("All connections to the database are in use; try again.") from error
        except (OperationalError, TimeoutError) as error:
            raise unavailable(error) from error

    async def _read(self, sql: str, values: dict[str, Any]) -> list[Row]:
        """Read, once more for each connection that turns out to be closed: a restart closes all of them."""
        while True:
            async with self._pool.connection() as connection:
                try:
                    cursor = await connection.execute(sql, values, prepare=True)
                    return await cursor.fetchall()
                except OperationalError:
                    if not connection.closed:
                        raise

    search = rows


async def _configure(connection: AsyncConnection[Any]) -> None:
    """Make the values of rows those that `reader` promises."""
    connection.adapters.register_loader("timestamptz", InstantLoader)
    connection.adapters.register_loader("jsonb", TextLoader)
