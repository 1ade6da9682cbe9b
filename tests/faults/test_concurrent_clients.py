"""Many clients at once: what was acknowledged is stored, and one e-mail is one account."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any, TypeVar

import pytest

from hytte.database import Database
from hytte.settings import Settings
from tests.servers import Server

CLIENTS = 16
SECONDS = 10
ROUNDS = 10

T = TypeVar("T")


@dataclass
class History:
    """What the server acknowledged to one client: titles by listing, and None for what it deleted."""

    titles: dict[int, str | None] = field(default_factory=dict)
    changes: int = 0
    failures: list[int] = field(default_factory=list)


@pytest.fixture
def stored(server: Server) -> Iterator[Database]:
    """The server's database, looked into past the server."""
    with Database(Settings(database_url=server.database_url)) as database:
        yield database


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content: bytes

    def document(self) -> Any:
        return json.loads(self.content)


class Client:
    """A client with one connection of its own, which it keeps; quicker than those of libraries."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.connection.connect()

    def send(self, method: str, path: str, document: dict[str, Any] | None = None) -> Answer:
        content = None if document is None else json.dumps(document)
        self.connection.request(method, path, content, {"Content-Type": "application/json"} if content else {})
        response = self.connection.getresponse()
        return Answer(response.status, response.read())

    def close(self) -> None:
        self.connection.close()


def rows(database: Database, statement: str) -> list[Any]:
    with closing(database.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def at_once(work: Callable[[int], T], count: int = CLIENTS) -> list[T]:
    """Do `work(0)`, `work(1)`, … in as many threads, and return what each gave."""
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(work, range(count)))


def lost_or_unexplained(histories: Iterable[History], titles: dict[int, str]) -> list[str]:
    """Compare what was acknowledged with the titles that are there: what is missing, stale, undead or made up."""
    acknowledged: dict[int, str | None] = {}
    for history in histories:
        acknowledged |= history.titles
    wrong = []
    for number, title in acknowledged.items():
        if titles.get(number) != title:
            wrong.append(f"{number}: {titles.get(number)} instead of {title}")
    return wrong + [f"{number}: nobody made it" for number in titles.keys() - acknowledged.keys()]


def live(server: Server, name: int, until: float) -> History:
    """Create, change and delete listings of one's own, over one connection, until the time is over."""
    history, chance = History(), random.Random(name)
    with closing(Client(server)) as client:
        made = client.send("POST", "/users", {"username": f"Host {name}", "email": f"host{name}@example.com"})
        user = made.document()["id"]
        while time.monotonic() < until:
            answer, number, title = step(client, history, chance, user)
            history.changes += 1
            if answer.status < 300:
                history.titles[number or answer.document()["id"]] = title
            else:
                history.failures.append(answer.status)
    return history


def step(
    client: Client, history: History, chance: random.Random, user: int
) -> tuple[Answer, int | None, str | None]:
    """Do one thing: return the answer, the listing (None for a new one) and its title if it is acknowledged."""
    mine = [number for number, title in history.titles.items() if title is not None]
    title = f"{user} {history.changes}"
    what = chance.random()
    if len(mine) < 3 or (what < 0.3 and len(mine) < 10):
        body = {"user_id": user, "address": "Algade 1", "price": 700, "title": title}
        return client.send("POST", "/listings", body), None, title
    number = chance.choice(mine)
    if what < 0.5:
        return client.send("DELETE", f"/listings/{number}"), number, None
    return client.send("PATCH", f"/listings/{number}", {"title": title}), number, title


def test_what_clients_change_at_once_is_what_they_were_told(server: Server, stored: Database) -> None:
    until = time.monotonic() + SECONDS
    histories = at_once(lambda name: live(server, name, until))
    assert [history.failures for history in histories] == [[]] * CLIENTS
    assert min(history.changes for history in histories) > 10
    titled = "FROM listings WHERE title IS NOT NULL"  # those of the other tests have no title
    assert lost_or_unexplained(histories, dict(rows(stored, f"SELECT id, title {titled}"))) == []
    assert lost_or_unexplained(histories, shown(server, histories)) == []
    kept = [title for history in histories for title in history.titles.values() if title is not None]
    assert rows(stored, f"SELECT count(*) {titled}")[0][0] == len(kept) > 0


