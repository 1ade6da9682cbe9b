"""Conditional requests: 304 for who has it already, 412 for who would overwrite what somebody else wrote."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import count
from typing import Any

import httpx2
import pytest

from tests.servers import Server

JSON, HAL, XML, HTML = "application/json", "application/hal+json", "application/xml", "text/html"
VARY = {"Accept", "Accept-Encoding", "Authorization", "Cookie"}
NUMBERS = count(1)
ROUNDS = 20


@pytest.fixture
def client(server: Server) -> Iterator[httpx2.Client]:
    with server.client() as opened:
        opened.headers["Accept-Encoding"] = "identity"
        yield opened


def new_user(client: httpx2.Client, name: str = "Ada") -> str:
    """Return the path of a new user."""
    email = f"ada{next(NUMBERS)}@example.com"
    made = client.post("/users", json={"username": name, "email": email})
    assert made.status_code == 201
    return f"/users/{made.json()['id']}"


def new_listing(client: httpx2.Client, user: str | None = None) -> str:
    """Return the path of a new listing."""
    owner = int((user or new_user(client)).rpartition("/")[2])
    made = client.post("/listings", json={"user_id": owner, "address": "Algade 1", "price": 700})
    assert made.status_code == 201
    return f"/listings/{made.json()['id']}"


def tag_of(client: httpx2.Client, path: str, media_type: str = JSON) -> str:
    """Return the tag of a representation."""
    tag: str = client.get(path, headers={"Accept": media_type}).headers["ETag"]
    return tag


def shifted(field: str, seconds: int) -> str:
    """Return an HTTP date so many seconds later."""
    date = parsedate_to_datetime(field) + timedelta(seconds=seconds)
    return format_datetime(date.astimezone(UTC), usegmt=True)


RESOURCES: dict[str, Callable[[httpx2.Client], str]] = {
    "a listing": new_listing,
    "a user": new_user,
    "a listing of the course": lambda client: new_listing(client).replace("listings", "listing"),
}
every_resource = pytest.mark.parametrize("make", RESOURCES.values(), ids=RESOURCES)


# Reading


@pytest.mark.parametrize("media_type", [JSON, HAL, XML, HTML])
@pytest.mark.parametrize("path", ["/", "/listings", "/users", "/problems/not-found", None])
def test_who_has_it_already_gets_304(client: httpx2.Client, path: str | None, media_type: str) -> None:
    listing = new_listing(client)
    path = path or listing
    full = client.get(path, headers={"Accept": media_type})
    tag = full.headers["ETag"]
    for field in (tag, f"W/{tag}", f'"other", {tag}', f'{tag} , "other"', "*"):
        for method in ("GET", "HEAD"):
            again = client.request(method, path, headers={"Accept": media_type, "If-None-Match": field})
            assert (again.status_code, again.content) == (304, b""), field
            for name in ("ETag", "Cache-Control", "Vary"):
                assert again.headers[name] == full.headers[name]
            assert set(again.headers["Vary"].split(", ")) == VARY
            assert "Content-Type" not in again.headers


@pytest.mark.parametrize("media_type", [HAL, XML, HTML])
def test_the_whole_tag_counts_for_reading(client: httpx2.Client, media_type: str) -> None:
    path = new_listing(client)
    tag = tag_of(client, path, media_type)
    fields = [tag_of(client, path), f'"{tag.strip(chr(34)).partition("-")[0]}"', tag[:-2] + '"', tag.strip('"')]
    for field in fields:
        answer = client.get(path, headers={"Accept": media_type, "If-None-Match": field})
        assert (answer.status_code, answer.headers["ETag"]) == (200, tag), field


def test_several_fields_are_one_list(client: httpx2.Client) -> None:
    path = new_listing(client)
    tag = tag_of(client, path)
    for first, second in (("other", tag.strip('"')), (tag.strip('"'), "other")):
        fields = [("If-None-Match", f'"{first}"'), ("If-None-Match", f'"{second}"')]
        assert client.get(path, headers=fields).status_code == 304


def test_a_date_is_compared_in_whole_seconds(client: httpx2.Client) -> None:
    path = new_listing(client)
    answer = client.get(path)
    date = answer.headers["Last-Modified"]
    updated_at = datetime.fromisoformat(answer.json()["updated_at"])
    assert parsedate_to_datetime(date) == updated_at.replace(microsecond=0)
    found = {
        seconds: client.get(path, headers={"If-Modified-Since": shifted(date, seconds)}).status_code
        for seconds in (-3600, -1, 0, 1)
    }
    assert found == {-3600: 200, -1: 200, 0: 304, 1: 304}


def test_a_tag_counts_more_than_a_date(client: httpx2.Client) -> None:
    path = new_listing(client)
    answer = client.get(path)
    later, earlier = (shifted(answer.headers["Last-Modified"], seconds) for seconds in (3600, -3600))
    stale = client.get(path, headers={"If-None-Match": '"other"', "If-Modified-Since": later})
    fresh = client.get(path, headers={"If-None-Match": answer.headers["ETag"], "If-Modified-Since": earlier})
    assert (stale.status_code, fresh.status_code) == (200, 304)


BROKEN = ["", ",", "x", '"', '"x', "W/", 'w/"x"', "0", "31 Feb 2026", "Sun, 99 Nov 2026 19:15:20 GMT", "*, *"]


@pytest.mark.parametrize("field", BROKEN)
def test_what_cannot_be_read_matches_nothing(client: httpx2.Client, field: str) -> None:
    path = new_listing(client)
    found = {
        name: client.get(path, headers={name: field}).status_code
        for name in ("If-None-Match", "If-Modified-Since")
    }
    assert found == {"If-None-Match": 200, "If-Modified-Since": 200}
    # A date that cannot be read is no condition; a tag that cannot be read is none of ours.
    assert client.patch(path, json={"title": "A"}, headers={"If-Unmodified-Since": field}).status_code == 200
    assert client.patch(path, json={"title": "B"}, headers={"If-Match": field}).status_code == 412
    assert client.patch(path, json={"title": "C"}, headers={"If-None-Match": field}).status_code == 200


def test_a_renamed_user_changes_the_listing(client: httpx2.Client) -> None:
    user = new_user(client, "Ada")
    path = new_listing(client, user)
    before = client.get(path)
    # Last-Modified has whole seconds: wait for the next one.
    deadline = parsedate_to_datetime(before.headers["Last-Modified"]) + timedelta(seconds=1)
    while datetime.now(UTC) < deadline:
        threading.Event().wait(0.05)
    assert client.patch(user, json={"username": "Ada Lovelace"}).status_code == 200
    fields = {"If-None-Match": before.headers["ETag"]}
    by_tag = client.get(path, headers=fields)
    by_date = client.get(path, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (200, 200)
    assert by_tag.json()["username"] == "Ada Lovelace"
    assert by_tag.headers["ETag"] != before.headers["ETag"]
    dates = [parsedate_to_datetime(answer.headers["Last-Modified"]) for answer in (before, by_tag)]
    assert dates[0] < dates[1]


# Writing


def write(client: httpx2.Client, method: str, path: str, fields: dict[str, str]) -> httpx2.Response:
    """Send a write that changes something of any resource."""
    number = next(NUMBERS)
    user = {"username": f"Bo {number}", "email": f"bo{number}@example.com"}
    contents: dict[str, Any] = {
        "listings": {"address": f"Algade {number}"},
        "users": user,
        "listing": user | {"address": f"Algade {number}", "price": 700},
    }
    content = contents[path.split("/")[1]]
    if method == "PATCH":
        content = {name: content[name] for name in ("address", "username") if name in content}
    return client.request(method, path, headers=fields, json=None if method == "DELETE" else content)


@every_resource
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("media_type", [JSON, HAL, XML, HTML])
def test_who_read_any_representation_may_write(
    client: httpx2.Client, make: Callable[[httpx2.Client], str], method: str, media_type: str
) -> None:
    path = make(client)
    tag = tag_of(client, path, media_type)
    answer = write(client, method, path, {"If-Match": f'"other", {tag}'})
    assert answer.status_code == (204 if method == "DELETE" else 200), answer.text


@every_resource
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_who_read_an_older_state_may_not(
    client: httpx2.Client, make: Callable[[httpx2.Client], str], method: str
) -> None:
    path = make(client)
    old = tag_of(client, path)
    assert write(client, "PATCH", path, {}).status_code == 200
    before = client.get(path)
    answer = write(client, method, path, {"If-Match": old})
    assert (answer.status_code, answer.headers["Content-Type"]) == (412, "application/problem+json")
    assert client.get(path).content == before.content
    assert write(client, method, path, {"If-Match": before.headers["ETag"]}).status_code in {200, 204}


@every_resource
def test_the_answer_to_a_write_has_the_tag_of_the_next(
    client: httpx2.Client, make: Callable[[httpx2.Client], str]
) -> None:
    path = make(client)
    tag = tag_of(client, path)
    for method in ("PATCH", "PUT", "PATCH"):
        answer = write(client, method, path, {"If-Match": tag})
        assert answer.status_code == 200
        assert answer.headers["ETag"] not in {tag}
        tag = answer.headers["ETag"]
        assert tag_of(client, path) == tag


@every_resource
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_any_state_and_no_state(client: httpx2.Client, make: Callable[[httpx2.Client], str], method: str) -> None:
    path = make(client)
    assert write(client, method, path, {"If-None-Match": "*"}).status_code == 412
    assert write(client, method, path, {"If-None-Match": tag_of(client, path)}).status_code == 412
    assert write(client, method, path, {"If-Match": "*"}).status_code in {200, 204}
    assert write(client, "DELETE", path, {"If-Match": "*"}).status_code == (404 if method == "DELETE" else 204)


def test_a_weak_tag_allows_no_write(client: httpx2.Client) -> None:
    path = new_listing(client)
    assert write(client, "PATCH", path, {"If-Match": f"W/{tag_of(client, path)}"}).status_code == 412


@pytest.mark.parametrize("make", [new_listing, new_user])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_date_allows_a_write_too(
    client: httpx2.Client, make: Callable[[httpx2.Client], str], method: str
) -> None:
    path = make(client)
    date = client.get(path).headers["Last-Modified"]
    assert write(client, method, path, {"If-Unmodified-Since": shifted(date, -1)}).status_code == 412
    # A tag counts more than a date.
    fields = {"If-Unmodified-Since": shifted(date, -1), "If-Match": tag_of(client, path)}
    assert write(client, "PATCH", path, fields).status_code == 200
    date = client.get(path).headers["Last-Modified"]
    assert write(client, method, path, {"If-Unmodified-Since": date}).status_code in {200, 204}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("name", ["users", "listings", "listing"])
def test_what_is_not_there_is_not_found_before_it_is_stale(client: httpx2.Client, method: str, name: str) -> None:
    for field in ('"other"', "*"):
        assert write(client, method, f"/{name}/4611686018427387904", {"If-Match": field}).status_code == 404


@every_resource
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_what_is_invalid_is_so_before_it_is_stale(
    client: httpx2.Client, make: Callable[[httpx2.Client], str], method: str
) -> None:
    path, stale = make(client), {"If-Match": '"other"'}
    member = "username" if path.startswith("/users") else "address"
    found = {
        "wrong value": client.request(method, path, headers=stale, json={member: 1}).status_code,
        "no object": client.request(method, path, headers=stale, json=1).status_code,
        "unknown member": client.request(method, path, headers=stale, json={"colour": "red"}).status_code,
        "no JSON": client.request(method, path, headers=stale | {"Content-Type": JSON}, content=b"{").status_code,
        "no media type": client.request(method, path, headers=stale, content=b"{}").status_code,
    }
    assert found == {
        "wrong value": 422,
        "no object": 422,
        "unknown member": 400,
        "no JSON": 400,
        "no media type": 415,
    }


def test_a_value_that_the_stored_ones_refuse_is_invalid_or_stale(client: httpx2.Client) -> None:
    path = new_listing(client)
    stale = {"If-Match": '"other"'}
    unfit = {"latitude": 55.5}  # without a longitude
    assert client.patch(path, json=unfit).status_code == 422
    assert client.patch(path, json=unfit, headers=stale).status_code in {412, 422}


@pytest.mark.parametrize("media_type", [JSON, HAL, XML, HTML])
@pytest.mark.parametrize("path", ["/users", "/listings", "/listing"])
def test_a_new_resource_has_the_tag_that_reading_it_gives(
    client: httpx2.Client, path: str, media_type: str
) -> None:
    number = next(NUMBERS)
    user = {"username": "Cy", "email": f"cy{number}@example.com"}
    contents: dict[str, Any] = {
        "/users": user,
        "/listings": {"user_id": int(new_user(client).rpartition("/")[2]), "address": "Algade 1"},
        "/listing": user | {"address": "Algade 1", "price": 700},
    }
    made = client.post(path, json=contents[path], headers={"Accept": media_type})
    found = client.get(made.headers["Location"], headers={"Accept": media_type})
    assert (made.status_code, found.status_code) == (201, 200)
    assert made.headers["ETag"] == found.headers["ETag"]
    assert (made.content, made.headers["Content-Type"]) == (found.content, found.headers["Content-Type"])


def race(server: Server, path: str, fields: dict[str, str], contents: list[dict[str, Any]]) -> list[int]:
    """Send several patches at the same moment; return their statuses."""
    barrier = threading.Barrier(len(contents))
    statuses: list[int] = []

    def edit(content: dict[str, Any]) -> None:
        with server.client() as client:
            client.get("/user-agent")  # the connection is there before the start
            barrier.wait(timeout=30)
            statuses.append(client.patch(path, json=content, headers=fields).status_code)

    threads = [threading.Thread(target=edit, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.mark.parametrize("make", [new_listing, new_user])
def test_of_two_editors_one_wins(
    server: Server, client: httpx2.Client, make: Callable[[httpx2.Client], str]
) -> None:
    path = make(client)
    member = "title" if make is new_listing else "username"
    outcomes = []
    for number in range(ROUNDS):
        contents = [{member: f"{name} {number}"} for name in ("Ada", "Bo")]
        outcomes.append(race(server, path, {"If-Match": tag_of(client, path)}, contents))
        assert client.get(path).json()[member] in {content[member] for content in contents}
    assert outcomes == [[200, 412]] * ROUNDS


def test_control_without_a_condition_both_win(server: Server, client: httpx2.Client) -> None:
    path = new_listing(client)
    contents = [{"title": name} for name in ("Ada", "Bo")]
    assert [race(server, path, {}, contents) for _ in range(ROUNDS)] == [[200, 200]] * ROUNDS
