"""Open mode from outside: which requests are let in, and that a refused one changes nothing."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count, product
from typing import Any
from urllib.parse import urlsplit

import pytest

from hytte.database import Database
from hytte.settings import Settings
from tests.servers import Server

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
READING = {"GET", "HEAD", "OPTIONS"}
WITH_CONTENT = {"POST", "PUT", "PATCH"}
ORDINARY = {"GET": 200, "HEAD": 200, "OPTIONS": 204, "POST": 201, "PUT": 200, "PATCH": 200, "DELETE": 204}
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What came back: the fields by their names in small letters, and the content."""

    status: int
    fields: dict[str, str]
    content: bytes


@dataclass
class Visitor:
    """A client that sends the header fields it is told, and no others, and looks into the database beside it."""

    server: Server
    connection: HTTPConnection
    database: Database
    ada: int = 0
    victim: int = 0
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def own_host(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    def send(self, method: str, target: str, fields: Fields, content: bytes = b"") -> Answer:
        self.connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in fields:
            self.connection.putheader(name, value)
        if content:
            self.connection.putheader("Content-Length", str(len(content)))
        self.connection.endheaders(content or None)
        response = self.connection.getresponse()
        answered = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, answered, response.read())

    def add_user(self) -> int:
        fields = [("Host", self.own_host), ("Content-Type", JSON)]
        answer = self.send("POST", "/users", fields, self.user())
        return int(urlsplit(answer.fields["location"]).path.rpartition("/")[2])

    def user(self) -> bytes:
        return json.dumps({"username": "Ada", "email": f"ada{next(self.numbers)}@example.com"}).encode()

    def try_method(self, method: str, fields: Fields) -> Answer:
        """Send what does the most harm with a method: make, change or remove a user."""
        if method == "DELETE":
            self.victim = self.victim or self.add_user()
            answer = self.send(method, f"/users/{self.victim}", fields)
            self.victim = 0 if answer.status == 204 else self.victim
            return answer
        target = "/users" if method == "POST" else f"/users/{self.ada}"
        return self.send(method, target, fields, self.user() if method in WITH_CONTENT else b"")

    def rows(self) -> list[tuple[Any, ...]]:
        """Return everything that is stored."""
        with closing(self.database.engine.raw_connection()) as connection:
            found: list[tuple[Any, ...]] = []
            for table in ("users", "listings"):
                cursor = connection.cursor()
                cursor.execute(f"SELECT * FROM {table} ORDER BY id")
                found += cursor.fetchall()
                cursor.close()
        return found


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection), Database(Settings(database_url=server.database_url)) as database:
        opened = Visitor(server, connection, database)
        opened.numbers = count(len(opened.rows()) * 100_000)
        opened.ada = opened.add_user()
        opened.victim = opened.add_user()
        yield opened


def deviation(answer: Answer, method: str, expected: int) -> str | None:
    """Say what is wrong with an answer: its status, or the form of a refusal."""
    if answer.status != expected:
        return f"{answer.status} instead of {expected}"
    if expected < 400:
        return None
    if answer.fields.get("content-type") != "application/problem+json":
        return f"refused as {answer.fields.get('content-type')}"
    if method == "HEAD":
        return "content in an answer to HEAD" if answer.content else None
    return None if json.loads(answer.content)["status"] == expected else "another status in the document"


def deviations(visitor: Visitor, requests: list[tuple[str, Fields, int]]) -> list[str]:
    """Send every request; return what was answered otherwise, and which refused request changed something."""
    found = []
    for method, fields, expected in requests:
        if method == "DELETE" and not visitor.victim:
            visitor.victim = visitor.add_user()
        before = visitor.rows()
        wrong = deviation(visitor.try_method(method, fields), method, expected)
        if wrong is None and expected >= 400 and visitor.rows() != before:
            wrong = "refused, but something changed"
        if wrong is not None:
            found.append(f"{method} {fields}: {wrong}")
    return found


