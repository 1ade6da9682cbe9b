"""Every GET operation of the description answers in every media type that it documents."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.servers import Server

JSON, HAL, XML, HTML = "application/json", "application/hal+json", "application/xml", "text/html"
CSV, GEOJSON = "text/csv", "application/geo+json"
VARY = {"Accept", "Accept-Encoding", "Authorization", "Cookie"}
OTHERWISE = {"/autocomplete"}
"""Paths with a contract of their own, which has one representation."""
WITH_CHARSET = {XML, HTML, CSV}
LONG = 1024
"""Bytes that compression makes fewer."""
OF_THE_ANSWER = {"date", "x-request-id"}


@dataclass(frozen=True)
class Case:
    """A resource and a media type that it is documented to have."""

    path: str
    media_type: str
    is_array: bool


@dataclass
class Visit:
    """A client, and what the server says that it offers."""

    client: httpx2.Client
    description: dict[str, Any]
    values: dict[str, Any]

    def target(self, path: str) -> str:
        values = self.values | ({"name": "not-found"} if path.startswith("/problems/") else {})
        return re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), path)

    def offers(self) -> dict[str, dict[str, Any]]:
        """Return the documented content of each path that can be read."""
        return {
            path: methods["get"]["responses"]["200"]["content"]
            for path, methods in self.description["paths"].items()
            if "get" in methods and path not in OTHERWISE
        }

    def cases(self) -> list[Case]:
        return [
            Case(self.target(path), media_type, content[JSON]["schema"].get("type") == "array")
            for path, content in self.offers().items()
            for media_type in content
        ]

    def read(self, case: Case, method: str = "GET", coding: str = "identity") -> httpx2.Response:
        fields = {"Accept": case.media_type, "Accept-Encoding": coding}
        return self.client.request(method, case.path, headers=fields)


@pytest.fixture(scope="module")
def visit(server: Server) -> Iterator[Visit]:
    with server.client() as client:
        user = client.post("/users", json={"username": "Søren", "email": "soeren@example.com"}).json()
        for number in range(12):
            listing = {"user_id": user["id"], "address": f"Ågade {number}", "latitude": 55.5, "longitude": 12.5}
            made = client.post(
                "/listings", json=listing | {"description": "Stille. " * 200, "amenities": ["Wi-Fi"]}
            )
            assert made.status_code == 201
        values = {"user_id": user["id"], "listing_id": made.json()["id"], "name": "Bo", "greeting": "Goddag"}
        yield Visit(client, client.get("/openapi.json").json(), values)


def test_every_resource_offers_at_least_four_representations(visit: Visit) -> None:
    offers = visit.offers()
    assert {path for path, content in offers.items() if not content.keys() >= {JSON, HAL, XML, HTML}} == set()
    assert len(offers) >= 14


def test_collections_are_tables_and_listings_have_places(visit: Visit) -> None:
    for path, content in visit.offers().items():
        is_collection = content[JSON]["schema"].get("type") == "array"
        assert (CSV in content) is is_collection, path
        assert (GEOJSON in content) is (path == "/listings/{listing_id}" or path.endswith("/listings")), path


def test_the_exceptions_are_still_there(visit: Visit) -> None:
    assert visit.description["paths"].keys() >= OTHERWISE


def test_every_representation_is_given_as_documented(visit: Visit) -> None:
    for case in visit.cases():
        answer = visit.read(case)
        assert answer.status_code == 200, (case, answer.text)
        expected = f"{case.media_type}; charset=utf-8" if case.media_type in WITH_CHARSET else case.media_type
        assert answer.headers["Content-Type"] == expected, case
        assert set(answer.headers["Vary"].split(", ")) == VARY, case
        assert "Cache-Control" in answer.headers
        assert re.fullmatch(r'"[!#-~]+"', answer.headers["ETag"]), case
        assert answer.headers.keys() & {"expires", "pragma"} == set()
        if case.media_type == HTML:
            assert answer.headers["Cache-Control"] == "private, no-cache"
        if case.media_type in {JSON, HAL}:
            assert isinstance(answer.json(), list) is (case.is_array and case.media_type == JSON)


def test_every_representation_has_a_tag_of_its_own(visit: Visit) -> None:
    tags: dict[str, list[str]] = {}
    for case in visit.cases():
        for coding in ("identity", "gzip"):
            answer = visit.read(case, coding=coding)
            if coding == "identity" or "Content-Encoding" in answer.headers:
                tags.setdefault(case.path, []).append(answer.headers["ETag"])
    assert {path: found for path, found in tags.items() if len(set(found)) != len(found)} == {}
    assert all(len({tag.strip('"').partition("-")[0] for tag in found}) == 1 for found in tags.values())


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_is_get_without_the_content(visit: Visit, coding: str) -> None:
    for case in visit.cases():
        get, head = (visit.read(case, method, coding) for method in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (200, b""), case
        fields = [
            {name: value for name, value in answer.headers.items() if name not in OF_THE_ANSWER}
            for answer in (get, head)
        ]
        assert fields[0] == fields[1], case


def raw(visit: Visit, case: Case) -> tuple[httpx2.Response, bytes]:
    """Return an answer in gzip, and its content as it was sent."""
    fields = {"Accept": case.media_type, "Accept-Encoding": "gzip"}
    with visit.client.stream("GET", case.path, headers=fields) as answer:
        return answer, b"".join(answer.iter_raw())


def test_a_long_representation_is_compressed(visit: Visit) -> None:
    compressed = set()
    for case in visit.cases():
        plain = visit.read(case)
        answer, content = raw(visit, case)
        assert (plain.headers.get("Content-Encoding"), answer.status_code) == (None, 200)
        if answer.headers.get("Content-Encoding") == "gzip":
            compressed.add((case.path, case.media_type))
            assert gzip.decompress(content) == plain.content, case
            assert len(plain.content) < LONG or len(content) < len(plain.content)
            assert answer.headers["ETag"] != plain.headers["ETag"]
            assert set(answer.headers["Vary"].split(", ")) == VARY
        else:
            assert len(plain.content) < LONG
            assert content == plain.content, case
    for media_type in (JSON, HAL, XML, HTML, CSV, GEOJSON):
        assert ("/listings", media_type) in compressed


def test_a_cache_of_one_coding_is_confirmed_in_that_coding_only(visit: Visit) -> None:
    for case in visit.cases():
        if case.path != "/listings":
            continue
        tags = {coding: visit.read(case, coding=coding).headers["ETag"] for coding in ("identity", "gzip")}
        for coding, tag in tags.items():
            for other in tags:
                fields = {"Accept": case.media_type, "Accept-Encoding": other, "If-None-Match": tag}
                status = visit.client.get(case.path, headers=fields).status_code
                assert status == (304 if coding == other else 200), (case, coding, other)


def test_links_are_the_same_in_every_representation(visit: Visit) -> None:
    for path in visit.offers():
        target = visit.target(path)
        cases = [case for case in visit.cases() if case.path == target]
        fields = {case.media_type: visit.read(case).headers.get("Link") for case in cases}
        assert len(set(fields.values())) == 1, (path, fields)
        assert fields[JSON], path


def test_what_is_not_offered_is_refused(visit: Visit) -> None:
    offered = {media_type for content in visit.offers().values() for media_type in content}
    for path, content in visit.offers().items():
        for media_type in {*offered, "image/png"} - content.keys():
            answer = visit.read(Case(visit.target(path), media_type, is_array=False))
            assert answer.status_code == 406, (path, media_type)
            assert all(name in answer.text for name in content)
