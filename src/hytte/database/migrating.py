"""Bringing a database's tables to what this version of hytte expects."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from hytte.errors import ConfigurationError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine


def migrate(engine: "Engine") -> None:
    """Run the migrations that the database lacks, all in one transaction.

    Raises `ConfigurationError` when the database was made by a newer hytte or cannot be opened.
    """
    from alembic import command

    with _reachable(engine), engine.begin() as connection:
        _refuse_encoding(connection)
        config = _config(connection)
        _refuse_newer(config, connection)
        command.upgrade(config, "head")


def is_current(engine: "Engine") -> bool:
    """Say whether the database has all migrations. Raises `ConfigurationError` when it has unknown ones."""
    with _reachable(engine), engine.connect() as connection:
        _refuse_encoding(connection)
        config = _config(connection)
        return _refuse_newer(config, connection)


@contextmanager
def _reachable(engine: "Engine") -> Iterator[None]:
    """Say in one sentence why a database cannot be used at all."""
    try:
        yield
    except DBAPIError as error:
        why = " ".join(str(error.orig).split()).removesuffix(".")
        raise ConfigurationError(f"The database {engine.url!r} cannot be used: {why}.") from error


def _config(connection: "Connection") -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "hytte:database/migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_encoding(connection: "Connection") -> None:
    """Refuse a PostgreSQL database that cannot hold all of Unicode: a name would fail when it is written."""
    if connection.dialect.name == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise ConfigurationError(
                f"The database has the encoding {encoding}; create one with ENCODING 'UTF8' TEMPLATE template0."
            )


def _refuse_newer(config: "Config", connection: "Connection") -> bool:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(config)
    current = set(MigrationContext.configure(connection).get_current_heads())
    known = {revision.revision for revision in script.walk_revisions()}
    if not current <= known:
        raise ConfigurationError("The database was made by a newer hytte; upgrade hytte to use it.")
    return current == set(script.get_heads())