def hosts(port: int) -> dict[tuple[str, ...], int]:
    """Return the values of `Host` (none, one or two fields) and the refusal each deserves, 0 for none."""
    own = f"127.0.0.1:{port}"
    named = ("localhost", "LOCALHOST", "[::1]")
    rebound = ("evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "0.0.0.0", "[::ffff:127.0.0.1]")
    unreadable = (
        "",
        "local host",
        "localhost/evil",
        f"ada@{own}",
        "[::1",
        "::1",
        "localhost:http",
        f"{own},{own}",
    )
    return (
        {(own,): 0, ("localhost",): 0}
        | {(f"{name}:{port}",): 0 for name in named}
        | {(name,): 421 for name in rebound}
        | {(f"{name}:{port}",): 421 for name in rebound}
        | {(name,): 400 for name in unreadable}
        | {(): 400, (own, own): 400, (own, "evil.example"): 400, ("evil.example", own): 400}
    )


def test_only_one_readable_name_of_this_machine_is_answered_whatever_the_method(visitor: Visitor) -> None:
    requests = [
        (method, [("Content-Type", JSON), *(("Host", host) for host in named)], refusal or ORDINARY[method])
        for (named, refusal), method in product(hosts(visitor.server.port).items(), METHODS)
    ]
    assert deviations(visitor, requests) == []


ABSENT = None
SITES = (ABSENT, "none", "same-origin", "same-site", "cross-site", "unknown")
CONTENT_TYPES = (
    JSON,
    "text/plain",
    FORM,
    "multipart/form-data; boundary=x",
    ABSENT,
)


def model(own: str, method: str, origin: str | None, site: str | None, content_type: str | None) -> int:
    """Say what open mode promises for a request with the server's own `Host`."""
    of_another_site = site in {"same-site", "cross-site", "unknown"} or (origin is not ABSENT and origin != own)
    if method not in READING and of_another_site:
        return 403
    if method == "POST" and content_type == FORM:
        return 400  # read as a form, whose field is what try_method sends
    return 415 if method in WITH_CONTENT and content_type != JSON else ORDINARY[method]


@pytest.mark.parametrize("method", METHODS)
def test_a_page_of_another_site_cannot_write(visitor: Visitor, method: str) -> None:
    own = f"http://{visitor.own_host}"
    origins = (ABSENT, own, "null", "http://evil.example", f"http://127.0.0.1:{visitor.server.port - 1}", "")
    requests = []
    for origin, site, content_type in product(origins, SITES, CONTENT_TYPES):
        named = {"Host": visitor.own_host, "Origin": origin, "Sec-Fetch-Site": site, "Content-Type": content_type}
        fields = [(name, value) for name, value in named.items() if value is not ABSENT]
        requests.append((method, fields, model(own, method, origin, site, content_type)))
    assert deviations(visitor, requests) == []


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("LOCALHOST:{port}", "http://localhost:{port}", 201),
        ("localhost", "http://localhost", 201),
        ("[::1]:{port}", "http://[::1]:{port}", 201),
        ("localhost:{port}", "http://127.0.0.1:{port}", 403),
        ("localhost:{port}", "http://localhost:{port}.evil.example", 403),
        ("localhost:{port}", "http://localhost:{port}@evil.example", 403),
        ("localhost:{port}", "localhost:{port}", 403),
        ("localhost:{port}", "http://evil.example http://localhost:{port}", 403),
    ],
)
def test_an_origin_is_our_own_only_when_it_names_the_host_of_the_request(
    visitor: Visitor, host: str, origin: str, status: int
) -> None:
    port = visitor.server.port
    fields = [("Host", host.format(port=port)), ("Origin", origin.format(port=port)), ("Content-Type", JSON)]
    assert deviations(visitor, [("POST", fields, status)]) == []


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [("Sec-Fetch-Site", "none", "cross-site"), ("Origin", "http://{host}", "http://evil.example")],
)
def test_a_field_that_is_sent_twice_is_judged_by_its_worse_value(
    visitor: Visitor, name: str, good: str, bad: str
) -> None:
    own: Fields = [("Host", visitor.own_host), ("Content-Type", JSON)]
    pair = [(name, good.format(host=visitor.own_host)), (name, bad)]
    assert deviations(visitor, [("POST", own + pair, 403), ("POST", own + pair[::-1], 403)]) == []


@pytest.mark.parametrize("method", METHODS)
def test_a_forwarded_request_is_refused_even_when_it_only_reads(visitor: Visitor, method: str) -> None:
    forwarded = (
        ("Forwarded", "for=192.0.2.1"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-Host", visitor.own_host),
        ("X-Forwarded-Proto", "http"),
        ("x-forwarded-anything", ""),
    )
    own = [("Host", visitor.own_host), ("Content-Type", JSON)]
    requests = [(method, [*own, one], 403) for one in forwarded]
    assert deviations(visitor, requests) == []


def test_a_preflight_grants_nothing(visitor: Visitor) -> None:
    fields = [
        ("Host", visitor.own_host),
        ("Origin", "http://evil.example"),
        ("Access-Control-Request-Method", "DELETE"),
        ("Access-Control-Request-Headers", "content-type"),
    ]
    answers = [visitor.send("OPTIONS", target, fields) for target in ("/users", "/listings", "/autocomplete")]
    granted = [name for answer in answers for name in answer.fields if name.startswith("access-control-allow-")]
    assert granted == []


def test_reading_writes_nothing(visitor: Visitor) -> None:
    listing = json.dumps({"user_id": visitor.ada, "address": "Nørrebrogade 20, 2200 København N", "price": 700})
    own = [("Host", visitor.own_host)]
    made = visitor.send("POST", "/listings", [*own, ("Content-Type", JSON)], listing.encode())
    number = json.loads(made.content)["id"]
    user, targets = visitor.ada, ["/", "/hello/Bo", "/hello/Bo/Goddag", "/user-agent", "/users", "/listings"]
    targets += [f"/{name}/{user}{tail}" for name in ("user", "users") for tail in ("", "/listings")]
    targets += [f"/{name}/{number}{tail}" for name in ("listing", "listings") for tail in ("", "/user")]
    targets += ["/autocomplete?q=n", "/docs", "/openapi.json", "/problems/not-found"]
    before = visitor.rows()
    statuses = {target: visitor.send("GET", target, own).status for target in targets}
    assert statuses == dict.fromkeys(targets, 200)
    assert visitor.rows() == before


def test_control_the_check_sees_a_wrong_status_and_a_refusal_that_wrote(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    own: Fields = [("Host", visitor.own_host), ("Content-Type", JSON)]
    assert len(deviations(visitor, [("POST", own, 403)])) == 1
    refused = Answer(403, {"content-type": "application/problem+json"}, b'{"status": 403}')

    def write_and_refuse(method: str, fields: Fields) -> Answer:
        visitor.add_user()
        return refused

    monkeypatch.setattr(visitor, "try_method", write_and_refuse)
    assert deviations(visitor, [("POST", own, 403)]) == [f"POST {own}: refused, but something changed"]
