"""CPU of one server process per request: hytte and the course's way, as multiples of a route of fixed bytes."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import subjects
from bench.data import fill
from bench.load import get
from bench.postgresql import cluster
from bench.processes import served
from bench.trials import Cost, Subject, costs

SQLITE = "SQLite"
POSTGRESQL = "PostgreSQL"
CREATE_ROUNDS = 15
"""Creating is slow by the clock, and adds rows."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The costs of requests on one engine, by their names."""

    engine: str
    hytte: dict[str, Cost]
    course: dict[str, Cost]
    control: Cost


@contextmanager
def sqlite_urls(file: Path, directory: Path) -> Iterator[tuple[str, str]]:
    """Fill an SQLite file; give the URLs of two copies, for hytte and for the course's way."""
    ours, theirs = directory / "hytte.db", directory / "course.db"
    fill(file, f"sqlite:///{ours}")
    shutil.copy(ours, theirs)
    yield f"sqlite:///{ours}", f"sqlite:///{theirs}"


@contextmanager
def postgresql_urls(file: Path) -> Iterator[tuple[str, str]]:
    """Start PostgreSQL and fill a database; both servers use it. Raises `PostgresqlMissingError`."""
    with cluster() as url:
        fill(file, url)
        yield url, url


def compare(engine: str, urls: tuple[str, str], rounds: int) -> Comparison:
    """Measure all requests on one engine: first what is read, then what is written."""
    known = subjects.facts(urls[0])
    with ExitStack() as stack:
        control_server = stack.enter_context(served("bench.fixed:create_app"))
        hytte = stack.enter_context(
            served("hytte.application:create_serving_app", {"HYTTE_DATABASE_URL": urls[0]})
        )
        course = stack.enter_context(served("bench.course_way:create_app", {"BENCH_DATABASE_URL": urls[1]}))
        control = Subject("fixed", control_server, lambda count: [get("/fixed")] * count)
        again = Subject("fixed again", control_server, control.requests)
        reads = (subjects.hytte_reads(hytte, known), subjects.course_reads(course, known))
        measured = _measure(control, [again, *reads[0], *reads[1]], rounds)
        writes = (subjects.creates(hytte, known), subjects.creates(course, known))
        created = _measure(control, [*writes[0], *writes[1]], min(rounds, CREATE_ROUNDS))
    ours, theirs = measured[hytte.pid] | created[hytte.pid], measured[course.pid] | created[course.pid]
    return Comparison(engine, ours, theirs, measured[control_server.pid][again.name])


def _measure(control: Subject, chosen: list[Subject], rounds: int) -> dict[int, dict[str, Cost]]:
    """Return the costs by the server's process and the request's name."""
    found: dict[int, dict[str, Cost]] = defaultdict(dict)
    for subject, cost in zip(chosen, costs(control, chosen, rounds), strict=True):
        found[subject.server.pid][subject.name] = cost
    return found
