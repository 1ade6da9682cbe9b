"""Measures hytte: `python -m bench [reads] [imports]` prints tables; without a topic, it writes its page, too."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from sqlalchemy import text

from bench.data import ListingFile, listing_file
from bench.imports import ImportCosts, import_costs
from bench.machine import machine
from bench.page import write_page
from bench.postgresql import PostgresqlMissingError
from bench.reads import POSTGRESQL, SQLITE, Comparison, compare, postgresql_urls, sqlite_urls
from bench.results import comparison_table, import_table, target_table
from hytte.database import Database
from hytte.settings import Settings

TOPICS = ("reads", "imports")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure hytte.")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=f"{' or '.join(TOPICS)}; without one, all")
    parser.add_argument("--rounds", type=int, default=15, help="trials of each kind of request")
    parser.add_argument("--pairs", type=int, default=5, help="imports of each kind")
    options = parser.parse_args()
    if unknown := set(options.topics) - set(TOPICS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose of {', '.join(TOPICS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers are stopped
    with tempfile.TemporaryDirectory(prefix="hytte-bench-") as name:
        file = listing_file(Path(name))
        comparisons: list[Comparison] = []
        versions: dict[str, str] = {}
        if not options.topics or "reads" in options.topics:
            comparisons, versions = _reads(file, Path(name), options.rounds)
        imported = None
        if not options.topics or "imports" in options.topics:
            imported = _imports(file, Path(name), options.pairs)
    if comparisons and imported is not None:
        tables = [target_table(comparisons, imported), machine(file.name, versions)]
        for table in tables:
            table.show()
        write_page([tables[0], *map(comparison_table, comparisons), import_table(imported), tables[1]])


def _reads(file: ListingFile, directory: Path, rounds: int) -> tuple[list[Comparison], dict[str, str]]:
    """Compare on every engine that there is; return the versions of those besides SQLite, too."""
    comparisons, versions = [], {}
    with sqlite_urls(file.path, directory) as urls:
        comparisons.append(compare(SQLITE, urls, rounds))
        comparison_table(comparisons[-1]).show()
    try:
        with postgresql_urls(file.path) as urls:
            versions[POSTGRESQL] = _version(urls[0])
            comparisons.append(compare(POSTGRESQL, urls, rounds))
            comparison_table(comparisons[-1]).show()
    except PostgresqlMissingError as error:
        print(f"{error} It is left out.")
    return comparisons, versions


def _imports(file: ListingFile, directory: Path, pairs: int) -> ImportCosts:
    imported = import_costs(file.path, directory, pairs)
    import_table(imported).show()
    return imported


def _version(url: str) -> str:
    with Database(Settings(database_url=url)) as database, database.engine.connect() as connection:
        return str(connection.scalar(text("SHOW server_version"))).partition(" ")[0]


main()
