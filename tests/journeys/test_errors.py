"""What every error looks like, which one a request gets, and what every resource says of its methods."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from hytte.queries import search
from hytte.queries import users as user_queries
from hytte.routes import API, UNLISTED
from hytte.services import users
from tests.servers import Server

JSON = {"Content-Type": "application/json"}
PROBLEM = "application/problem+json"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True)
class Answer:
    """What came back; fields by their names in small letters."""

    status: int
    fields: dict[str, str]
    content: bytes

    def document(self) -> Any:
        return json.loads(self.content)


class Bo:
    """A client that sends request targets as they are written; Ada and her listing are there to be found."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.base = server.url
        ada = b'{"username": "Ada", "email": "ada@example.com", "address": "Algade 1", "price": 700}'
        made = self.send("POST", "/listing", JSON, ada)
        path = urlsplit(made.fields["location"]).path
        self.listing = path.rpartition("/")[2]
        self.user = str(self.send("GET", f"{path}/user").document()["id"])

    def send(
        self, method: str, target: str, fields: dict[str, str] | None = None, content: bytes = b""
    ) -> Answer:
        self.connection.putrequest(method, target, skip_host=fields is not None and "Host" in fields)
        for name, value in (fields or {}).items():
            self.connection.putheader(name, value)
        if content:
            self.connection.putheader("Content-Length", str(len(content)))
        self.connection.endheaders(content or None)
        response = self.connection.getresponse()
        answered = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, answered, response.read())

    def target(self, path: str) -> str:
        """Return the path of a resource that is there."""
        ids = {"user_id": self.user, "listing_id": self.listing, "name": "Bo", "greeting": "Goddag"}
        if path.startswith(("/problems/", "/docs/")):
            ids["name"] = "not-found" if path.startswith("/problems/") else "docs.js"
        return path.format(**ids)


@pytest.fixture
def bo(prepared: Bo) -> Bo:
    prepared.connection.close()  # it opens again by itself; the server may have closed one that was idle
    return prepared


@pytest.fixture(scope="module")
def prepared(server: Server) -> Iterator[Bo]:
    opened = Bo(server)
    with closing(opened.connection):
        yield opened


# A request for each status that an error may have: method, target, header fields, content, status.
ERRORS: dict[str, tuple[str, str, dict[str, str], bytes, int]] = {
    "an unknown path": ("GET", "/castles", {}, b"", 404),
    "a path with a slash at the end": ("GET", "/users/", {}, b"", 404),
    "a path with two slashes": ("GET", "//users", {}, b"", 404),
    "a path below a resource": ("GET", "/users/1/castles", {}, b"", 404),
    "a path that is no UTF-8": ("GET", "/castles/%FF", {}, b"", 400),
    "a write to an unknown path": ("POST", "/castles", JSON, b"{}", 404),
    "options of an unknown path": ("OPTIONS", "/castles", {}, b"", 404),
    "an unknown user": ("GET", "/users/4096", {}, b"", 404),
    "an unknown listing": ("DELETE", "/listings/4096", {}, b"", 404),
    "an unknown kind of problem": ("GET", "/problems/castle", {}, b"", 404),
    "a method that is not there": ("DELETE", "/users", {}, b"", 405),
    "an unknown parameter": ("GET", "/listings?colour=red", {}, b"", 400),
    "content that is no JSON": ("POST", "/users", JSON, b"{", 400),
    "an unknown member": ("POST", "/users", JSON, b'{"colour": "red"}', 400),
    "a page of another site": ("POST", "/users", JSON | {"Origin": "http://evil.example"}, b"{}", 403),
    "a proxy": ("GET", "/users", {"X-Forwarded-For": "192.0.2.1"}, b"", 403),
    "an e-mail that is taken": ("POST", "/users", JSON, b'{"username": "A", "email": "ADA@example.com"}', 409),
    "content that is too large": ("POST", "/users", JSON, b" " * 300_000, 413),
    "content of another type": ("POST", "/users", {"Content-Type": "text/csv"}, b"Ada", 415),
    "a value out of range": ("GET", "/listings?limit=0", {}, b"", 422),
    "a member that is missing": ("POST", "/users", JSON, b"{}", 422),
}


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_an_error_is_a_problem_document(bo: Bo, error: tuple[str, str, dict[str, str], bytes, int]) -> None:
    method, target, fields, content, status = error
    answer = bo.send(method, target, fields, content)
    assert (answer.status, answer.fields["content-type"]) == (status, PROBLEM), answer.content
    document = answer.document()
    assert document.keys() - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert document["status"] == status
    assert document["instance"] == f"urn:uuid:{answer.fields['x-request-id']}"
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", document["instance"])
    assert all(document[member].strip() for member in ("title", "detail"))
    assert all(entry.keys() == {"pointer", "detail", "code"} for entry in document.get("errors", ()))
    assert answer.fields["cache-control"] == "no-store"


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_the_type_of_an_error_is_the_url_of_a_page_about_it(
    bo: Bo, error: tuple[str, str, dict[str, str], bytes, int]
) -> None:
    method, target, fields, content, status = error
    document = bo.send(method, target, fields, content).document()
    assert document["type"].startswith(f"{bo.base}/problems/")
    page = bo.send("GET", document["type"].removeprefix(bo.base))
    assert (page.status, page.document()["status"], page.document()["title"]) == (200, status, document["title"])


