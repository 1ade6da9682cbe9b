"""An import that is killed in the middle leaves whole batches, and running it again stores the rest."""

import csv
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from hytte.database import Database
from hytte.services.import_runs import BATCH

ROWS = 8_000
HOSTS = 900
MODULE = ("-m", "hytte")
SECONDS = 60

# Seven rows to a transaction, so that a process that is killed has almost never stored a multiple of BATCH.
SMALL_BATCHES = (
    "-c",
    "from hytte.cli import main; from hytte.services import import_runs; import_runs.BATCH = 7; main()",
)


@pytest.fixture(scope="module")
def listings_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A listings file of Inside Airbnb: made up, long enough to be killed in."""
    path = tmp_path_factory.mktemp("import") / "listings.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "name", "description", "host_id", "host_name", "neighbourhood_cleansed", "price"))
        for number in range(ROWS):
            host = number % HOSTS
            text = f"Home number {number}, close to the lakes. " * 5
            writer.writerow((number, title(number), text, host, f"Host {host}", "Valby", f"${number + 1}.00"))
    return path


def title(number: int) -> str:
    return f"Home {number}"


def command(database_url: str, file: Path, program: tuple[str, ...] = MODULE) -> list[str]:
    options = ("--city", "København", "--currency", "DKK", "--database", database_url)
    return [sys.executable, *program, "import", "insideairbnb", str(file), *options]


@contextmanager
def running(arguments: list[str], directory: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process that is killed at the end of the block, if it is still there."""
    log = directory / "import.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            arguments, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=directory
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def rows(database: Database, statement: str) -> list[Any]:
    with closing(database.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def stored(database: Database) -> int:
    count: int = rows(database, "SELECT count(*) FROM listings")[0][0]
    return count


def stored_at_last(database: Database) -> int:
    """Return how many listings are stored once the killed process has no connection left."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    deadline = time.monotonic() + SECONDS
    while database.engine.dialect.name == "postgresql" and rows(database, others)[0][0]:
        assert time.monotonic() < deadline, "the server still works for a process that is gone"
        time.sleep(0.01)
    return stored(database)


def await_listings(process: subprocess.Popen[bytes], database: Database, count: int) -> None:
    deadline = time.monotonic() + SECONDS
    while stored(database) < count:
        assert process.poll() is None, "the import ended before it could be killed"
        assert time.monotonic() < deadline, "the import stores nothing"
        time.sleep(0.002)


def are_whole_batches(count: int) -> bool:
    return 0 < count < ROWS and count % BATCH == 0


def test_a_killed_import_leaves_whole_batches_and_a_second_run_stores_the_rest(
    database: Database, database_url: str, listings_file: Path, tmp_path: Path
) -> None:
    arguments = command(database_url, listings_file)
    with running(arguments, tmp_path) as process:
        await_listings(process, database, 3 * BATCH)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    before = stored_at_last(database)
    assert are_whole_batches(before)

    again = subprocess.run(arguments, capture_output=True, text=True, timeout=SECONDS, cwd=tmp_path, check=True)
    said = {
        word: int(number.replace(",", "")) for number, word in re.findall(r"(\d[\d,]*) ([a-z]+)", again.stdout)
    }
    assert said == {"listings": ROWS, "new": ROWS - before, "updated": 0, "unchanged": before, "refused": 0}
    found = rows(database, "SELECT source_id, title, price FROM listings")
    assert sorted(found) == sorted((str(number), title(number), (number + 1) * 100) for number in range(ROWS))
    assert rows(database, "SELECT count(*), count(DISTINCT source_id) FROM users")[0] == (HOSTS, HOSTS)


def test_control_smaller_batches_are_no_whole_ones(
    database: Database, database_url: str, listings_file: Path, tmp_path: Path
) -> None:
    assert BATCH > 7
    with running(command(database_url, listings_file, SMALL_BATCHES), tmp_path) as process:
        await_listings(process, database, 7)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not are_whole_batches(stored_at_last(database))
