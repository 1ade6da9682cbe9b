"""The same listing says the same in every representation, whatever texts and numbers it has."""

import csv
import io
import json
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, TypeGuard, get_args
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hytte.domain.currencies import EXPONENTS
from hytte.queries.pages import Page
from hytte.representations import csv as csv_representation
from hytte.representations import geojson, hal, html, xml
from hytte.representations import json as json_representation
from hytte.representations.documents import Link
from hytte.representations.listings import listing as listing_document
from hytte.representations.listings import listings as listings_document
from hytte.schemas.listings import ListingRead
from hytte.schemas.values import RoomType

BASE = "http://127.0.0.1:8000"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "'")

NASTY = [
    "<script>alert(1)</script>",
    "</textarea></title></script>",
    "\"quoted\" & 'quoted'",
    "]]>",
    "<![CDATA[x]]>",
    "<!-- x -->",
    "&amp;lt;&#0;&nbsp;",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "a,b;c\"d'e",
    "a\nb",
    " both ends ",
    "{{ 7 * 7 }}{% raw %}",
    "%(id)s {0} ${a}",
    "\u202eetttyh",
    "Søhytte 🛁 Ⅷ",
    "x" * 255,
    "javascript:alert(1)",
    "NULL",
    "true",
    "\ue000\uffef\U0010fffd",
    "\x7f\x85\u2028\u2029",
]
# What can be stored: no surrogates, no control characters but tab, line feed and carriage return.
CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[chr(code) for code in range(32) if code not in {9, 10, 13}] + ["\ufffe", "\uffff"],
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(CHARACTERS, min_size=1, max_size=40))
INSTANTS = (
    st.datetimes()
    .map(lambda instant: f"{instant.isoformat(timespec='microseconds')}Z")
    .filter(lambda text: text[0] in "12")
)


@st.composite
def listings(draw: st.DrawFn) -> dict[str, Any]:
    """Return a listing's document as `queries.listings` gives it."""
    currency = draw(st.sampled_from(["DKK", "JPY", "TND", "EUR"]))
    minor = draw(st.one_of(st.none(), st.integers(1, 10**9)))
    price = None if minor is None else float(Decimal(minor).scaleb(-EXPONENTS[currency]))
    if price is not None and EXPONENTS[currency] == 0:
        price = int(price)
    position = draw(st.one_of(st.none(), st.tuples(st.integers(-9000, 9000), st.integers(-18000, 18000))))
    optional = st.one_of(st.none(), TEXTS)
    number = st.one_of(st.none(), st.integers(0, 1000))
    return {
        "id": draw(st.integers(1, 2**63 - 1)),
        "user_id": draw(st.integers(1, 2**63 - 1)),
        "username": draw(TEXTS),
        "title": draw(optional),
        "description": draw(optional),
        "address": draw(TEXTS),
        "price": price,
        "currency": currency,
        "latitude": None if position is None else position[0] / 100,
        "longitude": None if position is None else position[1] / 100,
        "room_type": draw(st.sampled_from([None, *get_args(RoomType)])),
        "property_type": draw(optional),
        "capacity": draw(number),
        "bedrooms": draw(number),
        "beds": draw(number),
        "bathrooms": draw(st.one_of(st.none(), st.floats(0, 1000))),
        "amenities": draw(st.lists(TEXTS, max_size=4)),
        "minimum_nights": draw(st.integers(1, 2**31 - 1)),
        "maximum_nights": draw(st.one_of(st.none(), st.integers(1, 2**31 - 1))),
        "neighbourhood": draw(optional),
        "city": draw(optional),
        "licence": draw(optional),
        "source": draw(st.sampled_from([None, "insideairbnb"])),
        "source_id": draw(optional),
        "created_at": draw(INSTANTS),
        "updated_at": draw(INSTANTS),
    }


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def page(*items: dict[str, Any]) -> Any:
    return listings_document(Page(list(items)), (Link("self", "/listings"),), {})


def from_xml(element: ElementTree.Element) -> Any:
    """Return the value of an element, by the rule that `type` states."""
    kind, text = element.get("type"), element.text or ""
    if kind == "object":
        return {child.get("name", child.tag): from_xml(child) for child in element}
    if kind == "array":
        return [from_xml(child) for child in element]
    simple = {"string": text, "null": None, "boolean": text == "true"}
    return simple[kind] if kind in simple else json.loads(text)


REQUIRED = {"id", "user_id", "username", "address", "currency", "amenities", "minimum_nights"}
REQUIRED |= {"created_at", "updated_at"}
NUMBERS = {"id", "user_id", "price", "latitude", "longitude", "capacity", "bedrooms", "beds", "bathrooms"}
NUMBERS |= {"minimum_nights", "maximum_nights"}


def from_cell(name: str, text: str) -> Any:
    """Return the value of a cell, by the type of its member."""
    if name == "amenities":
        return json.loads(text.removeprefix("'"))
    if text == "" and name not in REQUIRED:
        return None
    if name in NUMBERS:
        return json.loads(text)
    return text[1:] if text.startswith("'") else text


@many
@given(data=listings())
def test_json(data: dict[str, Any]) -> None:
    assert json.loads(json_representation.write(listing_document(data).data)) == data


@many
@given(data=listings())
def test_hal(data: dict[str, Any]) -> None:
    one = json.loads(hal.render(listing_document(data), BASE))
    assert {name: value for name, value in one.items() if not name.startswith("_")} == data
    assert one["_links"]["self"]["href"] == f"{BASE}/listings/{data['id']}"
    assert one["_links"]["author"]["href"] == f"{BASE}/users/{data['user_id']}"
    many_of_them = json.loads(hal.render(page(data), BASE))["_embedded"]["item"]
    assert [{name: item[name] for name in data} for item in many_of_them] == [data]