@pytest.mark.parametrize(("host", "status"), [("evil.example", 421), ("local host", 400)])
def test_an_error_never_repeats_a_host_that_is_refused(bo: Bo, host: str, status: int) -> None:
    answer = bo.send("GET", "/users", {"Host": host})
    assert (answer.status, answer.fields["content-type"]) == (status, PROBLEM)
    assert host.encode() not in answer.content
    assert bo.send("GET", answer.document()["type"]).status == 200


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


QUERIES = {
    "unknown": ("colour=red", 400),
    "unknown and empty": ("colour", 400),
    "unknown in capitals": ("LIMIT=1", 400),
    "repeated": ("limit=1&limit=1", 400),
    "repeated by an escape": ("limit=1&%6cimit=2", 400),
    "repeated, once empty": ("limit=1&limit=", 400),
    "letters for a limit": ("limit=ten", 400),
    "no limit": ("limit=", 200),
    "fraction for a limit": ("limit=1.5", 400),
    "whole fraction for a limit": ("limit=1.0", 400),
    "exponent for a limit": ("limit=1e1", 400),
    "plus before a limit": ("limit=%2B1", 400),
    "blank before a limit": ("limit=+1", 400),
    "newline behind a limit": ("limit=1%0A", 400),
    "underscore in a limit": ("limit=1_0", 400),
    "Arabic digit for a limit": ("limit=%D9%A1", 400),
    "U+0000 in a limit": ("limit=1%00", 400),
    "broken escape": ("limit=%zz", 400),
    "limit 0": ("limit=0", 422),
    "limit 101": ("limit=101", 422),
    "limit -1": ("limit=-1", 422),
    "limit 2^63": ("limit=9223372036854775808", 422),
    "limit of 30 digits": ("limit=" + "9" * 30, 422),
    "limit 1": ("limit=1", 200),
    "limit 100": ("limit=100", 200),
    "no cursor": ("cursor=", 200),
    "cursor that is no Base64": ("cursor=%21%21%21", 422),
    "cursor of letters that are no ASCII": ("cursor=%C3%B8", 422),
    "cursor that decodes to no UTF-8": ("cursor=__79", 422),
    "cursor that decodes to nothing of ours": ("cursor=" + cursor("castle"), 422),
    "cursor that is too long": ("cursor=" + "a" * 2_000, 422),
    "cursor of another order": ("cursor=" + cursor("price:70000:1"), 422),
    "cursor beyond 64 bits": ("cursor=" + cursor("newest::9999999999999999999"), 422),
    "cursor with an Arabic digit": ("cursor=" + cursor("newest::١"), 422),
    "cursor of SQL": ("cursor=" + cursor("newest::1 OR 1=1"), 422),
    "broken UTF-8 in a value": ("limit=%FF", 400),
    "broken UTF-8 in a name": ("%FF=1", 400),
    "overlong UTF-8": ("cursor=%C0%AF", 400),
    "surrogate": ("cursor=%ED%A0%80", 400),
    "101 parameters": ("&".join(f"p{number}=1" for number in range(101)), 400),
    "1,000 parameters": ("&".join(f"p{number}=1" for number in range(1_000)), 400),
    "nothing": ("", 200),
}


@pytest.mark.parametrize("path", ["/users", "/listings", "/users/{user_id}/listings", "/user/{user_id}/listings"])
@pytest.mark.parametrize(("query", "status"), QUERIES.values(), ids=QUERIES)
def test_a_query_is_read_strictly(bo: Bo, path: str, query: str, status: int) -> None:
    answer = bo.send("GET", f"{bo.target(path)}?{query}")
    assert answer.status == status, answer.content
    assert answer.fields["content-type"] == (PROBLEM if status >= 400 else "application/json")


