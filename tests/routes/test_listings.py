"""The routes of listings: with the service patched and no database, and over one that is real."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from hytte.application import create_app
from hytte.errors import FieldError, Invalid, NotFound
from hytte.guards.open_mode import LOOPBACK_NAMES
from hytte.models import Listing, User
from hytte.queries.pages import Page
from hytte.schemas.listings import ListingCreate, ListingFilter, ListingUpdate
from hytte.settings import Settings
from tests.conftest import ENGINES
from tests.servers import free_port

MERGE_PATCH = {"Content-Type": "application/merge-patch+json"}
CREATED = datetime(2026, 11, 22, 17, 15, tzinfo=UTC)
LOFT = Listing(
    id=7,
    user=User(id=1, username="Ada", created_at=CREATED, updated_at=CREATED),
    user_id=1,
    address="Nørrebrogade 20",
    price=45_050,
    currency="DKK",
    latitude=55.687,
    longitude=12.551,
    amenities=["Wi-Fi"],
    minimum_nights=1,
    created_at=CREATED,
    updated_at=CREATED,
)
SHOWN: dict[str, Any] = {
    "id": 7,
    "user_id": 1,
    "username": "Ada",
    "title": None,
    "description": None,
    "address": "Nørrebrogade 20",
    "price": 450.5,
    "currency": "DKK",
    "latitude": 55.69,
    "longitude": 12.55,
    "room_type": None,
    "property_type": None,
    "capacity": None,
    "bedrooms": None,
    "beds": None,
    "bathrooms": None,
    "amenities": ["Wi-Fi"],
    "minimum_nights": 1,
    "maximum_nights": None,
    "neighbourhood": None,
    "city": None,
    "licence": None,
    "source": None,
    "source_id": None,
    "created_at": "2026-11-22T17:15:00.000000Z",
    "updated_at": "2026-11-22T17:15:00.000000Z",
}
INSTANTS = {"created_at": "2026-11-22T17:15:00.000000Z", "updated_at": "2026-11-22T17:15:00.000000Z"}
FACE = {"id": 1, "username": "Ada", "source": None, "source_id": None} | INSTANTS


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

        async def query(reader: Any, *args: Any, **_options: Any) -> Any:
            return service(reader, *args)

        monkeypatch.setattr(f"hytte.{name}", query if name.startswith("queries.") else service)
        return calls

    return patch


def test_a_new_listing_is_created(offline: TestClient, patched: Patch) -> None:
    patched("services.listings.create_listing", LOFT)
    response = offline.post("/listings", json={"user_id": 1, "address": "Nørrebrogade 20", "price": 450.5})
    assert (response.status_code, response.json()) == (201, SHOWN)


def test_a_new_listing_has_a_place(offline: TestClient, patched: Patch) -> None:
    patched("services.listings.create_listing", LOFT)
    response = offline.post("/listings", json={"user_id": 1, "address": "x"})
    assert response.headers["Location"] == "http://testserver/listings/7"


def test_the_service_gets_what_was_sent_to_the_last_digit(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.listings.create_listing", LOFT)
    content = '{"user_id": 1, "address": "A\u030agade 1", "price": 450.50000000000000001}'
    offline.post("/listings", content=content.encode(), headers={"Content-Type": "application/json"})
    new = ListingCreate.model_validate(
        {"user_id": 1, "address": "Ågade 1", "price": Decimal("450.50000000000000001")}
    )
    assert calls == [(new, "DKK")]


def test_nothing_of_a_database_is_needed_where_the_service_is_patched(
    offline: TestClient, patched: Patch, nowhere: Path
) -> None:
    patched("services.listings.create_listing", LOFT)
    offline.post("/listings", json={"user_id": 1, "address": "x"})
    assert list(nowhere.iterdir()) == []


@pytest.mark.parametrize("offline", ["postgresql"], indirect=True)
def test_control_without_the_patch_a_database_is_missed(offline: TestClient) -> None:
    response = offline.post("/listings", json={"user_id": 1, "address": "x"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


def test_a_listing_is_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.listings.read_listing", SHOWN)
    response = offline.get("/listings/7")
    assert (response.status_code, response.json(), calls) == (200, SHOWN, [(7,)])


def test_a_listing_is_replaced(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.listings.replace_listing", LOFT)
    response = offline.put("/listings/7", json={"address": "x"})
    assert (response.status_code, response.json()) == (200, SHOWN)
    assert calls == [(7, ListingCreate.model_validate({"address": "x"}), "DKK")]


@pytest.mark.parametrize("headers", [{}, MERGE_PATCH])
def test_a_listing_is_changed(offline: TestClient, patched: Patch, headers: dict[str, str]) -> None:
    calls = patched("services.listings.update_listing", LOFT)
    response = offline.patch("/listings/7", json={"title": None}, headers=headers)
    assert (response.status_code, response.json()) == (200, SHOWN)
    assert [(number, changes.model_fields_set) for number, changes in calls] == [(7, {"title"})]
    assert isinstance(calls[0][1], ListingUpdate)


def test_a_listing_is_deleted(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.listings.delete_listing", None)
    response = offline.delete("/listings/7")
    assert (response.status_code, response.content, calls) == (204, b"", [(7,)])


def test_the_user_of_a_listing_is_read(offline: TestClient, patched: Patch) -> None:
    patched("queries.listings.read_listing", SHOWN)
    calls = patched("queries.users.read_user_and_use", (FACE, True))
    response = offline.get("/listings/7/user")
    assert (response.status_code, response.json(), calls) == (200, FACE, [(1,)])


def test_a_page_of_listings_is_read(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.search.list_listings", Page([SHOWN]))
    response = offline.get(
        "/listings", params={"city": "Århus", "min_price": "450.50", "sort": "-price", "limit": 5}
    )
    wanted = ListingFilter.model_validate(
        {"city": "Århus", "min_price": "450.50", "sort": "-price", "limit": "5"}
    )
    assert (response.status_code, response.json(), calls) == (200, [SHOWN], [(wanted, "DKK")])


def test_the_last_page_leads_to_no_other(offline: TestClient, patched: Patch) -> None:
    patched("queries.search.list_listings", Page([SHOWN]))
    links = offline.get("/listings").links
    assert {rel: link["url"] for rel, link in links.items()} == {
        "self": "http://testserver/listings",
        "first": "http://testserver/listings",
    }


def test_a_page_leads_to_the_next_one_with_the_same_filters(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.search.list_listings", Page([SHOWN], "bmV4dA"))
    response = offline.get(
        "/listings", params={"city": "Sønder Bjert & omegn", "limit": "1", "cursor": "Zmlyc3Q"}
    )
    assert set(response.links) == {"self", "first", "next"}
    offline.get(response.links["next"]["url"])
    (first, _), (second, _) = calls
    assert second == first.model_copy(update={"cursor": "bmV4dA"})


@pytest.mark.parametrize(
    ("error", "status", "kind"), [(NotFound("Gone."), 404, "not-found"), (Invalid("Wrong."), 422, "invalid")]
)
@pytest.mark.parametrize(
    ("method", "name"), [("PUT", "replace_listing"), ("PATCH", "update_listing"), ("DELETE", "delete_listing")]
)
def test_what_a_service_refuses_is_a_problem(
    offline: TestClient, patched: Patch, method: str, name: str, error: Exception, status: int, kind: str
) -> None:
    patched(f"services.listings.{name}", error)
    content = None if method == "DELETE" else {"address": "x"}
    response = offline.request(method, "/listings/7", json=content)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["type"] == f"http://testserver/problems/{kind}"


def test_a_problem_names_the_member(offline: TestClient, patched: Patch) -> None:
    field = FieldError("/user_id", "There is no user 4711.", "no_such_user")
    patched("services.listings.create_listing", Invalid("Wrong.", fields=(field,)))
    response = offline.post("/listings", json={"user_id": 4711, "address": "x"})
    assert response.json()["errors"] == [
        {"pointer": "/user_id", "detail": "There is no user 4711.", "code": "no_such_user"}
    ]


def test_a_crash_is_told_without_its_text(offline: TestClient, patched: Patch) -> None:
    patched("services.listings.create_listing", RuntimeError("the secret"))
    response = offline.post("/listings", json={"user_id": 1, "address": "x"})
    assert (response.status_code, "secret" in response.text) == (500, False)


@pytest.mark.parametrize(
    ("content", "status", "pointer"),
    [
        ({"address": ""}, 422, "/address"),
        ({}, 422, "/address"),
        ({"address": "x", "price": "450"}, 422, "/price"),
        ({"address": "x", "capacity": True}, 422, "/capacity"),
        ({"address": "x", "amenities": ["Sauna", ""]}, 422, "/amenities/1"),
        ({"address": "x", "a/b~c": 1}, 400, "/a~1b~0c"),
    ],
)
def test_what_is_not_acceptable_does_not_reach_the_service(
    offline: TestClient, patched: Patch, content: dict[str, Any], status: int, pointer: str
) -> None:
    calls = patched("services.listings.create_listing", LOFT)
    response = offline.post("/listings", json=content)
    assert (response.status_code, [error["pointer"] for error in response.json()["errors"]]) == (
        status,
        [pointer],
    )
    assert calls == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=101", 422),
        ("limit=ten", 400),
        ("limit=1&limit=1", 400),
        ("sort=title", 422),
        ("currency=DEM", 422),
        ("room_type=castle", 422),
        ("guests=0", 422),
        ("guests=51", 422),
        ("min_price=-1", 422),
        ("min_price=cheap", 400),
        ("citty=Valby", 400),
        ("room_type=+", 422),
        ("city=%ff", 400),
        ("city=%00", 400),
    ],
)
def test_a_query_that_is_not_acceptable_does_not_reach_the_search(
    offline: TestClient, patched: Patch, query: str, status: int
) -> None:
    calls = patched("queries.search.list_listings", Page([]))
    assert (offline.get(f"/listings?{query}").status_code, calls) == (status, [])


def test_an_empty_parameter_is_as_good_as_absent(offline: TestClient, patched: Patch) -> None:
    calls = patched("queries.search.list_listings", Page([]))
    response = offline.get("/listings?city=&guests=&max_price=&sort=&limit=3")
    assert (response.status_code, calls) == (200, [(ListingFilter.model_validate({"limit": "3"}), "DKK")])


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_the_fields_of_a_form_are_members(offline: TestClient, patched: Patch) -> None:
    calls = patched("services.listings.create_listing", LOFT)
    form = "user_id=1&address=%C3%85gade+1&price=450.50&title=&amenities=Wi-Fi%0D%0A%0D%0ASauna%0D%0A&capacity=4"
    response = offline.post("/listings", content=form, headers=FORM, follow_redirects=False)
    new = {
        "user_id": 1,
        "address": "Ågade 1",
        "price": Decimal("450.50"),
        "title": None,
        "amenities": ["Wi-Fi", "Sauna"],
        "capacity": 4,
    }
    assert (response.status_code, response.headers["Location"]) == (303, "http://testserver/listings/7")
    assert (response.content, calls) == (b"", [(ListingCreate.model_validate(new), "DKK")])


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("address=x&colour=red", 400),
        ("address=x&address=y", 400),
        ("address=%FF", 400),
        ("address=%00", 400),
        ("", 422),
        ("address=", 422),
        ("address=x&price=cheap", 422),
        ("address=x&price=-1", 422),
        ("address=x&capacity=1.5", 422),
        ("address=x&room_type=castle", 422),
    ],
)
def test_a_form_that_is_not_acceptable_does_not_reach_the_service(
    offline: TestClient, patched: Patch, form: str, status: int
) -> None:
    calls = patched("services.listings.create_listing", LOFT)
    assert (offline.post("/listings", content=form, headers=FORM, follow_redirects=False).status_code, calls) == (
        status,
        [],
    )


@pytest.mark.parametrize(
    ("method", "name"), [("PUT", "replace_listing"), ("PATCH", "update_listing"), ("DELETE", "delete_listing")]
)
def test_a_form_says_what_is_meant(offline: TestClient, patched: Patch, method: str, name: str) -> None:
    calls = patched(f"services.listings.{name}", LOFT)
    form = f"_method={method}" + ("" if method == "DELETE" else "&address=x")
    response = offline.post("/listings/7", content=form, headers=FORM, follow_redirects=False)
    target = "/listings" if method == "DELETE" else "/listings/7"
    assert (response.status_code, response.headers["Location"], calls[0][0]) == (303, target, 7)


@pytest.mark.parametrize("form", ["", "_method=", "_method=GET", "_method=POST", "_method=TRACE", "address=x"])
def test_a_form_cannot_mean_anything_else(offline: TestClient, patched: Patch, form: str) -> None:
    calls = patched("services.listings.update_listing", LOFT)
    # 400 for a method that no form can stand for, 405 for the POST that it stands for otherwise.
    expected = 400 if form in {"_method=", "_method=GET", "_method=TRACE"} else 405
    answer = offline.post("/listings/7", content=form, headers=FORM, follow_redirects=False)
    assert (answer.status_code, calls) == (expected, [])


@pytest.mark.parametrize("number", ["0", "-1", "9223372036854775808", "9" * 30, "007"])
def test_a_number_that_no_listing_can_have_is_not_found(offline: TestClient, patched: Patch, number: str) -> None:
    calls = patched("queries.listings.read_listing", SHOWN)
    assert (offline.get(f"/listings/{number}").status_code, calls) == (404, [])


@pytest.mark.parametrize("number", ["BOTUS", "1.0", "1e3", "+1", " 1", "٧"])
def test_what_is_no_number_is_no_id(offline: TestClient, patched: Patch, number: str) -> None:
    calls = patched("queries.listings.read_listing", SHOWN)
    assert (offline.get(f"/listings/{number}").status_code, calls) == (422, [])


# Over a real database

WHOLE = {
    "title": "Søren Ålbæks hytte 🛁",
    "description": "Stille.\nIngen husdyr. Café på hjørnet",
    "address": "Nørrebrogade 20, 2200 København N",
    "price": 450.5,
    "currency": "DKK",
    "latitude": 55.69,
    "longitude": 12.55,
    "room_type": "entire_home",
    "property_type": "Fiskerhus",
    "capacity": 4,
    "bedrooms": 2,
    "beds": 3,
    "bathrooms": 1.5,
    "amenities": ["Brændeovn", "Vaskemaskine"],
    "minimum_nights": 2,
    "maximum_nights": 30,
    "neighbourhood": "Nørrebro",
    "city": "København",
    "licence": "Æ 12",
}


@pytest.fixture
def soeren(client: TestClient) -> int:
    """The id of a host with Danish letters in his name."""
    user = client.post("/users", json={"username": "Søren Ålbæk", "email": "soeren@example.com"}).json()
    return int(user["id"])


def given(document: dict[str, Any]) -> dict[str, Any]:
    """Return the members of a document that a client gave."""
    return {name: document[name] for name in WHOLE}


def test_a_new_listing_is_at_its_location(client: TestClient, soeren: int) -> None:
    response = client.post("/listings", json=WHOLE | {"user_id": soeren})
    found = client.get(response.headers["Location"])
    assert (response.status_code, found.status_code, found.json()) == (201, 200, response.json())


def test_danish_letters_come_back_as_they_were_sent(client: TestClient, soeren: int) -> None:
    listing = client.post("/listings", json=WHOLE | {"user_id": soeren})
    path = f"/listings/{listing.json()['id']}"
    answers = {
        "create": listing.json(),
        "get": client.get(path).json(),
        "list": client.get("/listings").json()[0],
        "list of a user": client.get(f"/users/{soeren}/listings").json()[0],
        "search": client.get("/listings", params={"city": "KØBENHAVN"}).json()[0],
        "patch": client.patch(path, json={"title": WHOLE["title"]}).json(),
        "put": client.put(path, json=WHOLE).json(),
    }
    assert {name: given(document) for name, document in answers.items()} == dict.fromkeys(answers, WHOLE)
    assert {document["username"] for document in answers.values()} == {"Søren Ålbæk"}


def test_an_answer_is_utf_8_and_not_escaped(client: TestClient, soeren: int) -> None:
    response = client.post("/listings", json={"user_id": soeren, "address": "Nørrebrogade 20"})
    assert response.headers["Content-Type"] == "application/json"
    assert '"address":"Nørrebrogade 20"'.encode() in response.content


def test_all_pages_are_reached_by_their_links(client: TestClient, soeren: int) -> None:
    for number in range(5):
        client.post("/listings", json={"user_id": soeren, "address": f"Ågade {number}"})
    found, response = [], client.get("/listings", params={"limit": 2})
    while True:
        found += [listing["address"] for listing in response.json()]
        if "next" not in response.links:
            break
        response = client.get(response.links["next"]["url"])
    assert found == [f"Ågade {number}" for number in (4, 3, 2, 1, 0)]


def test_a_deleted_listing_is_not_found_any_more(client: TestClient, soeren: int) -> None:
    path = client.post("/listings", json={"user_id": soeren, "address": "x"}).headers["Location"]
    assert [client.delete(path).status_code, client.get(path).status_code, client.delete(path).status_code] == [
        204,
        404,
        404,
    ]


ALLOWED = {
    "/listings": {"GET", "HEAD", "POST", "OPTIONS"},
    "/listings/1": {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"},
    "/listings/1/user": {"GET", "HEAD", "OPTIONS"},
}


def fields(response: httpx2.Response) -> dict[str, str]:
    """Return the header fields of an answer but for the id of the request."""
    return {name: value for name, value in response.headers.items() if name != "x-request-id"}


def test_head_answers_as_get_without_the_content(client: TestClient, soeren: int) -> None:
    client.post("/listings", json={"user_id": soeren, "address": "Nørrebrogade 20"})
    for path in (*ALLOWED, "/listings/2", "/listings/BOTUS", "/listings?limit=0"):
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
