"""Reading from SQLite: by key on the event loop, everything else in threads."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import URL

from hytte.database import sqlite
from hytte.database.reader import Row
from hytte.database.statements import Statement
from hytte.database.transactions import unavailable

LOOP_BUDGET = 0.05
"""Seconds that a read may hold the event loop before it is given up and repeated in a thread."""

_THREADS = 4
_STEPS_BETWEEN_CHECKS = 5_000


class SqliteReader:
    """Reads on connections of its own, which cannot write (`query_only`).

    A hop into a worker thread costs more than a look-up by key, so `rows` runs on the event loop: with no
    busy timeout and a progress handler that interrupts it when it outlasts `LOOP_BUDGET`. Then, and for
    `search`, a thread does it.
    """

    def __init__(self, url: URL) -> None:
        self._path = str(url.database)
        self._deadline = float("inf")
        self._on_loop: Any = None
        self._local = threading.local()
        self._opened: list[Any] = []
        self._executor = ThreadPoolExecutor(_THREADS, thread_name_prefix="hytte-read")

    async def open(self) -> None:
        """Open the connection of the event loop."""
        self._on_loop = self._connect()
        self._on_loop.execute("PRAGMA busy_timeout=0").close()
        self._on_loop.set_progress_handler(self._is_late, _STEPS_BETWEEN_CHECKS)

    async def close(self) -> None:
        """Close all connections."""
        self._executor.shutdown()
        for connection in self._opened:
            connection.close()
        self._opened.clear()

    async def rows(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        """See `Reader.rows`."""
        self._deadline = time.monotonic() + LOOP_BUDGET
        try:
            text = statement.sqlite
            rows: list[Row] = self._on_loop.execute(text.sql, {**text.constants, **values}).fetchall()
        except sqlite.driver.ProgrammingError:
            raise
        except sqlite.driver.DatabaseError:  # interrupted, or busy
            return await self.search(statement, values)
        return rows

    async def search(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        """See `Reader.search`."""
        text = statement.sqlite
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._read, text.sql, {**text.constants, **values})

    def _read(self, sql: str, values: dict[str, Any]) -> list[Row]:
        try:
            if not hasattr(self._local, "connection"):
                self._local.connection = self._connect()
            rows: list[Row] = self._local.connection.execute(sql, values).fetchall()
        except sqlite.driver.ProgrammingError:
            raise
        except sqlite.driver.DatabaseError as error:
            raise unavailable(error) from error
        return rows

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _connect(self) -> Any:
        connection = sqlite.driver.connect(self._path, check_same_thread=False, cached_statements=256)
        sqlite.configure(connection)
        connection.execute("PRAGMA query_only=ON").close()
        self._opened.append(connection)
        return connection
