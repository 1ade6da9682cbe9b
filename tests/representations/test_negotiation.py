"""Which representation a client gets: what `Accept` means, and what broken header fields lead to."""

import random
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from hytte.application import create_app
from hytte.guards.open_mode import LOOPBACK_NAMES
from hytte.representations.negotiation import accepts_gzip, preferred
from hytte.settings import Settings
from tests.conftest import migrated, new_database_url

JSON, HAL, XML, HTML = "application/json", "application/hal+json", "application/xml", "text/html"
CSV, GEOJSON = "text/csv", "application/geo+json"
OFFERED = (JSON, HAL, XML, HTML, CSV, GEOJSON)

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
OLD_FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
EDGE_LEGACY = "text/html, application/xhtml+xml, application/xml; q=0.9, */*; q=0.8"
LYNX = "text/html, text/plain, text/sgml, text/css, application/xhtml+xml, */*;q=0.01"

CHOICES: list[tuple[str, str | None]] = [
    # what programs send
    ("*/*", JSON),
    (FIREFOX, HTML),
    (OLD_FIREFOX, HTML),
    (CHROME, HTML),
    (EDGE_LEGACY, HTML),
    (LYNX, HTML),
    ("image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", JSON),
    ("application/json, text/plain, */*", JSON),
    ("application/hal+json, application/json;q=0.9", HAL),
    ("application/prs.hal-forms+json, application/hal+json;q=0.9", HAL),
    # one type
    *((media_type, media_type) for media_type in OFFERED),
    ("TEXT/HTML", HTML),
    ("Application/Hal+JSON", HAL),
    ("application/json;charset=utf-8", JSON),
    ("application/json; charset=UTF-8", JSON),
    # ranges: the first that is offered
    ("application/*", JSON),
    ("text/*", HTML),
    ("image/*", None),
    ("image/png", None),
    ("image/*, text/*", HTML),
    # q-values
    ("text/html;q=0.5, application/xml;q=0.6", XML),
    ("text/html;q=0.6, application/xml;q=0.5", HTML),
    ("text/html;q=0.123, application/xml;q=0.124", XML),
    ("text/html;q=0.001", HTML),
    ("text/html;q=0.9, application/xml", XML),
    ("text/html;q=1.000, application/xml;q=0.999", HTML),
    ("text/html;q=1., application/xml;q=0.9", HTML),
    ("text/html;Q=0.1, application/xml;q=0.2", XML),
    ("text/html ; q=0.1 , application/xml ; q=0.2", XML),
    ("text/html;\tq=0.1,\tapplication/xml;\tq=0.2", XML),
    # of equals the first that is offered, whatever the order in the field
    ("text/html, application/xml", XML),
    ("application/xml, text/html", XML),
    ("text/csv;q=0.5, application/geo+json;q=0.5", CSV),
    # q=0 refuses
    ("text/html;q=0", None),
    ("*/*;q=0", None),
    ("text/html;q=0.000", None),
    ("text/*;q=0", None),
    ("application/json;q=0, */*", HAL),
    ("*/*, application/json;q=0", HAL),
    ("application/*;q=0, */*", HTML),
    ("application/*;q=0, */*;q=0.1", HTML),
    ("application/json;q=0, application/hal+json;q=0, application/*", XML),
    ("text/html;q=0, text/*", CSV),
    ("*/*;q=0, text/csv", CSV),
    # the most specific range decides, not the most liked
    ("application/json;q=0.2, application/*;q=0.9, */*;q=0.1", HAL),
    ("*/*;q=0.9, text/html;q=0.1, application/*;q=0.5", CSV),
    ("*/*, application/json;q=0.5", HAL),
    ("application/*;q=0.3, text/*;q=0.4, text/html;q=0.1", CSV),
    ("text/*, text/html;q=0.9, text/csv;q=0.8", HTML),
    # what cannot be read is ignored
    ("html, text/csv", CSV),
    ("text/, text/csv", CSV),
    ("/html, text/csv", CSV),
    ("*/html, text/csv", CSV),
    ("text/html;q=2, text/csv;q=0.1", CSV),
    ("text/html;q=-1, text/csv;q=0.1", CSV),
    ("text/html;q=0.1234, text/csv;q=0.1", CSV),
    ("text/html;q=high, text/csv;q=0.1", CSV),
    ("text/html;q=, text/csv;q=0.1", CSV),
    ("text/html;q=1.001, text/csv;q=0.1", CSV),
    ("text html, text/csv", CSV),
    (",,text/csv,,", CSV),
    (" , text/csv ,", CSV),
    ("text/html;;q=0.1, application/xml;q=0.05", HTML),
    # a field of nothing that can be read is none
    ("", JSON),
    (",", JSON),
    ("html", JSON),
    ("\xff\xfe", JSON),
    ("text/html;q=2", JSON),
    # what has parameters that nothing offered has matches nothing
    ("text/html;level=1", None),
    ("text/html;level=1, text/csv", CSV),
    ("application/json;profile=x, application/xml", XML),
]


