"""SQLite as hytte uses it: one build per process, durable commits, writers that queue."""

import logging
from typing import Any

try:
    import pysqlite3.dbapi2 as driver  # type: ignore[import-not-found,unused-ignore]
except ImportError:  # no wheel for this platform
    import sqlite3 as driver  # type: ignore[no-redef,unused-ignore]

from sqlalchemy import URL, Connection, Engine, create_engine, event

log = logging.getLogger(__name__)

FIRST_SAFE_WAL = (3, 51, 3)
"""Every version from 3.7.0 to 3.51.2 can corrupt a WAL file that two connections write and checkpoint at once."""

BUSY_TIMEOUT = 5000
"""Milliseconds that a writer waits for another process's transaction."""

__all__ = ["BUSY_TIMEOUT", "configure", "create_sqlite_engine", "driver", "journal_mode"]


def journal_mode(version: tuple[int, ...]) -> str:
    """Return WAL, or DELETE for an SQLite version whose WAL is not safe."""
    return "WAL" if version >= FIRST_SAFE_WAL else "DELETE"


def configure(connection: Any) -> None:
    """Set a new driver connection up: `synchronous=FULL`, because with NORMAL a power cut loses commits."""
    mode = journal_mode(driver.sqlite_version_info)
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT}",
        f"journal_mode={mode}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def create_sqlite_engine(url: URL) -> Engine:
    """Return the engine for writing: every transaction is `BEGIN IMMEDIATE`.

    A transaction that begins by reading and writes later would fail at once when another has written in
    between, whatever the busy timeout.
    """
    _warn_of_old_version()
    # Errors are logged, and must not tell what people wrote.
    engine = create_engine(url, module=driver, hide_parameters=True)

    def on_connect(connection: Any, _record: object) -> None:
        configure(connection)

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def _warn_of_old_version() -> None:
    if journal_mode(driver.sqlite_version_info) != "WAL":
        log.warning(
            "SQLite %s has the WAL-reset bug; hytte uses journal_mode=DELETE, where readers wait for writers.",
            driver.sqlite_version,
        )