def test_a_query_with_more_than_100_parameters_is_refused_for_that(bo: Bo) -> None:
    hundred = "&".join(f"p{number}=1" for number in range(100))
    few, many = (bo.send("GET", f"/listings?{query}").document() for query in (hundred, f"{hundred}&q=1"))
    assert [entry["pointer"] for entry in few["errors"]] == ["p0"]
    assert "100" in many["detail"]
    assert "errors" not in many


@pytest.mark.parametrize(
    ("query", "pointer"), [("colour=red", "colour"), ("limit=1&limit=2", "limit"), ("limit=ten", "limit")]
)
def test_the_error_names_the_parameter(bo: Bo, query: str, pointer: str) -> None:
    errors = bo.send("GET", f"/listings?{query}").document()["errors"]
    assert [entry["pointer"] for entry in errors] == [pointer]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b'{"username": "", "email": 1}', {"/username", "/email"}),
        (b'{"email": "ada"}', {"/username", "/email"}),
        (b'{"username": "Ada", "email": "cy@example.com", "a/b~c": 1}', {"/a~1b~0c"}),
    ],
)
def test_the_error_points_at_the_members(bo: Bo, body: bytes, pointers: set[str]) -> None:
    errors = bo.send("POST", "/users", JSON, body).document()["errors"]
    assert {entry["pointer"] for entry in errors} == pointers


def test_a_cursor_of_one_order_is_none_of_another(bo: Bo) -> None:
    for number in range(2):
        body = f'{{"username": "Ada", "email": "ada@example.com", "address": "Algade {number}", "price": 7}}'
        bo.send("POST", "/listing", JSON, body.encode())
    link = bo.send("GET", "/listings?limit=1&sort=price").fields["link"]
    following = re.search(r"cursor=([\w-]+)", link)
    assert following is not None
    found = {
        sort: bo.send("GET", f"/listings?cursor={following[1]}{sort}").status
        for sort in ("", "&sort=price", "&sort=-price")
    }
    assert found == {"": 422, "&sort=price": 200, "&sort=-price": 422}


IDS = {
    "0": 404,
    "-1": 404,
    "9223372036854775807": 404,
    "9223372036854775808": 404,
    "9" * 30: 404,
    "9" * 5_000: 404,
    "abc": 422,
    "1.5": 422,
    "1.0": 422,
    "+1": 422,
    "%2B1": 422,
    "1e3": 422,
    "0x1": 422,
    "1_0": 422,
    "--1": 422,
    "-": 422,
    "%20": 422,
    "1%20": 422,
    "1%0A": 422,
    "1%00": 422,
    "%D9%A1": 422,
    "%EF%BC%91": 422,
    "%C2%B2": 422,
    "%FF": 400,
    "1'": 422,
    "null": 422,
}


@pytest.mark.parametrize("text", IDS, ids=[text[:32] for text in IDS])
def test_an_id_is_digits_and_one_that_nothing_has_is_not_found(bo: Bo, text: str) -> None:
    paths = [f"/{name}/{text}" for name in ("users", "user", "listings", "listing")]
    paths += [f"/users/{text}/listings", f"/user/{text}/listings"]
    paths += [f"/listings/{text}/user", f"/listing/{text}/user"]
    answers = {path: bo.send("GET", path) for path in paths}
    assert {path: answer.status for path, answer in answers.items()} == dict.fromkeys(paths, IDS[text])
    assert {answer.fields["content-type"] for answer in answers.values()} == {PROBLEM}


@pytest.mark.parametrize("text", ["0", "9223372036854775808", "abc"])
def test_an_id_is_read_the_same_way_for_writing(bo: Bo, text: str) -> None:
    paths = [f"/{name}/{text}" for name in ("users", "listings", "listing")]
    found = [bo.send("DELETE", path).status for path in paths]
    found += [bo.send("PATCH", path, JSON, b"{}").status for path in paths]
    assert found == [IDS[text]] * 6


RESOURCES = {
    "/": "GET",
    "/hello/{name}": "GET",
    "/hello/{name}/{greeting}": "GET",
    "/user-agent": "GET",
    "/user": "POST",
    "/user/{user_id}": "GET",
    "/user/{user_id}/listings": "GET",
    "/listing": "POST",
    "/listing/{listing_id}": "GET PUT PATCH DELETE",
    "/listing/{listing_id}/user": "GET",
    "/users": "GET POST",
    "/users/{user_id}": "GET PUT PATCH DELETE",
    "/users/{user_id}/listings": "GET",
    "/listings": "GET POST",
    "/listings/{listing_id}": "GET PUT PATCH DELETE",
    "/listings/{listing_id}/user": "GET",
    "/autocomplete": "GET",
    "/problems/{name}": "GET",
    "/docs": "GET",
    "/docs/{name}": "GET",
    "/openapi.json": "GET",
    "/style.css": "GET",
}
"""Every resource and its methods, but for HEAD, which all have that have GET, and OPTIONS, which all have."""