@pytest.mark.parametrize(("accept", "media_type"), CHOICES)
def test_the_client_gets_what_it_prefers(accept: str, media_type: str | None) -> None:
    assert preferred(accept, OFFERED) == media_type


@pytest.mark.parametrize("media_type", OFFERED)
def test_every_type_can_be_refused_alone(media_type: str) -> None:
    others = tuple(offered for offered in OFFERED if offered != media_type)
    assert preferred(f"*/*, {media_type};q=0", OFFERED) == others[0]


def model(qualities: dict[str, int]) -> str | None:
    """Say what is preferred when ranges have qualities (thousandths): the plain words of RFC 9110, 12.5.1."""

    def quality(media_type: str) -> int:
        kind = media_type.partition("/")[0]
        return qualities.get(media_type, qualities.get(f"{kind}/*", qualities.get("*/*", 0)))

    best = max(map(quality, OFFERED))
    return next(media_type for media_type in OFFERED if quality(media_type) == best) if best else None


def test_many_fields_are_read_as_the_rules_say() -> None:
    chance = random.Random(7)
    ranges = [*OFFERED, "text/*", "application/*", "*/*", "image/png", "image/*"]
    for _ in range(2_000):
        qualities = {
            name: chance.choice([0, 0, 1, 250, 500, 999, 1000])
            for name in chance.sample(ranges, chance.randint(1, 6))
        }
        accept = ", ".join(f"{name};q={quality / 1000:.3f}" for name, quality in qualities.items())
        assert preferred(accept, OFFERED) == model(qualities), accept


