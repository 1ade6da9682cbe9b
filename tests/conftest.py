"""What the tests share: real databases of both engines, servers, the data beside the project."""

import os
import uuid
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient

from hytte.application import create_app
from hytte.database import Database
from hytte.database.migrating import migrate
from hytte.guards.open_mode import LOOPBACK_NAMES
from hytte.settings import Settings
from tests.postgresql import cluster
from tests.servers import Server, serving

ENGINES = ("sqlite", "postgresql")
SHARED = Path(__file__).resolve().parents[2] / "shared"
_CLUSTER = "HYTTE_TEST_POSTGRESQL"
_stack = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for the whole run: here, or before the workers of pytest-xdist are started."""
    for name in [
        name for name in os.environ if name.startswith("HYTTE_") and name not in {_CLUSTER, "HYTTE_REQUIRE_ALL"}
    ]:
        del os.environ[name]
    if not config.option.collectonly and _CLUSTER not in os.environ:
        os.environ[_CLUSTER] = _stack.enter_context(cluster())


def pytest_unconfigure() -> None:
    """Stop PostgreSQL, where it was started."""
    _stack.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With HYTTE_REQUIRE_ALL=1 a skipped test is a failure: what was meant to be seen was not."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("HYTTE_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but HYTTE_REQUIRE_ALL=1: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that need it are skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the data beside the project (../shared) is missing")
    return SHARED


def new_database_url(engine: str, directory: Path) -> str:
    """Return the URL of a new, empty database of an engine."""
    name = f"test_{uuid.uuid4().hex}"
    if engine == "sqlite":
        return f"sqlite:///{directory / name}.db"
    with psycopg.connect(f"{os.environ[_CLUSTER]}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{os.environ[_CLUSTER]}/{name}"


def migrated(url: str) -> str:
    """Bring a database to the current tables and return its URL."""
    with Database(Settings(database_url=url)) as database:
        migrate(database.engine)
    return url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database with hytte's tables, once for each engine."""
    return migrated(new_database_url(request.param, tmp_path))


@pytest.fixture
def unmigrated_postgresql(tmp_path: Path) -> str:
    """The URL of a new PostgreSQL database without tables."""
    return new_database_url("postgresql", tmp_path)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database with hytte's tables, once for each engine."""
    with Database(Settings(database_url=database_url)) as opened:
        yield opened


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A client of the application on a new database, without a network; crashes are answers, as on a server."""
    app = create_app(Settings(database_url=database_url), host_names=LOOPBACK_NAMES | {"testserver"})
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(params=ENGINES, scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A started server on a new database, once for each engine; the tests of a module share it."""
    directory = tmp_path_factory.mktemp("server")
    with serving(migrated(new_database_url(request.param, directory)), directory) as started:
        yield started
