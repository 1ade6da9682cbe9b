"""The course's routes: tested as the course shows, with the service patched, and over a real database."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from hytte.application import create_app
from hytte.errors import Conflict, NotFound
from hytte.guards.open_mode import LOOPBACK_NAMES
from hytte.models import Listing, User
from hytte.queries.pages import Page
from hytte.schemas.course import CourseListing
from hytte.settings import Settings
from tests.conftest import ENGINES
from tests.servers import free_port

SENT = {"username": "Ada", "email": "ada@example.com", "address": "Nørrebrogade 20", "price": 700}
SHOWN = {"username": "Ada", "address": "Nørrebrogade 20", "price": 700}
ADA = User(id=3, username="Ada", email="ada@example.com")
LOFT = Listing(id=7, user=ADA, address="Nørrebrogade 20", price=70_000, currency="DKK")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty directory, which stays empty."""
    return tmp_path_factory.mktemp("nowhere")


@pytest.fixture(scope="module", params=ENGINES)
def offline(request: pytest.FixtureRequest, nowhere: Path) -> Iterator[TestClient]:
    """A client of an application whose database nobody made, or whose server nobody started."""
    sqlite, postgresql = f"sqlite:///{nowhere / 'never.db'}", f"postgresql://hytte@127.0.0.1:{free_port()}/never"
    url = sqlite if request.param == "sqlite" else postgresql
    app = create_app(Settings(database_url=url), host_names=LOOPBACK_NAMES | {"testserver"})
    # Not entered: as long as nobody reads, not even the reader has to be opened.
    yield TestClient(app, raise_server_exceptions=False)
    app.state.database.close()


Patch = Callable[[str, Any], list[tuple[Any, ...]]]


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Patch:
    """Replace a function by one that returns or raises what is given, and return a list of its arguments."""

    def patch(name: str, result: Any) -> list[tuple[Any, ...]]:
        calls: list[tuple[Any, ...]] = []

        def service(_session: Any, *args: Any) -> Any:
            calls.append(args)
            if isinstance(result, Exception):
                raise result
            return result

        async def query(reader: Any, *args: Any, **options: Any) -> Any:
            return service(reader, *args, *options.values())

        monkeypatch.setattr(f"hytte.{name}", query if name.startswith("queries.") else service)
        return calls

    return patch


class TestCanPostListing:
    """The course's own test."""

    @pytest.fixture
    def patched_service(self, patched: Patch) -> list[tuple[Any, ...]]:
        return patched("services.course.create_new_listing", LOFT)

    @pytest.fixture
    def response(self, offline: TestClient, patched_service: list[tuple[Any, ...]]) -> httpx2.Response:
        return offline.post("/listing", json=SENT)

    def test_response_has_correct_status_code(self, response: httpx2.Response) -> None:
        assert response.status_code == 201

    def test_response_has_correct_data(self, response: httpx2.Response) -> None:
        assert response.json() == SHOWN

    def test_response_has_the_location_of_the_listing(self, response: httpx2.Response) -> None:
        assert response.headers["Location"] == "http://testserver/listing/7"

    def test_service_gets_what_was_sent(
        self, response: httpx2.Response, patched_service: list[tuple[Any, ...]]
    ) -> None:
        assert patched_service == [(CourseListing.model_validate(SENT), "DKK")]

    def test_no_database_is_needed(self, response: httpx2.Response, nowhere: Path) -> None:
        assert list(nowhere.iterdir()) == []


@pytest.mark.parametrize("offline", ["postgresql"], indirect=True)
def test_control_without_the_patch_a_database_is_missed(offline: TestClient) -> None:
    response = offline.post("/listing", json=SENT)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


def test_json_is_read_where_curl_declares_a_form(offline: TestClient, patched: Patch) -> None:
    patched("services.course.create_new_listing", LOFT)
    response = offline.post("/listing", content=json.dumps(SENT), headers=FORM)
    assert (response.status_code, response.json()) == (201, SHOWN)


def test_a_form_is_not_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.course.create_new_listing", LOFT)
    response = offline.post("/listing", content="username=Ada&price=700", headers=FORM)
    assert (response.status_code, calls) == (400, [])


def test_a_listing_is_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.course.read_course_listing", SHOWN)
    response = offline.get("/listing/7")
    assert (response.status_code, response.json(), calls) == (200, SHOWN, [(7,)])


