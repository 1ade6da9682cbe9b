"""The command `hytte`. What a command needs is imported when it runs, so that `--help` is quick."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hytte.errors import ConfigurationError, HytteError

if TYPE_CHECKING:
    from hytte.database import Database
    from hytte.services.import_runs import Summary

HOST = "127.0.0.1"
LOOPBACK = (HOST, "localhost", "::1")
PORT = 8000
DRAIN_SECONDS = 20
DEMO_DATABASE = "sqlite:///hytte-demo.db"

app = typer.Typer(
    help="hytte: a self-hosted rental marketplace behind an HTTP API.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
imports = typer.Typer(help="Load data of others into the database.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(imports, name="import")

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        help="sqlite:///FILE or postgresql://USER@HOST/NAME; else HYTTE_DATABASE_URL, else sqlite:///hytte.db.",
    ),
]
PortOption = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]


def main() -> None:
    """Run the command line; an error is one sentence and exit status 2."""
    try:
        app()
    except HytteError as error:
        sys.exit(_fail(error.detail))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; for now one of this machine only.")] = HOST,
    port: PortOption = PORT,
    database: DatabaseOption = None,
    workers: Annotated[int, typer.Option(min=1, help="How many processes serve.")] = 1,
    reload: Annotated[bool, typer.Option("--reload", help="Start again when the code changes.")] = False,  # noqa: FBT002
) -> None:
    """Serve the API. An SQLite file is made and migrated when it needs to be."""
    _check_address(host, port)
    with _opened(database) as opened:
        _prepare(opened)
    _run_server(host, port, workers=workers, reload=reload)


@app.command()
def demo(
    listings: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many listings to invent.")] = 2000,
    port: PortOption = PORT,
    database: Annotated[str, typer.Option(help="The database to fill.")] = DEMO_DATABASE,
) -> None:
    """Serve the API on invented listings of invented Danish hosts."""
    from hytte.services.demonstration import fill_demonstration

    _check_address(HOST, port)
    with _opened(database) as opened:
        _prepare(opened)
        with _progress(listings, "Inventing listings") as advance:
            added = fill_demonstration(opened, listings, advance)
    if added:
        typer.echo(f"Added {added:,} invented listings to {opened.engine.url!r}.")
    _run_server(HOST, port, workers=1, reload=False)


@imports.command("insideairbnb")
def import_insideairbnb(
    file: Annotated[Path, typer.Argument(metavar="LISTINGS.csv[.gz]", help="A listings file of Inside Airbnb.")],
    city: Annotated[str, typer.Option(help="The city of the file, such as København.")],
    currency: Annotated[str, typer.Option(help="The currency of its prices (ISO 4217): the file has none.")],
    database: DatabaseOption = None,
) -> None:
    """Import listings and their hosts; importing a file again changes nothing."""
    from hytte.clients.csv_files import CsvFile
    from hytte.domain.insideairbnb import SOURCE, read_listings
    from hytte.services.import_runs import run_import

    with CsvFile(file) as rows, _opened(database) as opened:
        listings = read_listings(rows.header, rows, city=city, currency=currency)
        _prepare(opened)
        with _progress(rows.size, file.name) as advance:
            summary = run_import(opened, SOURCE, listings, lambda _read: advance(rows.position))
    _tell(summary)


@app.command()
def migrate(database: DatabaseOption = None) -> None:
    """Bring the tables of the database to what this version expects."""
    from hytte.database.migrating import migrate as run

    with _opened(database) as opened:
        run(opened.engine)
    typer.echo("The database is up to date.")


@app.command()
def openapi() -> None:
    """Print the description of the API (OpenAPI 3.1)."""
    import json

    from hytte.application import create_app

    typer.echo(json.dumps(create_app().openapi(), indent=2, ensure_ascii=False))


def _opened(url: str | None) -> "Database":
    """Return the database of an option, and make it the setting of this process and its workers."""
    from hytte.database import Database
    from hytte.settings import read_settings

    if url is not None:
        os.environ["HYTTE_DATABASE_URL"] = url
    return Database(read_settings())


def _prepare(database: "Database") -> None:
    """Migrate an SQLite file, which is ours alone; refuse a PostgreSQL database that needs it."""
    from hytte.database.migrating import is_current, migrate

    if database.engine.dialect.name == "sqlite":
        migrate(database.engine)
    elif not is_current(database.engine):
        raise ConfigurationError("The database lacks migrations; run `hytte migrate` with the same database.")


def _check_address(host: str, port: int) -> None:
    """Refuse what open mode may not listen on, and a port that is taken."""
    if host not in LOOPBACK:
        raise ConfigurationError(
            f"hytte asks nobody who they are yet, so it serves this machine only: use --host {HOST}, not {host}."
        )
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise ConfigurationError(
            f"Port {port} of {host} cannot be used ({os.strerror(error.errno or 0)}); choose another with --port."
        ) from None


def _run_server(host: str, port: int, *, workers: int, reload: bool) -> None:
    import uvicorn

    # After it has finished its requests uvicorn raises SIGTERM once more, which would be exit status 143.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"Serving http://{shown}:{port} (the API is described at /docs); stop with Ctrl+C.")
    uvicorn.run(
        "hytte.application:create_serving_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        reload=reload,
        access_log=False,
        log_level="warning",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


@contextmanager
def _progress(total: int, name: str) -> Iterator[Callable[[int], None]]:
    """Draw a progress bar on a terminal, and nothing elsewhere; what is yielded takes how much is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), "{task.percentage:>3.0f} %", TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=total or None)
        yield lambda done: progress.update(task, completed=done)


def _tell(summary: "Summary") -> None:
    typer.echo(
        f"Read {summary.read:,} listings: {summary.new:,} new, {summary.updated:,} updated, "
        f"{summary.unchanged:,} unchanged, {summary.refused:,} refused."
    )
    for row in summary.refusals:
        typer.echo(f"Line {row.line}: {row.reason}", err=True)
    if summary.refused > len(summary.refusals):
        typer.echo(f"… and {summary.refused - len(summary.refusals):,} more.", err=True)


def _fail(sentence: str) -> int:
    typer.echo(sentence, err=True)
    return 2
