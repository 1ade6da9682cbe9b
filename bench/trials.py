"""Trials of servers, each between two trials of the control."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bench.load import CONNECTIONS, Client
from bench.processes import Server

TRIAL_SECONDS = 0.1
"""CPU time of a trial; the number of its requests follows from the warm-up. Short, because the speed of a
shared machine changes from second to second, and a trial is compared with the two beside it."""

FEWEST_REQUESTS = 20
MOST_REQUESTS = 4_000


@dataclass(slots=True)
class Subject:
    """A kind of request to a server; `requests(count)` makes that many."""

    name: str
    server: Server
    requests: Callable[[int], Sequence[bytes]]
    count: int = 200


@dataclass(frozen=True, slots=True)
class Cost:
    """Median µs of server CPU per request, and the ratio to the control: its median and middle half."""

    microseconds: float
    ratio: float
    lower: float
    upper: float


def costs(control: Subject, subjects: Sequence[Subject], rounds: int) -> list[Cost]:
    """Measure the subjects by turns: control, subject, control, subject, …, control; each once in a round."""
    for subject in (control, *subjects):
        _warm_up(subject)
    found: list[list[tuple[float, float]]] = [[] for _ in subjects]
    before = _trial(control)
    for _ in range(rounds):
        for subject, pairs in zip(subjects, found, strict=True):
            cost, after = _trial(subject), _trial(control)
            pairs.append((cost, cost / ((before + after) / 2)))
            before = after
    return [_cost(pairs) for pairs in found]


def _cost(pairs: list[tuple[float, float]]) -> Cost:
    ratios = [ratio for _, ratio in pairs]
    lower, middle, upper = quantiles(ratios, n=4, method="inclusive")
    return Cost(median(cost for cost, _ in pairs), middle, lower, upper)


def _warm_up(subject: Subject) -> None:
    _trial(subject)
    cost = _trial(subject)
    subject.count = max(FEWEST_REQUESTS, min(MOST_REQUESTS, round(TRIAL_SECONDS * 1e6 / cost)))


def _trial(subject: Subject) -> float:
    """Return µs of CPU per request."""
    requests = subject.requests(subject.count)
    with Client(subject.server.port) as client:
        client.send(requests[:CONNECTIONS])  # connections are accepted before the clock starts
        before = subject.server.cpu_seconds()
        client.send(requests)
        return (subject.server.cpu_seconds() - before) / subject.count * 1e6
