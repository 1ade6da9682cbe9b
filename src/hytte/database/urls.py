"""Which database a URL names, checked before anything is opened."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from hytte.errors import ConfigurationError

_FORMS = "Use sqlite:///path/to/file.db or postgresql://user@host/name."


def read_url(text: str) -> URL:
    """Return the URL of a database that hytte can use, or raise `ConfigurationError` with what to write."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ConfigurationError(f"The database URL cannot be read. {_FORMS}") from None
    if url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite":
        raise ConfigurationError(f"hytte has no driver for {url.drivername} databases. {_FORMS}")
    if url.host or not url.database or url.database == ":memory:" or url.query:
        raise ConfigurationError(f"An SQLite database is a file, so that all connections see it. {_FORMS}")
    return url


def check_directory(url: URL) -> None:
    """Raise `ConfigurationError` when an SQLite file could not be created where the URL says."""
    directory = Path(str(url.database)).absolute().parent
    if url.drivername == "sqlite" and not directory.is_dir():
        raise ConfigurationError(f"The directory {directory} of the database does not exist; create it first.")