def shown(server: Server, histories: Iterable[History]) -> dict[int, str]:
    """Return the titles that a GET of each listing shows; 404 is no title."""
    titles = {}
    with closing(Client(server)) as client:
        for number in [number for history in histories for number in history.titles]:
            answer = client.send("GET", f"/listings/{number}")
            assert answer.status in {200, 404}
            if answer.status == 200:
                titles[number] = answer.document()["title"]
    return titles


def test_control_a_lost_an_undone_and_an_unexplained_write_are_found() -> None:
    histories = [History({1: "first", 2: None}), History({3: "third"})]
    assert lost_or_unexplained(histories, {1: "first", 3: "third"}) == []
    assert lost_or_unexplained(histories, {1: "zeroth", 3: "third"}) == ["1: zeroth instead of first"]
    assert lost_or_unexplained(histories, {3: "third"}) == ["1: None instead of first"]
    assert lost_or_unexplained(histories, {1: "first", 2: "second", 3: "third"}) == ["2: second instead of None"]
    assert lost_or_unexplained(histories, {1: "first", 3: "third", 4: "fourth"}) == ["4: nobody made it"]


def spellings(email: str) -> list[str]:
    """Return as many spellings of an e-mail address as there are clients, in other letter case each."""
    name, _, domain = email.partition("@")
    masks = range(CLIENTS)
    return [
        "".join(c.upper() if mask >> place & 1 else c for place, c in enumerate(name)) + f"@{domain}"
        for mask in masks
    ]


def post_at_once(server: Server, path: str, bodies: list[dict[str, Any]]) -> list[int]:
    """Send each body over a connection of its own, all in the same instant; return the status codes."""
    barrier = threading.Barrier(len(bodies))

    def post(place: int) -> int:
        with closing(Client(server)) as client:
            barrier.wait(timeout=30)
            return client.send("POST", path, bodies[place]).status

    return at_once(post, len(bodies))


def accounts(database: Database, email: str) -> int:
    found = rows(database, "SELECT email FROM users")
    return sum(stored_email is not None and stored_email.lower() == email for (stored_email,) in found)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_listings_of_a_new_user_made_at_once_make_one_user(server: Server, stored: Database, round_: int) -> None:
    body = {"username": "Ada", "email": f"ada{round_}@example.com", "price": 700}
    bodies = [body | {"address": f"Adagade {round_}, {number}"} for number in range(CLIENTS)]
    assert post_at_once(server, "/listing", bodies) == [201] * CLIENTS
    assert accounts(stored, f"ada{round_}@example.com") == 1
    owners = rows(stored, f"SELECT user_id FROM listings WHERE address LIKE 'Adagade {round_}, %'")
    assert (len(owners), len(set(owners))) == (CLIENTS, 1)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_of_users_registered_at_once_under_one_email_one_is_made(
    server: Server, stored: Database, round_: int
) -> None:
    email = f"bobo{round_}@example.com"
    bodies = [{"username": "Bo", "email": spelling} for spelling in spellings(email)]
    assert len({body["email"] for body in bodies}) == CLIENTS
    assert sorted(post_at_once(server, "/users", bodies)) == [201] + [409] * (CLIENTS - 1)
    assert accounts(stored, email) == 1


def test_control_looking_before_inserting_is_not_enough_without_a_constraint(database: Database) -> None:
    """The same race against a table that has no constraint: each looks, finds nobody, and inserts."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE naive (email VARCHAR(254))")
    barrier = threading.Barrier(CLIENTS)
    email = "cy@example.com"

    def register(_place: int) -> bool:
        with closing(database.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(f"SELECT count(*) FROM naive WHERE email = '{email}'")
            is_free = list(cursor.fetchall()) == [(0,)]
            connection.rollback()
        barrier.wait(timeout=30)
        if is_free:
            with database.engine.begin() as writing:
                writing.exec_driver_sql(f"INSERT INTO naive VALUES ('{email}')")
        return is_free

    assert sum(at_once(register)) > 1
    assert rows(database, "SELECT count(*) FROM naive")[0][0] > 1
