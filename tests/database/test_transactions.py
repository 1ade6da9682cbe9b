"""What a database promises: all or nothing, again when it must be, and rows that are the same on every engine."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any, TypeVar

import psycopg
import pytest
from sqlalchemy import bindparam, delete, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from hytte.database import Database, sqlite, transactions
from hytte.database.reader import Reader
from hytte.database.sqlite_reader import SqliteReader
from hytte.database.statements import Statement, Text, compiled
from hytte.database.types import instant_text
from hytte.errors import Conflict, Unavailable
from hytte.models import Base, Listing, User
from hytte.settings import Settings
from tests.conftest import ENGINES, migrated, new_database_url
from tests.servers import free_port

T = TypeVar("T")

USERS = Base.metadata.tables["users"]
LISTINGS = Base.metadata.tables["listings"]

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture(scope="module", params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """One database for the whole module: PostgreSQL takes longer to make one than most of these tests."""
    return migrated(new_database_url(request.param, tmp_path_factory.mktemp("transactions")))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The module's database without a row, opened for one test."""

    def emptying(session: Session) -> None:
        session.execute(delete(LISTINGS))
        session.execute(delete(USERS))

    with Database(Settings(database_url=database_url)) as opened:
        opened.transact_now(emptying)
        yield opened


def add_user(session: Session, username: str) -> int:
    (user_id,) = session.execute(insert(USERS).values(username=username).returning(USERS.c.id)).one()
    return int(user_id)


def usernames(database: Database) -> list[str]:
    return database.transact_now(lambda session: list(session.scalars(select(User.username).order_by(User.id))))


def read(database_url: str, use: Callable[[Reader], Awaitable[T]]) -> T:
    """Open a database as a server does, and use its reader."""

    async def reading() -> T:
        async with Database(Settings(database_url=database_url)) as database:
            return await use(database.reader)

    return asyncio.run(reading())


def pragma(sql: str) -> Statement:
    """Return a statement by hand, the same for both engines."""
    return Statement(sqlite=Text(sql, {}), postgresql=Text(sql, {}))


# All or nothing


def test_what_a_use_case_returns_is_committed(database: Database, database_url: str) -> None:
    user_id = database.transact_now(add_user, "Ada")
    with Database(Settings(database_url=database_url)) as another:
        stored = another.transact_now(lambda session: session.scalar(select(User.username).filter_by(id=user_id)))
    assert stored == "Ada"


@pytest.mark.parametrize("error", [RuntimeError("broken"), Conflict("refused"), KeyboardInterrupt()])
def test_a_use_case_that_fails_leaves_nothing(database: Database, error: BaseException) -> None:
    def failing(session: Session) -> None:
        add_user(session, "Ada")
        add_user(session, "Bo")
        raise error

    with pytest.raises(type(error)):
        database.transact_now(failing)
    assert usernames(database) == []


def test_a_use_case_that_the_database_refuses_leaves_nothing(database: Database) -> None:
    def failing(session: Session) -> None:
        add_user(session, "Ada")
        add_user(session, "")

    with pytest.raises(IntegrityError):
        database.transact_now(failing)
    assert usernames(database) == []


def test_a_use_case_of_a_request_is_committed_when_its_answer_is_there(database_url: str) -> None:
    named = compiled(select(User.username).where(User.id == bindparam("id")))

    async def serving() -> list[Any]:
        async with Database(Settings(database_url=database_url)) as database:
            user_id = await database.transact(lambda session: add_user(session, "Ada"))
            return await database.reader.rows(named, {"id": user_id})

    assert asyncio.run(serving()) == [("Ada",)]


# Again, as a whole

CONFLICTS = ["40001", "40P01"]


def failing_first(sqlstate: str, times: int) -> tuple[Callable[[Session], int], list[int]]:
    """Return a use case that the server ends with an error, `times` times, after it has written something."""
    attempts: list[int] = []

    def use_case(session: Session) -> int:
        user_id = add_user(session, "Ada")
        attempts.append(user_id)
        if len(attempts) <= times:
            session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '{sqlstate}'; END $$"))
        return user_id

    return use_case, attempts


