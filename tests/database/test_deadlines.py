"""Writes behind a database that is locked for long: nobody waits for all who came before."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from hytte.database import Database, databases, sqlite
from hytte.errors import Unavailable
from hytte.models import User
from hytte.settings import Settings
from tests.conftest import migrated, new_database_url


def test_writes_in_the_queue_give_up_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "PATIENCE", 0.5)
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 800)
    url = migrated(new_database_url("sqlite", tmp_path))
    begun = 0

    def add(session: object) -> None:
        nonlocal begun
        begun += 1
        session.add(User(username="Ada"))  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]

    async def write_all() -> list[object]:
        with Database(Settings(database_url=url)) as database:
            return await asyncio.gather(*(database.transact(add) for _ in range(5)), return_exceptions=True)

    with closing(sqlite.driver.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcomes = asyncio.run(write_all())
        other.execute("ROLLBACK")
    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 5
    # One waited for the lock; those behind it had waited long enough when their turn came.
    assert begun == 1
