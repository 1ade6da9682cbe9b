"""Which database a URL names, checked before anything is opened."""

import os
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
    """Raise `ConfigurationError` when an SQLite file cannot be made or written where the URL says."""
    if url.drivername != "sqlite":
        return
    file = Path(str(url.database)).absolute()
    if not file.parent.is_dir():
        raise ConfigurationError(f"The directory {file.parent} of the database does not exist; create it first.")
    # SQLite writes files of its own beside the database.
    for path in (file.parent, *([file] if file.exists() else [])):
        if not os.access(path, os.W_OK):
            raise ConfigurationError(f"The database needs to write to {path}; give this user the right to.")
