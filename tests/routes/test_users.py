"""The routes of users: with the service patched and no database, and over one that is real."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from hytte.application import create_app
from hytte.errors import Conflict, FieldError, NotFound
from hytte.guards.open_mode import LOOPBACK_NAMES
from hytte.models import User
from hytte.queries.pages import Page
from hytte.schemas.listings import ListingFilter
from hytte.schemas.users import UserCreate
from hytte.settings import Settings
from tests.conftest import ENGINES
from tests.servers import free_port

CREATED = datetime(2026, 11, 22, 17, 15, tzinfo=UTC)
SENT = {"username": "Ada", "email": "ada@example.com"}
ADA = User(id=7, **SENT, email_key="ada@example.com", created_at=CREATED, updated_at=CREATED)
SHOWN: dict[str, Any] = {
    "id": 7,
    "username": "Ada",
    "source": None,
    "source_id": None,
    "created_at": "2026-11-22T17:15:00.000000Z",
    "updated_at": "2026-11-22T17:15:00.000000Z",
}


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


def test_a_new_user_is_created(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.users.create_user", ADA)
    response = offline.post("/users", json=SENT)
    assert (response.status_code, response.json()) == (201, SHOWN)
    assert calls == [(UserCreate.model_validate(SENT),)]


def test_a_new_user_has_a_place(offline: TestClient, patched: Patch) -> None:
    patched("services.users.create_user", ADA)
    assert offline.post("/users", json=SENT).headers["Location"] == "http://testserver/users/7"


def test_nothing_of_a_database_is_needed_where_the_service_is_patched(
    offline: TestClient, patched: Patch, nowhere: Path
) -> None:
    patched("services.users.create_user", ADA)
    offline.post("/users", json=SENT)
    assert list(nowhere.iterdir()) == []


@pytest.mark.parametrize("offline", ["postgresql"], indirect=True)
def test_control_without_the_patch_a_database_is_missed(offline: TestClient) -> None:
    response = offline.post("/users", json=SENT)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


def test_a_user_is_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.users.read_user_and_use", (SHOWN, False))
    response = offline.get("/users/7")
    assert (response.status_code, response.json(), calls) == (200, SHOWN, [(7,)])


def test_a_user_is_replaced(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.users.replace_user", ADA)
    patched("services.users.is_used", False)
    response = offline.put("/users/7", json=SENT)
    assert (response.status_code, response.json()) == (200, SHOWN)
    assert calls == [(7, UserCreate.model_validate(SENT))]


@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json"])
def test_a_user_is_changed(offline: TestClient, patched: Patch, media_type: str) -> None:
    calls = patched("services.users.update_user", ADA)
    patched("services.users.is_used", False)
    response = offline.patch("/users/7", json={"username": "Ada"}, headers={"Content-Type": media_type})
    assert (response.status_code, response.json()) == (200, SHOWN)
    assert [(number, changes.model_fields_set) for number, changes in calls] == [(7, {"username"})]


@pytest.mark.parametrize("is_used", [True, False])
def test_only_a_user_without_listings_can_be_deleted(offline: TestClient, patched: Patch, is_used: bool) -> None:
    patched("queries.users.read_user_and_use", (SHOWN, is_used))
    templates = offline.get("/users/7", headers={"Accept": "application/hal+json"}).json()["_templates"]
    assert ("delete" in templates) is not is_used


def test_a_user_is_deleted(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.users.delete_user", None)
    response = offline.delete("/users/7")
    assert (response.status_code, response.content, calls) == (204, b"", [(7,)])


def test_a_page_of_users_is_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.users.list_users", Page([SHOWN]))
    response = offline.get("/users", params={"limit": 5, "cursor": "Zmlyc3Q"})
    assert (response.status_code, response.json(), calls) == (200, [SHOWN], [(5, "Zmlyc3Q")])
    assert set(response.links) == {"self", "first"}


def test_a_page_of_users_leads_to_the_next_one(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.users.list_users", Page([SHOWN], "bmV4dA"))
    offline.get(offline.get("/users", params={"limit": 1}).links["next"]["url"])
    assert calls == [(1, None), (1, "bmV4dA")]


def test_the_listings_of_a_user_are_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.search.list_listings", Page([{"id": 1}]))
    response = offline.get("/users/7/listings", params={"sort": "price"})
    wanted = ListingFilter.model_validate({"sort": "price"})
    assert (response.status_code, response.json(), calls) == (200, [{"id": 1}], [(wanted, "DKK", 7)])


def test_a_user_without_listings_has_an_empty_collection(offline: TestClient, patched: Patch) -> None:
    patched("queries.search.list_listings", Page([]))
    patched("queries.users.read_user", SHOWN)
    response = offline.get("/users/7/listings")
    assert (response.status_code, response.json()) == (200, [])


def test_a_user_who_is_not_there_has_no_collection(offline: TestClient, patched: Patch) -> None:
    patched("queries.search.list_listings", Page([]))
    patched("queries.users.read_user", NotFound("There is no user 7."))
    assert offline.get("/users/7/listings").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "/users", "create_user"),
        ("PUT", "/users/7", "replace_user"),
        ("PATCH", "/users/7", "update_user"),
        ("DELETE", "/users/7", "delete_user"),
    ],
)
def test_a_conflict_is_a_problem(offline: TestClient, patched: Patch, method: str, path: str, name: str) -> None:
    field = FieldError("/email", "The e-mail already has an account.", "email_taken")
    patched(f"services.users.{name}", Conflict("The e-mail already has an account.", fields=(field,)))
    response = offline.request(method, path, json=None if method == "DELETE" else SENT)
    problem = response.json()
    assert (response.status_code, response.headers["Content-Type"]) == (409, "application/problem+json")
    assert (problem["type"], problem["status"]) == ("http://testserver/problems/conflict", 409)
    assert [error["code"] for error in problem["errors"]] == ["email_taken"]


@pytest.mark.parametrize(
    ("content", "status", "pointer"),
    [
        (SENT | {"email": "not-an-email"}, 422, "/email"),
        (SENT | {"email": None}, 422, "/email"),
        (SENT | {"username": ""}, 422, "/username"),
        ({"username": "Ada"}, 422, "/email"),
        (SENT | {"is_operator": True}, 400, "/is_operator"),
    ],
)
def test_what_is_not_acceptable_does_not_reach_the_service(
    offline: TestClient, patched: Patch, content: dict[str, Any], status: int, pointer: str
) -> None:
    calls = patched("services.users.create_user", ADA)
    response = offline.post("/users", json=content)
    assert (response.status_code, [error["pointer"] for error in response.json()["errors"]]) == (
        status,
        [pointer],
    )
    assert calls == []


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("username=Ada&email=ada%40example.com", 303),
        ("{}", 400),
        ("username=Ada&email=ada%40example.com&is_operator=1", 400),
        ("username=Ada", 422),
        ("username=Ada&email=", 422),
        ("", 422),
    ],
)
def test_the_fields_of_a_form_are_members(offline: TestClient, patched: Patch, form: str, status: int) -> None:
    calls = patched("services.users.create_user", ADA)
    response = offline.post("/users", content=form, headers={"Content-Type": FORM}, follow_redirects=False)
    assert (response.status_code, len(calls)) == (status, 1 if status == 303 else 0)
    if status == 303:
        assert response.headers["Location"] == "http://testserver/users/7"
        assert calls == [(UserCreate.model_validate(SENT),)]


@pytest.mark.parametrize("media_type", ["multipart/form-data; boundary=x", "text/plain", "application/xml"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/users"), ("PUT", "/users/7"), ("PATCH", "/users/7")])
def test_other_media_types_are_refused(offline: TestClient, method: str, path: str, media_type: str) -> None:
    assert_refused(offline, method, path, media_type)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_only_a_post_can_be_a_form(offline: TestClient, method: str) -> None:
    assert_refused(offline, method, "/users/7", FORM)


def assert_refused(offline: TestClient, method: str, path: str, media_type: str) -> None:
    response = offline.request(method, path, content=b"{}", headers={"Content-Type": media_type})
    name = "Accept-Patch" if method == "PATCH" else "Accept"
    assert (response.status_code, "application/json" in response.headers[name]) == (415, True)


# Over a real database


def test_a_new_user_is_at_its_location(client: TestClient) -> None:
    response = client.post("/users", json=SENT)
    found = client.get(response.headers["Location"])
    assert (response.status_code, found.status_code, found.json()) == (201, 200, response.json())


def test_danish_letters_come_back_as_they_were_sent(client: TestClient) -> None:
    sent = {"username": "Søren Ålbæk", "email": "søren@ålbæk.dk"}
    created = client.post("/users", json=sent)
    path = created.headers["Location"]
    client.post("/listings", json={"user_id": created.json()["id"], "address": "Nørrebrogade 20"})
    answers = {
        "create": created.json(),
        "get": client.get(path).json(),
        "list": client.get("/users").json()[0],
        "patch": client.patch(path, json={"username": "Søren Ålbæk"}).json(),
        "put": client.put(path, json=sent).json(),
        "user of a listing": client.get("/listings/1/user").json(),
        "listings": client.get(f"{path}/listings").json()[0],
    }
    assert {name: document["username"] for name, document in answers.items()} == dict.fromkeys(
        answers, "Søren Ålbæk"
    )


def test_no_answer_tells_an_email(client: TestClient) -> None:
    created = client.post("/users", json=SENT)
    path = created.headers["Location"]
    client.post("/listings", json={"user_id": created.json()["id"], "address": "x"})
    answers = [
        created,
        client.get(path),
        client.get("/users"),
        client.patch(path, json={"email": "lovelace@example.com"}),
        client.put(path, json=SENT),
        client.post("/users", json=SENT),
        client.get(f"{path}/listings"),
        client.get("/listings/1/user"),
        client.delete(path),
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200, 200, 409, 200, 200, 409]
    assert [answer.text for answer in answers if "example.com" in answer.text] == []


def test_a_user_with_listings_can_be_deleted_after_them(client: TestClient) -> None:
    path = client.post("/users", json=SENT).headers["Location"]
    number = int(path.rpartition("/")[2])
    listing = client.post("/listings", json={"user_id": number, "address": "x"}).headers["Location"]
    statuses = [client.delete(url).status_code for url in (path, listing, path, path)]
    assert statuses == [409, 204, 204, 404]


def test_all_pages_are_reached_by_their_links(client: TestClient) -> None:
    for name in ("Ada", "Bo", "Cy"):
        client.post("/users", json={"username": name, "email": f"{name}@example.com"})
    found, url = [], "/users?limit=1"
    while url:
        response = client.get(url)
        found += [user["username"] for user in response.json()]
        url = response.links.get("next", {}).get("url", "")
    assert found == ["Cy", "Bo", "Ada"]


ALLOWED = {
    "/users": {"GET", "HEAD", "POST", "OPTIONS"},
    "/users/1": {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"},
    "/users/1/listings": {"GET", "HEAD", "OPTIONS"},
}


def fields(response: httpx2.Response) -> dict[str, str]:
    """Return the header fields of an answer but for the id of the request."""
    return {name: value for name, value in response.headers.items() if name != "x-request-id"}


def test_head_answers_as_get_without_the_content(client: TestClient) -> None:
    client.post("/users", json=SENT)
    for path in (*ALLOWED, "/users/2", "/users/BOTUS", "/users?limit=0", "/users/2/listings"):
        get, head = client.get(path), client.head(path)
        assert (head.status_code, fields(head), head.content) == (get.status_code, fields(get), b"")


@pytest.mark.parametrize(("path", "methods"), ALLOWED.items())
def test_options_tells_the_methods_of_a_resource(offline: TestClient, path: str, methods: set[str]) -> None:
    response = offline.options(path)
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (204, methods)


@pytest.mark.parametrize(("path", "methods"), ALLOWED.items())
def test_another_method_is_refused_with_those_that_there_are(
    offline: TestClient, path: str, methods: set[str]
) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"} - methods:
        response = offline.request(method, path)
        assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, methods)
