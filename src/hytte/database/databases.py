"""A database: how it is written (`transact`) and how it is read (`reader`), the same for every engine."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, transactions.run, self.engine, use_case)

    def transact_now(
        self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a service in one transaction, here: for commands, which have no event loop."""
        return transactions.run(self.engine, service, *args, **kwargs)

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
