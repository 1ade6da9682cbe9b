"""A database: how it is written (`transact`) and how it is read (`reader`), the same for every engine."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from hytte.database import transactions
from hytte.database.postgresql import create_postgresql_engine
from hytte.database.reader import Reader
from hytte.database.sqlite import create_sqlite_engine
from hytte.database.sqlite_reader import SqliteReader
from hytte.database.urls import check_directory, read_url
from hytte.settings import Settings

PATIENCE = 5.0
"""Seconds after which a write is not begun any more: its client gets 503."""

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """The database of a running hytte.

    Writes run in threads of its own, as many as the engine can use at once: SQLite has one writer, so its
    transactions queue here, in order, rather than at the file's lock, where they would starve each other.
    """

    engine: Engine
    reader: Reader

    def __init__(self, settings: Settings) -> None:
        url = read_url(settings.database_url)
        check_directory(url)
        if url.drivername == "sqlite":
            self.engine = create_sqlite_engine(url)
            self.reader = SqliteReader(url)
            writers = 1
        else:
            self.engine = create_postgresql_engine(url, settings)
            # psycopg is an extra, so it is imported where it is needed.
            from hytte.database.postgresql_reader import PostgresqlReader

            self.reader = PostgresqlReader(url, settings)
            writers = settings.write_connections
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="hytte-write")

    async def transact(self, use_case: Callable[[Session], T]) -> T:
        """Run a use case in one transaction in a worker thread; it is committed when this returns.

        A use case calls services and builds the document of the answer, so that both are of one state:
        `transact(lambda session: document(create_listing(session, …)))`.
        """
        # Of the whole wait, in the queue too: behind a locked database nobody waits for all who came before.
        deadline = time.monotonic() + PATIENCE
        loop = asyncio.get_running_loop()
        work = partial(transactions.run, self.engine, use_case, deadline=deadline)
        return await loop.run_in_executor(self._writers, work)

    def transact_now(
        self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a service in one transaction, here: for commands, which have no event loop."""
        return transactions.run(self.engine, lambda session: service(session, *args, **kwargs))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        await self.reader.open()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.reader.close()
        self.close()

    def close(self) -> None:
        """Finish what is being written and close the connections for writing."""
        self._writers.shutdown()
        self.engine.dispose()