@many
@given(data=listings())
def test_xml(data: dict[str, Any]) -> None:
    root = ElementTree.fromstring(xml.render(listing_document(data), BASE))
    assert (root.tag, from_xml(root)) == ("listing", data)
    root = ElementTree.fromstring(xml.render(page(data, data), BASE))
    assert (root.tag, from_xml(root)) == ("listings", [data, data])


@many
@given(data=listings())
def test_geojson(data: dict[str, Any]) -> None:
    feature = json.loads(geojson.render(listing_document(data), BASE))
    collection = json.loads(geojson.render(page(data), BASE))
    assert collection == {"type": "FeatureCollection", "features": [feature]}
    point = feature["geometry"]
    longitude, latitude = point["coordinates"] if point else (None, None)
    assert point is None or point["type"] == "Point"
    assert (feature["type"], feature["id"]) == ("Feature", data["id"])
    assert feature["properties"] | {"latitude": latitude, "longitude": longitude} == data


@many
@given(items=st.lists(listings(), max_size=3))
def test_csv(items: list[dict[str, Any]]) -> None:
    text = csv_representation.render(page(*items), BASE).decode()
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == list(ListingRead.model_fields)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [{name: from_cell(name, row[name]) for name in header} for row in found] == items
    numbers = {"latitude", "longitude"}
    assert [
        cell
        for row in found
        for name, cell in row.items()
        if name not in numbers and cell.startswith(FORMULAS[:-1])
    ] == []


def is_code(url: str | None) -> TypeGuard[str]:
    """Say whether a link would run something."""
    return (url or "").strip().lower().startswith(("javascript:", "data:text", "vbscript:"))


class Words(HTMLParser):
    """The texts of a page outside of forms, and everything that a browser would run."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.values: list[str] = []
        self.tags: list[str] = []
        self.running: list[str] = []
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.texts.append("")
        self.values += [value for _, value in attributes if value is not None]
        self.running += [name for name, _ in attributes if name.startswith("on") or name == "style"]
        self.running += [value for name, value in attributes if name in {"href", "src"} and is_code(value)]
        if tag in {"script", "style", "iframe", "object", "svg"}:
            self.running.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1:] = [self.texts[-1] + data] if self.texts else [data]


EMPTY: dict[str, Any] = dict.fromkeys(ListingRead.model_fields) | {
    "id": 1,
    "user_id": 1,
    "username": "Ada",
    "address": "Algade 1",
    "currency": "DKK",
    "amenities": [],
    "minimum_nights": 1,
    "created_at": "2026-11-22T17:15:00.000000Z",
    "updated_at": "2026-11-22T17:15:00.000000Z",
}


@many
@given(data=listings())
def test_html(data: dict[str, Any]) -> None:
    shown = Words(html.render(listing_document(data), BASE))
    texts = {text.strip() for text in shown.texts}
    names = ("title", "address", "username", "description", "neighbourhood", "city", "licence", "property_type")
    expected = {data[name].strip() for name in names if data[name]} | {text.strip() for text in data["amenities"]}
    assert expected - texts - {""} == set()
    numbers = {
        str(data[name]) for name in ("capacity", "bedrooms", "beds", "bathrooms") if data[name] is not None
    }
    assert numbers - texts == set()
    if data["price"] is not None:
        decimals = EXPONENTS[data["currency"]]
        assert f"{Decimal(str(data['price'])):,.{decimals}f} {data['currency']}" in texts
    if data["latitude"] is not None:
        assert f"{data['latitude']}, {data['longitude']}" in texts
    assert shown.running == []


@many
@given(data=listings())
def test_a_card_of_a_listing_in_html(data: dict[str, Any]) -> None:
    shown = Words(html.render(page(data), BASE))
    texts = {text.strip() for text in shown.texts}
    assert {(data["title"] or data["address"]).strip(), data["address"].strip()} - texts - {""} == set()
    assert f"/listings/{data['id']}" in shown.values
    assert shown.running == []


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_markup(text: str) -> None:
    members = ("username", "title", "description", "address", "property_type", "neighbourhood", "city", "licence")
    plain, nasty = (EMPTY | dict.fromkeys(members, words) | {"amenities": [words]} for words in ("x", text))
    for document in (listing_document, page):
        assert Words(html.render(document(nasty), BASE)).tags == Words(html.render(document(plain), BASE)).tags
        for element in ElementTree.fromstring(xml.render(document(nasty), BASE)).iter("title"):
            assert (element.text, list(element)) == (text, [])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "'"])
def test_a_formula_is_text_in_a_table(text: str) -> None:
    content = csv_representation.render(page(EMPTY | {"title": text, "city": f"x{text}"}), BASE).decode()
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert (row["title"], row["city"]) == (f"'{text}", f"x{text}")


def test_an_empty_page_says_nothing() -> None:
    assert json.loads(json_representation.write(page().data)) == []
    assert json.loads(geojson.render(page(), BASE)) == {"type": "FeatureCollection", "features": []}
    assert from_xml(ElementTree.fromstring(xml.render(page(), BASE))) == []
    assert csv_representation.render(page(), BASE).decode() == f"{','.join(ListingRead.model_fields)}\r\n"
    assert json.loads(hal.render(page(), BASE))["_embedded"] == {"item": []}
