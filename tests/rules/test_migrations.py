"""The migrations make the tables that the models describe, once, and only of versions that they know."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect

from hytte.database import Database
from hytte.database.migrating import is_current, migrate
from hytte.errors import ConfigurationError
from hytte.models import Base
from hytte.settings import Settings
from tests.conftest import new_database_url

VERSIONS = "alembic_version"


def described(engine: Engine) -> dict[str, Any]:
    """Return everything that the database says of its tables, in an order of its own."""
    inspector = inspect(engine)
    kinds: dict[str, Callable[[], Any]] = {
        "columns": inspector.get_multi_columns,
        "primary keys": inspector.get_multi_pk_constraint,
        "foreign keys": inspector.get_multi_foreign_keys,
        "unique": inspector.get_multi_unique_constraints,
        "checks": inspector.get_multi_check_constraints,
        "indexes": inspector.get_multi_indexes,
    }
    found: dict[str, Any] = {}
    for kind, read in kinds.items():
        for (_schema, table), facts in read().items():
            if table != VERSIONS:
                listed = facts if isinstance(facts, list) else [facts]
                found[f"{table} {kind}"] = sorted(repr(sorted(fact.items())) for fact in listed)
    return found


def names(engine: Engine) -> dict[str, set[str | None]]:
    """Return the names of the check constraints of each table."""
    inspector = inspect(engine)
    return {
        table: {check["name"] for check in inspector.get_check_constraints(table)}
        for table in inspector.get_table_names()
        if table != VERSIONS
    }


@pytest.fixture
def modelled(database: Database, tmp_path: Path) -> Iterator[Database]:
    """A database of the same engine, whose tables the models made without any migration."""
    engine = database.engine.dialect.name
    with Database(Settings(database_url=new_database_url(engine, tmp_path))) as other:
        Base.metadata.create_all(other.engine)
        yield other


def test_alembic_finds_no_difference_between_the_tables_and_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_migrated_tables_are_those_that_the_models_make(database: Database, modelled: Database) -> None:
    assert described(database.engine) == described(modelled.engine)


def test_check_constraints_have_the_names_of_the_models(database: Database) -> None:
    constraints = {
        table.name: {check.name for check in table.constraints if isinstance(check, CheckConstraint)}
        for table in Base.metadata.sorted_tables
    }
    assert all(constraints.values())
    assert names(database.engine) == constraints


def test_control_a_column_and_a_constraint_that_differ_are_found(database: Database, modelled: Database) -> None:
    table = "CREATE TABLE guests (id INTEGER PRIMARY KEY, age INTEGER, CONSTRAINT {name} CHECK (age > {least}))"
    for changed, name, least in ((database, "ck_guests_age", 17), (modelled, "ck_guests_adult", 18)):
        with changed.engine.begin() as connection:
            connection.exec_driver_sql(table.format(name=name, least=least))
    assert described(database.engine).keys() == described(modelled.engine).keys()
    assert names(database.engine)["guests"] != names(modelled.engine)["guests"]
    ours, theirs = (described(each.engine)["guests checks"] for each in (database, modelled))
    assert ours != theirs


def test_migrating_again_changes_nothing(database: Database) -> None:
    before = described(database.engine)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO users (username, created_at, updated_at) VALUES "
            "('Ada', '2026-11-22T17:15:00.000000Z', '2026-11-22T17:15:00.000000Z')"
        )
    migrate(database.engine)
    assert described(database.engine) == before
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT username FROM users").all() == [("Ada",)]
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {VERSIONS}").scalar() == 1


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = '9999'")
    for use in (migrate, is_current):
        with pytest.raises(ConfigurationError, match="newer"):
            use(database.engine)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT version_num FROM {VERSIONS}").all() == [("9999",)]


def test_a_database_says_whether_it_is_current(database: Database, tmp_path: Path) -> None:
    url = new_database_url(database.engine.dialect.name, tmp_path)
    with Database(Settings(database_url=url)) as empty:
        assert (is_current(empty.engine), is_current(database.engine)) == (False, True)