@on_postgresql
@pytest.mark.parametrize("sqlstate", CONFLICTS)
def test_a_conflict_is_tried_again_from_the_beginning(database: Database, sqlstate: str) -> None:
    use_case, attempts = failing_first(sqlstate, times=2)
    assert database.transact_now(use_case) == attempts[-1]
    assert (len(attempts), usernames(database)) == (3, ["Ada"])


@on_postgresql
def test_a_conflict_that_never_ends_is_told_after_five_attempts(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "time", SimpleNamespace(sleep=lambda _seconds: None, monotonic=monotonic))
    use_case, attempts = failing_first("40001", times=99)
    with pytest.raises(Unavailable):
        database.transact_now(use_case)
    assert (len(attempts), usernames(database)) == (5, [])


def test_what_would_fail_again_is_not_tried_again(database: Database) -> None:
    attempts: list[int] = []

    def use_case(session: Session) -> None:
        attempts.append(1)
        session.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises((ProgrammingError, OperationalError, Unavailable)):
        database.transact_now(use_case)
    assert len(attempts) == 1


@on_postgresql
def test_of_two_use_cases_that_wait_for_each_other_both_succeed(database: Database) -> None:
    ids = [database.transact_now(add_user, name) for name in ("Ada", "Bo")]
    both_hold_one = threading.Barrier(2)
    attempts: list[str] = []
    failures: list[Exception] = []

    def rename(session: Session, suffix: str, order: list[int]) -> None:
        attempts.append(suffix)
        session.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
        for user_id in order:
            named = update(USERS).where(USERS.c.id == user_id).values(username=USERS.c.username + suffix)
            session.execute(named)
            if attempts.count(suffix) == 1 and user_id == order[0]:
                both_hold_one.wait(timeout=10)

    def renaming(suffix: str, order: list[int]) -> None:
        try:
            database.transact_now(rename, suffix, order)
        except Exception as error:
            failures.append(error)

    threads = [
        threading.Thread(target=renaming, args=("1", ids)),
        threading.Thread(target=renaming, args=("2", ids[::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(attempts) == 3  # PostgreSQL ended one of the two
    assert {"".join(sorted(name)) for name in usernames(database)} == {"12Aad", "12Bo"}


@on_postgresql
def test_control_without_another_attempt_one_of_them_fails(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "is_worth_retrying", lambda _error: False)
    with pytest.raises(AssertionError, match="Unavailable"):
        test_of_two_use_cases_that_wait_for_each_other_both_succeed(database)


@pytest.fixture
def other_writer(database: Database) -> Any:
    """A second connection to an SQLite file that holds its lock for writing."""
    connection = sqlite.driver.connect(
        database.engine.url.database, check_same_thread=False, isolation_level=None
    )
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


@on_sqlite
def test_a_writer_waits_for_another_process(database: Database, other_writer: Any) -> None:
    released = threading.Timer(0.2, other_writer.rollback)
    released.start()
    database.transact_now(add_user, "Ada")
    released.join()
    assert usernames(database) == ["Ada"]


def patience(database: Database, milliseconds: int) -> None:
    """Make the writers of an SQLite database wait no longer than that for another process."""

    def on_connect(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={milliseconds}").close()

    database.engine.dispose()
    event.listen(database.engine, "connect", on_connect)


@on_sqlite
def test_a_writer_who_has_waited_long_enough_tries_again(
    database: Database, other_writer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            other_writer.rollback()

    patience(database, 0)
    monkeypatch.setattr(transactions, "time", SimpleNamespace(sleep=sleep, monotonic=monotonic))
    database.transact_now(add_user, "Ada")
    assert (len(waits), usernames(database)) == (3, ["Ada"])


@on_sqlite
def test_a_writer_who_waits_in_vain_says_so(
    database: Database, other_writer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    patience(database, 0)
    monkeypatch.setattr(transactions, "time", SimpleNamespace(sleep=waits.append, monotonic=monotonic))
    with pytest.raises(Unavailable):
        database.transact_now(add_user, "Ada")
    assert len(waits) == 4


@on_sqlite
def test_a_use_case_that_begins_by_reading_is_the_only_writer_until_it_ends(database: Database) -> None:
    """Else what it has read may be changed before it writes, and then it fails however long it waits."""

    def reading_first(session: Session) -> int:
        count = session.scalar(select(func.count()).select_from(User)) or 0
        another = sqlite.driver.connect(database.engine.url.database, timeout=0, isolation_level=None)
        try:
            with pytest.raises(sqlite.driver.OperationalError, match="locked"):
                another.execute("INSERT INTO users (username, created_at, updated_at) VALUES ('Bo', '', '')")
        finally:
            another.close()
        return count + add_user(session, "Ada")

    database.transact_now(reading_first)
    assert usernames(database) == ["Ada"]


# Out of reach


@pytest.fixture
def nowhere() -> str:
    """The URL of a PostgreSQL database on a port that nothing listens on."""
    return f"postgresql://hytte@127.0.0.1:{free_port()}/hytte"


def test_writing_to_a_server_that_is_not_there_says_so(nowhere: str) -> None:
    with Database(Settings(database_url=nowhere)) as database, pytest.raises(Unavailable):
        database.transact_now(add_user, "Ada")


def test_reading_from_a_server_that_is_not_there_says_so(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hytte.database.postgresql_reader.CHECKOUT_TIMEOUT", 0.2)
    with pytest.raises(Unavailable):
        read(nowhere, lambda reader: reader.rows(pragma("SELECT 1"), {}))


@on_postgresql
def test_more_writers_than_connections_are_told_to_come_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hytte.database.postgresql.CHECKOUT_TIMEOUT", 0.1)
    with (
        Database(Settings(database_url=database_url, write_connections=1)) as database,
        database.engine.connect(),
        pytest.raises(Unavailable),
    ):
        database.transact_now(add_user, "Ada")


@on_postgresql
@pytest.mark.parametrize(
    ("settings", "statement"),
    [
        ({"statement_timeout": 0.1}, "SELECT pg_sleep(10)"),
        ({"lock_timeout": 0.1}, "LOCK TABLE users IN EXCLUSIVE MODE"),
    ],
)
def test_a_statement_that_takes_too_long_is_given_up_and_not_tried_again(
    database: Database, database_url: str, settings: dict[str, float], statement: str
) -> None:
    attempts: list[int] = []

    def waiting(session: Session) -> None:
        attempts.append(1)
        session.execute(text(statement))

    impatient = Settings.model_validate({"database_url": database_url, **settings})
    with database.engine.connect() as other, Database(impatient) as hurried:
        other.execute(text("LOCK TABLE users IN EXCLUSIVE MODE"))
        with pytest.raises(Unavailable):
            hurried.transact_now(waiting)
    assert len(attempts) == 1


# Connections


PRAGMAS = {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}


def safe_journal() -> str:
    return sqlite.journal_mode(sqlite.driver.sqlite_version_info).lower()


@on_sqlite
def test_a_connection_for_writing_is_durable_and_patient(database: Database) -> None:
    with database.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in [*PRAGMAS, "journal_mode", "busy_timeout", "query_only"]
        }
    assert found == PRAGMAS | {"journal_mode": safe_journal(), "busy_timeout": 5000, "query_only": 0}


@on_sqlite
@pytest.mark.parametrize(("method", "busy_timeout"), [("rows", 0), ("search", 5000)])
def test_a_connection_for_reading_is_as_durable_and_cannot_write(
    database_url: str, method: str, busy_timeout: int
) -> None:
    names = [*PRAGMAS, "journal_mode", "busy_timeout", "query_only"]

    async def ask(reader: Reader) -> dict[str, Any]:
        asked = getattr(reader, method)
        return {name: (await asked(pragma(f"PRAGMA {name}"), {}))[0][0] for name in names}

    assert read(database_url, ask) == PRAGMAS | {
        "journal_mode": safe_journal(),
        "busy_timeout": busy_timeout,  # the event loop must not wait
        "query_only": 1,
    }


@on_postgresql
def test_a_session_for_writing_has_limits(database: Database) -> None:
    names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "TimeZone"]
    with database.engine.connect() as connection:
        found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]
    assert found == ["5s", "2s", "10s", "UTC"]


@on_postgresql
def test_a_session_for_reading_has_limits_and_cannot_write(database_url: str) -> None:
    names = ["statement_timeout", "lock_timeout", "TimeZone", "default_transaction_read_only"]

    async def ask(reader: Reader) -> list[str]:
        return [(await reader.rows(pragma(f"SHOW {name}"), {}))[0][0] for name in names]

    assert read(database_url, ask) == ["5s", "2s", "UTC", "on"]


@pytest.mark.parametrize("method", ["rows", "search"])
def test_the_reader_cannot_write(database: Database, database_url: str, method: str) -> None:
    database.transact_now(add_user, "Ada")
    with pytest.raises((Unavailable, psycopg.Error)):
        read(database_url, lambda reader: getattr(reader, method)(pragma("DELETE FROM users"), {}))
    assert usernames(database) == ["Ada"]


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 7, 0), "DELETE"),
        ((3, 40, 1), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_the_log_is_used_by_versions_that_do_not_corrupt_it(version: tuple[int, ...], mode: str) -> None:
    assert sqlite.journal_mode(version) == mode


def test_a_version_that_corrupts_the_log_is_used_without_it_and_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite.driver, "sqlite_version_info", (3, 40, 1))
    settings = Settings(database_url=new_database_url("sqlite", tmp_path))
    with Database(settings) as database, database.engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    assert (mode, [record.levelname for record in caplog.records]) == ("delete", ["WARNING"])


# Reading

SLOW = Statement(
    sqlite=Text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT count(*) FROM n",
        {"count": 3_000_000},
    ),
    postgresql=Text("", {}),
)
QUICK = Statement(sqlite=Text("SELECT 1", {}), postgresql=Text("", {}))


@pytest.fixture
def repeated(monkeypatch: pytest.MonkeyPatch) -> list[Statement]:
    """The statements that are repeated in a thread."""
    statements: list[Statement] = []
    search = SqliteReader.search

    def searching(reader: SqliteReader, statement: Statement, values: dict[str, Any]) -> Any:
        statements.append(statement)
        return search(reader, statement, values)

    monkeypatch.setattr(SqliteReader, "search", searching)
    return statements


@on_sqlite
def test_a_slow_read_is_given_up_on_the_event_loop_and_repeated_in_a_thread(
    database_url: str, repeated: list[Statement]
) -> None:
    assert read(database_url, lambda reader: reader.rows(SLOW, {})) == [(3_000_000,)]
    assert repeated == [SLOW]


@on_sqlite
def test_a_quick_read_after_a_slow_one_stays_on_the_event_loop(
    database_url: str, repeated: list[Statement]
) -> None:
    async def reading(reader: Reader) -> list[Any]:
        return [await reader.rows(statement, {}) for statement in (SLOW, QUICK)]

    assert read(database_url, reading) == [[(3_000_000,)], [(1,)]]
    assert repeated == [SLOW]


async def order_of_answers(reader: Reader) -> list[str]:
    """Ask for something slow, then for something quick, and return which is there first."""
    done: list[str] = []

    async def asking(statement: Statement, name: str) -> None:
        await reader.rows(statement, {})
        done.append(name)

    await asyncio.gather(asking(SLOW, "slow"), asking(QUICK, "quick"))
    return done


@on_sqlite
def test_a_slow_read_does_not_hold_up_the_others(database_url: str) -> None:
    assert read(database_url, order_of_answers) == ["quick", "slow"]


@on_sqlite
def test_control_without_a_budget_it_would(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hytte.database.sqlite_reader.LOOP_BUDGET", 60)
    assert read(database_url, order_of_answers) == ["slow", "quick"]


@on_sqlite
def test_a_read_while_another_process_writes_does_not_wait(database_url: str, other_writer: Any) -> None:
    assert read(database_url, lambda reader: reader.rows(compiled(select(User.username)), {})) == []


@pytest.mark.parametrize("microseconds", [0, 1, 10, 100_000, 120_000, 123_450, 123_456, 999_999])
def test_an_instant_is_written_with_six_decimals(microseconds: int) -> None:
    instant = datetime(2026, 11, 22, 17, 15, 0, microseconds, UTC)
    assert instant_text(instant) == f"2026-11-22T17:15:00.{microseconds:06}Z"


INSTANTS = {
    "2026-11-22T17:15:00.000000Z": datetime(2026, 11, 22, 17, 15, tzinfo=UTC),
    "2026-11-22T00:00:00.000000Z": datetime(2026, 11, 22, tzinfo=UTC),
    "2026-11-22T17:15:00.000001Z": datetime(2026, 11, 22, 17, 15, 0, 1, UTC),
    "2026-11-22T17:15:00.100000Z": datetime(2026, 11, 22, 17, 15, 0, 100_000, UTC),
    "2026-11-22T17:15:00.123450Z": datetime(2026, 11, 22, 17, 15, 0, 123_450, UTC),
    "2026-11-22T17:15:00.000100Z": datetime(2026, 11, 22, 17, 15, 0, 100, UTC),
    "2026-11-22T17:15:00.999999Z": datetime(2026, 11, 22, 17, 15, 0, 999_999, UTC),
    "2026-11-22T22:45:00.500000Z": datetime(2026, 11, 23, 4, 15, 0, 500_000, timezone(timedelta(hours=5.5))),
    "1999-12-31T23:59:59.010000Z": datetime(1999, 12, 31, 23, 59, 59, 10_000, UTC),
}


def test_instants_are_the_same_text_on_every_engine(database: Database, database_url: str) -> None:
    def adding(session: Session) -> None:
        for instant in INSTANTS.values():
            session.execute(insert(USERS).values(username="Ada", created_at=instant))

    database.transact_now(adding)
    both = compiled(select(User.created_at, User.updated_at).order_by(User.id))
    assert read(database_url, lambda reader: reader.rows(both, {})) == [
        (written, written) for written in INSTANTS
    ]


AMENITIES = ["Wi-Fi", 'Host’s "bikes"', "\\", "🛁", "æøå", "\u2028\t\n", "é", "a" * 200]
LOFT = {
    "address": "Nørrebrogade 20, 2. th\n2200 København N",
    "address_folded": "x",
    "price": 1_000_000 * 10_000,
    "currency": "CLF",
    "latitude": 55.680123456789012,
    "longitude": -12.000000000000002,
    "bathrooms": 1.0,
    "amenities": AMENITIES,
    "maximum_nights": 2**31 - 1,
}


@pytest.mark.parametrize("method", ["rows", "search"])
def test_rows_are_the_same_plain_values_on_every_engine(
    database: Database, database_url: str, method: str
) -> None:
    def adding(session: Session) -> None:
        session.execute(insert(LISTINGS).values(user_id=add_user(session, "Søren Ålbæk"), **LOFT))

    database.transact_now(adding)
    names = [*(LOFT.keys() - {"amenities"}), "title"]
    statement = compiled(
        select(User.username, *(getattr(Listing, name) for name in names))
        .join(Listing.user)
        .where(Listing.price >= bindparam("least"))
    )
    (row,) = read(database_url, lambda reader: getattr(reader, method)(statement, {"least": 1}))
    expected = ("Søren Ålbæk", *({**LOFT, "title": None}[name] for name in names))
    assert (row, [type(value) for value in row]) == (expected, [type(value) for value in expected])


def test_json_is_read_as_text_of_the_same_value(database: Database, database_url: str) -> None:
    def adding(session: Session) -> None:
        session.execute(insert(LISTINGS).values(user_id=add_user(session, "Ada"), **LOFT))

    database.transact_now(adding)
    ((found,),) = read(database_url, lambda reader: reader.rows(compiled(select(Listing.amenities)), {}))
    assert isinstance(found, str)
    assert json.loads(found) == AMENITIES


def test_values_of_a_statement_are_never_part_of_its_text(database: Database, database_url: str) -> None:
    name = "Ada'; DROP TABLE users; --"
    database.transact_now(add_user, name)
    named = compiled(select(User.username).where(User.username == bindparam("name")))
    assert read(database_url, lambda reader: reader.rows(named, {"name": name})) == [(name,)]