def test_a_listing_is_replaced(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.course.replace_listing", LOFT)
    response = offline.put("/listing/7", json=SENT)
    assert (response.status_code, response.json()) == (200, SHOWN)
    assert calls == [(7, CourseListing.model_validate(SENT))]


def test_a_part_of_a_listing_does_not_replace_it(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.course.replace_listing", LOFT)
    assert (offline.put("/listing/7", json={"price": 1}).status_code, calls) == (422, [])


def test_a_listing_is_changed(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.course.update_listing", LOFT)
    response = offline.patch("/listing/7", json={"price": 700})
    assert (response.status_code, response.json()) == (200, SHOWN)
    assert [(number, changes.model_fields_set) for number, changes in calls] == [(7, {"price"})]


def test_a_listing_is_deleted(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.listings.delete_listing", None)
    response = offline.delete("/listing/7")
    assert (response.status_code, response.content, calls) == (204, b"", [(7,)])


def test_a_user_is_created(offline: TestClient, patched: Patch) -> None:
    patched("services.users.create_user", ADA)
    response = offline.post("/user", json={"username": "Ada", "email": "ada@example.com"})
    assert (response.status_code, response.json()) == (201, {"email": "ada@example.com"})
    assert response.headers["Location"] == "http://testserver/user/3"


def test_a_user_is_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.course.read_course_user", {"id": 3, "username": "Ada"})
    response = offline.get("/user/3")
    assert (response.status_code, response.json(), calls) == (200, {"id": 3, "username": "Ada"}, [(3,)])


def test_the_user_of_a_listing_is_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.course.read_course_owner", {"id": 3, "username": "Ada"})
    response = offline.get("/listing/7/user")
    assert (response.status_code, response.json(), calls) == (200, {"id": 3, "username": "Ada"}, [(7,)])


def test_the_listings_of_a_user_are_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.search.list_listings", Page([{"id": 7}]))
    response = offline.get("/user/3/listings")
    assert (response.status_code, response.json(), calls[0][-1]) == (200, [{"id": 7}], 3)


@pytest.mark.parametrize(("error", "status"), [(NotFound("Gone."), 404), (Conflict("Taken."), 409)])
@pytest.mark.parametrize(("method", "name"), [("PUT", "replace_listing"), ("PATCH", "update_listing")])
def test_what_a_service_refuses_is_a_problem(
    offline: TestClient, patched: Patch, method: str, name: str, error: Exception, status: int
) -> None:
    patched(f"services.course.{name}", error)
    response = offline.request(method, "/listing/7", json=SENT)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")


GREETINGS = {
    "/": "Hello world",
    "/hello/foo": "Hello world foo!",
    "/hello/Søren Ålbæk": "Hello world Søren Ålbæk!",
    "/hello/Søren Ålbæk/Goddag på Nørrebrogade 20": "Goddag på Nørrebrogade 20 Søren Ålbæk",
    "/hello/a+b%c&d=e?": "Hello world a+b%c&d=e?!",
    "/hello/<script>/🛁": "🛁 <script>",
}


@pytest.mark.parametrize(("path", "greeting"), GREETINGS.items())
def test_a_greeting_has_the_words_of_the_path(offline: TestClient, path: str, greeting: str) -> None:
    response = offline.get(quote(path))
    assert (response.status_code, response.headers["Content-Type"], response.json()) == (
        200,
        "application/json",
        greeting,
    )


def test_the_user_agent_is_told(offline: TestClient) -> None:
    response = offline.get("/user-agent", headers={"User-Agent": "course/1.0"})
    assert response.json() == "Your user agent is course/1.0"


# The page of the documentation


class Seen(HTMLParser):
    """What a page refers to, and the scripts and styles that are written into it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.inline: list[str] = []
        self._within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        for name, value in attrs:
            if name in {"src", "href", "action", "data", "poster", "srcset"}:
                (self.linked if tag == "a" else self.loaded).append(value or "")
            if name.startswith("on") or name == "style":
                self.inline.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and data.strip():
            self.inline.append(data)


def test_control_what_a_page_must_not_have_would_be_seen() -> None:
    seen = Seen(
        '<body onload="x()"><script src="//cdn.example.com/a.js"></script><script>x()</script><style>y</style>'
    )
    assert (seen.loaded, seen.inline) == (["//cdn.example.com/a.js"], ["onload=x()", "x()", "y"])


@pytest.fixture
def docs(offline: TestClient) -> httpx2.Response:
    response: httpx2.Response = offline.get("/docs")
    return response


def test_the_page_of_the_documentation_says_what_it_is_made_with(docs: httpx2.Response) -> None:
    assert (docs.status_code, docs.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "FastAPI" in docs.text


def test_the_page_of_the_documentation_has_no_inline_script_or_style(docs: httpx2.Response) -> None:
    assert Seen(docs.text).inline == []


def test_the_page_of_the_documentation_refers_to_nothing_outside(docs: httpx2.Response) -> None:
    seen = Seen(docs.text)
    assert seen.loaded
    outside = [url for url in seen.loaded + seen.linked if not re.match(r"/[^/]|data:", url)]
    assert (outside, "//" in docs.text) == ([], False)


TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


def test_every_file_of_the_documentation_is_served(offline: TestClient, docs: httpx2.Response) -> None:
    files = [url for url in Seen(docs.text).loaded if not url.startswith("data:")]
    answers = {url: offline.get(url) for url in files}
    assert {Path(url).suffix for url in files} == set(TYPES)
    assert {url: answer.status_code for url, answer in answers.items()} == dict.fromkeys(files, 200)
    assert {url: answer.headers["Content-Type"] for url, answer in answers.items()} == {
        url: TYPES[Path(url).suffix] for url in files
    }


def test_no_style_of_the_documentation_loads_anything(offline: TestClient, docs: httpx2.Response) -> None:
    styles = [offline.get(url).text for url in Seen(docs.text).loaded if url.endswith(".css")]
    loaded = [url for style in styles for url in re.findall(r"url\(\s*[\"']?([^\"')]{0,40})", style)]
    assert styles
    assert [url for url in loaded if not url.startswith("data:")] == []
    assert not any("@import" in style for style in styles)


def test_our_script_of_the_documentation_refers_to_nothing_outside(
    offline: TestClient, docs: httpx2.Response
) -> None:
    (script,) = [url for url in Seen(docs.text).loaded if url.endswith(".js") and "swagger" not in url]
    assert "//" not in offline.get(script).text


def test_the_page_of_the_documentation_shows_the_description_that_is_served(offline: TestClient) -> None:
    assert '"/openapi.json"' in offline.get("/docs/docs.js").text
    assert offline.get("/openapi.json").json()["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", ["docs.html", "redoc.standalone.js", "..%2Fsettings.py", "%2e%2e%2f__init__.py"])
def test_no_other_file_is_served(offline: TestClient, name: str) -> None:
    assert offline.get(f"/docs/{name}").status_code in {404, 422}


# Over a real database

SOEREN = {"username": "Søren Ålbæk", "email": "soeren@example.com", "address": "Nørrebrogade 20", "price": 450.5}
SOERENS = {"username": "Søren Ålbæk", "address": "Nørrebrogade 20", "price": 450.5}


def test_a_new_listing_is_at_its_location(client: TestClient) -> None:
    response = client.post("/listing", json=SOEREN)
    assert client.get(response.headers["Location"]).json() == response.json() == SOERENS


def test_a_new_user_is_at_its_location(client: TestClient) -> None:
    response = client.post("/user", json={"username": "Søren Ålbæk", "email": "soeren@example.com"})
    number = int(response.headers["Location"].rpartition("/")[2])
    assert client.get(response.headers["Location"]).json() == {"id": number, "username": "Søren Ålbæk"}


def test_danish_letters_come_back_as_they_were_sent(client: TestClient) -> None:
    created = client.post("/listing", json=SOEREN)
    path = created.headers["Location"]
    answers = {
        "create": created.json(),
        "get": client.get(path).json(),
        "patch": client.patch(path, json={"address": "Nørrebrogade 20"}).json(),
        "put": client.put(path, json=SOEREN).json(),
        "list": client.get("/listings").json()[0],
        "list of a user": client.get("/user/1/listings").json()[0],
    }
    found = {name: {member: document[member] for member in SOERENS} for name, document in answers.items()}
    assert found == dict.fromkeys(answers, SOERENS)


def test_a_user_with_danish_letters_is_shown_everywhere(client: TestClient) -> None:
    client.post("/listing", json=SOEREN)
    face = {"id": 1, "username": "Søren Ålbæk"}
    assert client.get("/user/1").json() == face
    assert client.get("/listing/1/user").json() == face
    assert [user["username"] for user in client.get("/users").json()] == ["Søren Ålbæk"]


@pytest.mark.parametrize("typed", ["Nørrebrogade 20", "nørre", "NOERRE", "20 nørrebro"])
def test_an_address_with_danish_letters_is_suggested(client: TestClient, typed: str) -> None:
    client.post("/listing", json=SOEREN)
    response = client.get("/autocomplete", params={"q": typed})
    assert (response.status_code, response.json()) == (200, [{"tekst": "Nørrebrogade 20"}])
    assert response.headers["Content-Type"] == "application/json; charset=UTF-8"


def test_suggestions_are_open_to_every_site(client: TestClient) -> None:
    answers = [client.get("/autocomplete", params=query) for query in ({"q": "Bog"}, {"postnr": "abc"})]
    assert [answer.headers["Access-Control-Allow-Origin"] for answer in answers] == ["*", "*"]


def test_an_error_of_the_suggestions_is_dawas_document(offline: TestClient) -> None:
    response = offline.get("/autocomplete", params={"q": "Bog", "postnr": "12345"})
    assert (response.status_code, response.json()) == (
        400,
        {
            "type": "QueryParameterFormatError",
            "title": "One or more query parameters was ill-formed.",
            "details": [["postnr", "Value 12345 is greater than maximum 9999"]],
        },
    )


READ_ONLY = {"GET", "HEAD", "OPTIONS"}
ALLOWED = {
    "/": READ_ONLY,
    "/hello/foo": READ_ONLY,
    "/hello/foo/Goddag": READ_ONLY,
    "/user-agent": READ_ONLY,
    "/user": {"POST", "OPTIONS"},
    "/user/1": READ_ONLY,
    "/user/1/listings": READ_ONLY,
    "/listing": {"POST", "OPTIONS"},
    "/listing/1": {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"},
    "/listing/1/user": READ_ONLY,
    "/autocomplete": READ_ONLY,
    "/docs": READ_ONLY,
    "/openapi.json": READ_ONLY,
    "/problems/not-found": READ_ONLY,
}


def fields(response: httpx2.Response) -> dict[str, str]:
    """Return the header fields of an answer but for the id of the request."""
    return {name: value for name, value in response.headers.items() if name != "x-request-id"}


def test_head_answers_as_get_without_the_content(client: TestClient) -> None:
    client.post("/listing", json=SOEREN)
    readable = [path for path, methods in ALLOWED.items() if "GET" in methods]
    for path in (*readable, "/docs/docs.js", "/listing/2", "/user/BOTUS", "/nowhere", "/autocomplete?postnr=x"):
        get, head = client.get(path), client.head(path)
        assert (head.status_code, fields(head), head.content) == (get.status_code, fields(get), b""), path


async def sent(app: FastAPI, method: str, path: str) -> list[Any]:
    """Ask the application itself, and return what it sends: clients drop the content of an answer to HEAD."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    messages: list[Any] = []
    received = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        # After the request a client only waits.
        return received.pop() if received else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, receive, send)
    return messages


@pytest.mark.parametrize("path", ["/", "/hello/foo", "/docs", "/docs/docs.js", "/problems/not-found", "/nowhere"])
def test_the_answer_to_head_is_sent_without_content(offline: TestClient, path: str) -> None:
    get, head = (asyncio.run(sent(cast("FastAPI", offline.app), method, path)) for method in ("GET", "HEAD"))
    assert b"".join(message.get("body", b"") for message in get) != b""
    assert b"".join(message.get("body", b"") for message in head) == b""


@pytest.mark.parametrize(("path", "methods"), ALLOWED.items())
def test_options_tells_the_methods_of_a_resource(offline: TestClient, path: str, methods: set[str]) -> None:
    response = offline.options(path)
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (204, methods)
    assert response.content == b""


@pytest.mark.parametrize(("path", "methods"), ALLOWED.items())
def test_another_method_is_refused_with_those_that_there_are(
    offline: TestClient, path: str, methods: set[str]
) -> None:
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"} - methods:
        response = offline.request(method, path)
        assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, methods), method