def methods(path: str) -> set[str]:
    own = set(RESOURCES[path].split())
    return own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set())


def test_the_table_of_resources_is_complete() -> None:
    operations = [operation for group in API.values() for operation in group]
    found: dict[str, set[str]] = {}
    for operation in (*operations, *UNLISTED):
        found.setdefault(operation.path, set()).add(operation.method)
    assert found == {path: set(text.split()) for path, text in RESOURCES.items()}


@pytest.mark.parametrize("path", RESOURCES)
def test_a_resource_answers_other_methods_with_405_and_all_it_has(bo: Bo, path: str) -> None:
    others = [method for method in METHODS if method not in methods(path)]
    answers = {method: bo.send(method, bo.target(path)) for method in others}
    assert {method: answer.status for method, answer in answers.items()} == dict.fromkeys(others, 405)
    allowed = {method: set(answer.fields["allow"].split(", ")) for method, answer in answers.items()}
    assert allowed == dict.fromkeys(others, methods(path))


@pytest.mark.parametrize("path", RESOURCES)
def test_a_resource_has_options(bo: Bo, path: str) -> None:
    answer = bo.send("OPTIONS", bo.target(path))
    assert (answer.status, answer.content) == (204, b"")
    assert set(answer.fields["allow"].split(", ")) == methods(path)


OF_THE_REQUEST = {"date", "x-request-id"}


@pytest.mark.parametrize("path", [path for path in RESOURCES if "GET" in methods(path)])
def test_head_is_get_without_the_content(bo: Bo, path: str) -> None:
    get, head = (bo.send(method, bo.target(path)) for method in ("GET", "HEAD"))
    assert (get.status, head.status, head.content) == (200, 200, b"")
    assert int(get.fields["content-length"]) == len(get.content) > 0
    assert [
        {name: fields[name] for name in fields.keys() - OF_THE_REQUEST} for fields in (get.fields, head.fields)
    ] == [{name: get.fields[name] for name in get.fields.keys() - OF_THE_REQUEST}] * 2


@pytest.mark.parametrize("target", ["/castles", "/users/0", "/users/abc", "/users?colour=red"])
def test_head_of_an_error_is_that_of_get_without_the_content(bo: Bo, target: str) -> None:
    get, head = (bo.send(method, target) for method in ("GET", "HEAD"))
    assert (head.status, head.content) == (get.status, b"")
    assert head.fields["content-type"] == PROBLEM
    assert head.fields["content-length"] == get.fields["content-length"]


SECRET = "secret text of a crash"


def crash(*_arguments: object, **_named: object) -> None:
    raise RuntimeError(SECRET)


CRASHES = {
    "reading": (user_queries, "read_user_and_use", "GET", "/users/1"),
    "searching": (search, "list_listings", "GET", "/listings"),
    "head": (search, "list_listings", "HEAD", "/listings"),
    "writing": (users, "create_user", "POST", "/users"),
}


@pytest.mark.parametrize(("module", "name", "method", "path"), CRASHES.values(), ids=CRASHES)
def test_a_crash_tells_its_request_and_nothing_else(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, method: str, path: str
) -> None:
    monkeypatch.setattr(module, name, crash)
    content = {"username": "Bo", "email": "bo@example.com"} if method == "POST" else None
    response = client.request(method, path, json=content)
    assert (response.status_code, response.headers["Content-Type"]) == (500, PROBLEM)
    shown = f"{response.headers!r} {response.text}"
    assert [word for word in (SECRET, "RuntimeError", "Traceback", "crash", ".py") if word in shown] == []
    if method != "HEAD":
        assert response.json()["status"] == 500
        assert response.json()["instance"] == f"urn:uuid:{response.headers['X-Request-Id']}"


def test_a_crash_has_the_header_fields_of_other_answers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = client.get("/users/4096").headers.keys() - {"date"}
    monkeypatch.setattr(user_queries, "read_user_and_use", crash)
    crashed = client.get("/users/1")
    assert (crashed.status_code, everywhere - crashed.headers.keys()) == (500, set())


def test_a_crash_is_one_request_and_the_next_is_answered(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(search, "list_listings", crash)
        assert client.get("/listings").status_code == 500
    assert client.get("/listings").status_code == 200