@pytest.mark.parametrize(
    ("accept_encoding", "accepted"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("deflate, br", False),
        ("*", True),
        ("*;q=0", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("*;q=0, gzip", True),
        ("gzip;q=0.5, identity;q=0.8", False),
        ("gzip;q=0.8, identity;q=0.5", True),
        ("gzip;q=0.001", True),
        ("gzip;q=2", False),
        ("gzip ; q=1", True),
        ("gzipped", False),
        (",,gzip,,", True),
    ],
)
def test_gzip_is_for_those_who_take_it(accept_encoding: str, accepted: bool) -> None:
    assert accepts_gzip(accept_encoding) is accepted


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of an application with one listing."""
    url = migrated(new_database_url("sqlite", tmp_path_factory.mktemp("asked")))
    app = create_app(Settings(database_url=url), host_names=LOOPBACK_NAMES | {"testserver"})
    with TestClient(app, raise_server_exceptions=False) as opened:
        content = {"username": "Ada", "email": "ada@example.com", "address": "Algade 1", "price": 700}
        assert opened.post("/listing", json=content).status_code == 201
        yield opened


@pytest.mark.parametrize(
    ("fields", "media_type"),
    [
        ([], JSON),
        (["text/html", "application/xml;q=0.9"], HTML),
        (["text/html;q=0.5", "application/xml"], XML),
        (["application/json;q=0", "*/*"], HAL),
        (["*/*", "application/json;q=0"], HAL),
        (["", "text/csv"], CSV),
    ],
)
def test_several_fields_are_one_list(asked: TestClient, fields: list[str], media_type: str) -> None:
    del asked.headers["Accept"]
    try:
        response = asked.get("/listings", headers=[("Accept", field) for field in fields])
    finally:
        asked.headers["Accept"] = "*/*"
    assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (200, media_type)


@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/calendar"])
@pytest.mark.parametrize(
    "path", ["/", "/listings", "/listings/1", "/users/1", "/listing/1", "/problems/not-found"]
)
def test_what_is_not_to_be_had_is_refused_with_what_is(asked: TestClient, path: str, accept: str) -> None:
    response = asked.get(path, headers={"Accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (406, "application/problem+json")
    assert all(media_type in response.json()["detail"] for media_type in (JSON, HAL, XML, HTML))
    assert "Accept" in response.headers["Vary"].split(", ")


def test_nothing_is_written_for_an_answer_that_nobody_accepts(asked: TestClient) -> None:
    before = asked.get("/listings").content
    image = {"Accept": "image/png"}
    answers = [
        asked.post("/listings", json={"user_id": 1, "address": "x"}, headers=image),
        asked.put("/listings/1", json={"address": "x"}, headers=image),
        asked.patch("/listings/1", json={"title": "x"}, headers=image),
    ]
    assert [answer.status_code for answer in answers] == [406] * 3
    assert asked.get("/listings").content == before


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("application/hal+json", "application/problem+json"),
        ("image/png", "application/problem+json"),
        ("*/*;q=0", "application/problem+json"),
        ("application/problem+xml", "application/problem+xml"),
        ("application/xml", "application/problem+xml"),
        (FIREFOX, HTML),
        (CHROME, HTML),
    ],
)
def test_an_error_is_negotiated_too(asked: TestClient, accept: str, media_type: str) -> None:
    response = asked.get("/castles", headers={"Accept": accept})
    assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (404, media_type)
    assert "Accept" in response.headers["Vary"].split(", ")


PIECES = [
    *("*", "/", ";", ",", "=", "q", "q=", '"', '""', "W/", "\\", " ", "\t", "-", "0", "1.", "9" * 400, "(", ")"),
    *("text/html", "application/json", "gzip", "bytes=", "charset", "\xff", "\xe6", "é", "%", "\x7f", "[", "{0}"),
    *(
        "Sun, 22 Nov 2026 19:15:20 GMT",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "31 Feb 2026",
        "GMT",
        "99999",
        "a" * 300,
    ),
    *('"' + "0" * 24 + '-json"', '"' + "0" * 24 + '"', "-".join("abc"), "1e400", "nan", "\u00b2"),
]
FIELDS = (
    *("Accept", "Accept-Encoding", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"),
    *("If-Range", "Range", "Content-Type", "Content-Encoding", "Accept-Charset", "Accept-Language", "Prefer"),
)
BROKEN_DATES = [
    *("", "0", "Sun", "Sun, 99 Nov 2026 19:15:20 GMT", "Sun, 22 Nov 99999 19:15:20 GMT", "Sun, 22 Nov 2026"),
    *("Sun, 22 Nov 2026 25:61:61 GMT", "Sun, 22 Nov 2026 19:15:20 +9999", "Sun, 22 Nov 2026 19:15:20 -999999"),
    *(
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "-1",
        "1e9",
        "Mon, 01 Jan 0000 00:00:00 GMT",
    ),
    *("Sun, 22 Nov 2026 19:15:20 " + "9" * 5_000, "9" * 5_000, "Sunday, 22-Nov-26 19:15:20 GMT", "Nov"),
]


def broken(number: int) -> list[tuple[bytes, bytes]]:
    """Return some header fields of nonsense: the same for the same number."""
    chance = random.Random(number)
    fields = []
    for name in chance.sample(FIELDS, chance.randint(1, 4)):
        dates = name.endswith("-Since") and chance.random() < 0.5
        value = (
            chance.choice(BROKEN_DATES)
            if dates
            else "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 12)))
        )
        fields.append((name.encode(), value.encode("latin-1").strip()))
    return fields


DEFINED = {
    "GET": {200, 304, 406},
    "HEAD": {200, 304, 406},
    "POST": {201, 303, 400, 406, 409, 412, 415, 422},
    "PUT": {200, 400, 406, 412, 415, 422},
    "PATCH": {200, 400, 406, 412, 415, 422},
    "DELETE": {204, 404, 406, 412},
    "OPTIONS": {204},
}


def test_broken_fields_get_a_defined_status(asked: TestClient) -> None:
    wrong = []
    seen = set()
    for number in range(600):
        method = list(DEFINED)[number % len(DEFINED)]
        path = "/listings" if method == "POST" else "/listings/1"
        path = "/listings/4096" if method == "DELETE" else path
        fields = broken(number)
        if not any(name == b"Content-Type" for name, _ in fields):
            fields.append((b"Content-Type", b"application/json"))
        content = b'{"user_id": 1, "address": "Algade 1"}' if method in {"POST", "PUT", "PATCH"} else None
        response = asked.request(method, path, headers=fields, content=content)
        seen.add(response.status_code)
        if response.status_code not in DEFINED[method]:
            wrong.append((method, fields, response.status_code))
    assert wrong == []
    assert seen >= {200, 204, 404, 406, 412, 415}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    "value", [" " * 16_000, ", " * 8_000, '"' * 16_000, ";" * 16_000, "W/" * 8_000, "9" * 16_000]
)
def test_a_long_field_is_read_in_no_time(asked: TestClient, name: str, value: str) -> None:
    response = asked.get("/listings/1", headers={name: f"x{value}x"})
    assert response.status_code in DEFINED["GET"]
    assert response.elapsed.total_seconds() < 1
