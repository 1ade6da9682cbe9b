"""The search, against an oracle in plain Python: every listing once, in order, whatever the size of a page."""

import asyncio
import base64
import random
import sqlite3
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal
from functools import cache
from itertools import chain, combinations
from typing import Any, TypeVar

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from hytte.database import Database, sqlite
from hytte.database.reader import Reader, Row
from hytte.database.statements import Statement
from hytte.domain.text import folded
from hytte.errors import Invalid
from hytte.models import Base
from hytte.queries.pages import MAX_NUMBER, Page, read_cursor
from hytte.queries.search import list_listings
from hytte.queries.users import list_users
from hytte.schemas.listings import ListingFilter
from hytte.settings import Settings
from tests.conftest import ENGINES, migrated, new_database_url

T = TypeVar("T")

USERS = Base.metadata.tables["users"]
LISTINGS = Base.metadata.tables["listings"]
CURRENCY = "DKK"
"""The server's."""

DECIMALS = {"DKK": 2, "JPY": 0, "KWD": 3}
CITIES = {
    "København": "kobenhavn",
    "KØBENHAVN": "kobenhavn",
    "Århus": "arhus",
    "A\u030arhus": "arhus",
    None: None,
}
"""Cities as people write them, and what is the same city."""

PEOPLE = ("Ada", "Bo", "Cy")


@cache
def homes() -> list[dict[str, Any]]:
    """Return 300 listings; of many the price is the same, of some there is none."""
    chance = random.Random(20)
    rows = []
    for number in range(1, 301):
        currency = chance.choice(["DKK", "DKK", "JPY", "KWD"])
        major = chance.choice([None, None, *range(1, 12), 450, 999_999])
        rows.append(
            {
                "id": number,
                "user_id": chance.randint(1, len(PEOPLE)),
                "address": f"Nørrebrogade {number}",
                "city": chance.choice(list(CITIES)),
                "room_type": chance.choice(["entire_home", "private_room", None]),
                "capacity": chance.choice([None, 1, 2, 4, 16]),
                "currency": currency,
                "price": None if major is None else major * 10 ** DECIMALS[currency] + chance.choice([0, 0, 1]),
            }
        )
    return rows


def stored(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the table."""
    city = None if row["city"] is None else folded(row["city"])
    return row | {"address_folded": folded(row["address"]), "city_folded": city}


def fill(session: Session) -> None:
    session.execute(insert(USERS), [{"username": name} for name in PEOPLE])
    # In no order: what is in order when it is read was put in order.
    rows = random.Random(21).sample(homes(), len(homes()))
    session.execute(insert(LISTINGS), [stored(row) for row in rows])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return the URL of a database with all homes, made when it is first asked for."""

    @cache
    def make(engine: str) -> str:
        url = migrated(new_database_url(engine, tmp_path_factory.mktemp("search")))
        with Database(Settings(database_url=url)) as database:
            database.transact_now(fill)
        return url

    return make


@pytest.fixture(params=ENGINES)
def homes_url(request: pytest.FixtureRequest, filled: Callable[[str], str]) -> str:
    """The URL of a database with all homes, once for each engine; nobody writes there."""
    return filled(request.param)


def read(database_url: str, use: Callable[[Reader], Awaitable[T]]) -> T:
    """Open a database as a server does, and use its reader."""

    async def reading() -> T:
        async with Database(Settings(database_url=database_url)) as database:
            return await use(database.reader)

    return asyncio.run(reading())


def search(reader: Reader, user_id: int | None = None, **wanted: Any) -> Awaitable[Page]:
    return list_listings(reader, ListingFilter.model_validate(wanted), CURRENCY, user_id=user_id)


def ids(page: Page) -> list[int]:
    return [item["id"] for item in page.items]


async def walk(reader: Reader, limit: int, **wanted: Any) -> list[list[int]]:
    """Return the ids of every page, following the cursors to the end."""
    page = await search(reader, limit=limit, **wanted)
    pages = [ids(page)]
    while page.next_cursor is not None:
        page = await search(reader, limit=limit, cursor=page.next_cursor, **wanted)
        pages.append(ids(page))
    return pages


# The oracle


def major(row: dict[str, Any]) -> Decimal:
    """Return a price in major units."""
    return Decimal(row["price"]).scaleb(-DECIMALS[row["currency"]])


def same_city(city: str | None) -> str | None:
    """Return a city as people compare it: without case, accents and the strokes of ø."""
    if city is None:
        return None
    letters = unicodedata.normalize("NFD", city.lower().replace("ø", "o"))
    return "".join(letter for letter in letters if letter.isalpha())


FITS: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "user_id": lambda row, wanted: row["user_id"] == wanted,
    "city": lambda row, wanted: same_city(row["city"]) == same_city(wanted),
    "room_type": lambda row, wanted: row["room_type"] == wanted,
    "currency": lambda row, wanted: row["currency"] == wanted,
    "guests": lambda row, wanted: row["capacity"] is not None and row["capacity"] >= int(wanted),
    "min_price": lambda row, wanted: row["price"] is not None and major(row) >= Decimal(wanted),
    "max_price": lambda row, wanted: row["price"] is not None and major(row) <= Decimal(wanted),
}


def expected(sort: str | None, wanted: dict[str, Any]) -> list[int]:
    """Return the ids of all listings that fit, in order."""
    if sort or "min_price" in wanted or "max_price" in wanted:
        wanted = {"currency": CURRENCY} | wanted
    rows = [row for row in homes() if all(FITS[name](row, value) for name, value in wanted.items())]
    if sort is None:
        return sorted((row["id"] for row in rows), reverse=True)
    priced = sorted((row["price"], row["id"]) for row in rows if row["price"] is not None)
    unpriced = sorted(row["id"] for row in rows if row["price"] is None)
    direction = -1 if sort == "-price" else 1
    return [number for _price, number in priced][::direction] + unpriced[::direction]


FILTERS: dict[str, Any] = {
    "user_id": 2,
    "city": "kØbenhavn",
    "room_type": "entire_home",
    "currency": "KWD",
    "guests": "2",
    "min_price": "3.001",
    "max_price": "10.005",
}
COMBINATIONS = [
    dict(chosen)
    for chosen in chain.from_iterable(combinations(FILTERS.items(), n) for n in range(len(FILTERS) + 1))
]


def test_control_the_oracle_knows_the_cities_and_finds_something_for_most_combinations() -> None:
    assert {city: same_city(city) for city in CITIES} == CITIES
    found = [expected(sort, wanted) for sort in (None, "price") for wanted in COMBINATIONS]
    assert sum(bool(some) for some in found) > 0.8 * len(found)
    unpriced = {row["id"] for row in homes() if row["price"] is None}
    assert set(expected("price", {})) & unpriced


@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize("sort", [None, "price", "-price"])
def test_every_listing_that_fits_is_on_one_page_and_in_order(
    homes_url: str, sort: str | None, limit: int
) -> None:
    async def walking(reader: Reader) -> list[Any]:
        wrong: list[Any] = []
        for wanted in COMBINATIONS:
            order = {} if sort is None else {"sort": sort}
            pages = await walk(reader, limit, **order, **wanted)
            right = expected(sort, wanted)
            if pages != [right[start : start + limit] for start in range(0, len(right) or 1, limit)]:
                wrong.append((wanted, pages, right))
        return wrong

    assert read(homes_url, walking) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_order_does_not_depend_on_the_plan(database: Database, database_url: str) -> None:
    """Listings of one price lie in order in the index, so it is only without one that their order is seen."""

    def forbid_indexes(session: Session) -> None:
        for kind in ("indexscan", "indexonlyscan", "bitmapscan"):
            session.execute(text(f"ALTER DATABASE {database_url.rpartition('/')[2]} SET enable_{kind} = off"))

    async def walking(reader: Reader) -> dict[str, list[int]]:
        return {
            sort: [n for page in await walk(reader, 7, sort=sort) for n in page] for sort in ("price", "-price")
        }

    database.transact_now(fill)
    database.transact_now(forbid_indexes)
    assert read(database_url, walking) == {sort: expected(sort, {}) for sort in ("price", "-price")}


@pytest.mark.parametrize("sort", ["price", "-price"])
def test_listings_without_a_price_come_last_in_both_directions(homes_url: str, sort: str) -> None:
    page = read(homes_url, lambda reader: search(reader, sort=sort, limit=100, city="Århus"))
    prices = [item["price"] is None for item in page.items]
    assert page.next_cursor is None
    assert prices == sorted(prices)
    assert len(set(prices)) == 2


@pytest.mark.parametrize("spelling", ["Århus", "århus", "ÅRHUS", "A\u030arhus", "Aarhus", " århus! "])
def test_a_city_is_found_in_every_spelling(homes_url: str, spelling: str) -> None:
    page = read(homes_url, lambda reader: search(reader, city=spelling, limit=100))
    assert ids(page) == expected(None, {"city": "Århus"})[:100]


@pytest.mark.parametrize("wanted", [{"sort": "price"}, {"min_price": "1"}, {"max_price": "1000000"}])
def test_prices_are_in_the_servers_currency_when_none_is_named(homes_url: str, wanted: dict[str, Any]) -> None:
    page = read(homes_url, lambda reader: search(reader, **wanted))
    assert {item["currency"] for item in page.items} == {CURRENCY}


def test_without_prices_in_question_all_currencies_are_shown(homes_url: str) -> None:
    page = read(homes_url, lambda reader: search(reader, limit=100))
    assert {item["currency"] for item in page.items} == set(DECIMALS)


@pytest.mark.parametrize(("bounds", "found"), [(("450.5", "450.5"), 1), (("450.501", "450.509"), 0)])
def test_bounds_are_exact(database: Database, database_url: str, bounds: tuple[str, str], found: int) -> None:
    row = {"id": 1, "user_id": 1, "address": "x", "city": None, "currency": CURRENCY, "price": 45_050}

    def adding(session: Session) -> None:
        session.execute(insert(USERS), {"username": "Ada"})
        session.execute(insert(LISTINGS), stored(row))

    database.transact_now(adding)
    least, most = bounds
    page = read(database_url, lambda reader: search(reader, min_price=least, max_price=most))
    assert len(page.items) == found


def test_both_engines_give_the_same_pages(filled: Callable[[str], str]) -> None:
    async def walking(reader: Reader) -> list[Any]:
        return [await walk(reader, 7, sort=sort, city="københavn") for sort in (None, "price", "-price")]

    of_sqlite, of_postgresql = (read(filled(engine), walking) for engine in ENGINES)
    assert of_sqlite == of_postgresql


@pytest.mark.parametrize("sort", [None, "price", "-price"])
def test_a_page_does_not_shift_when_others_change(
    database: Database, database_url: str, sort: str | None
) -> None:
    """Listings are added before the first page and deleted from it, also the one that it ended with."""
    database.transact_now(fill)
    before = expected(sort, {"currency": CURRENCY})
    extreme = {None: None, "price": 1, "-price": 100_000_000}[sort]
    new = {"user_id": 1, "address": "x", "city": None, "currency": CURRENCY, "price": extreme, "room_type": None}

    def change(session: Session) -> None:
        session.execute(insert(LISTINGS), [stored(new | {"id": number, "capacity": 1}) for number in (901, 902)])
        session.execute(delete(LISTINGS).where(LISTINGS.c.id.in_(before[5:7])))

    async def turning(reader: Reader) -> list[int]:
        first = await search(reader, limit=7, sort=sort, currency=CURRENCY)
        await asyncio.to_thread(database.transact_now, change)
        second = await search(reader, limit=7, sort=sort, currency=CURRENCY, cursor=first.next_cursor)
        return ids(first) + ids(second)

    added_in_front = {901, 902} if sort == "price" else set()
    assert not added_in_front & set(before)
    assert read(database_url, turning) == before[:14]


def test_the_last_page_has_no_cursor_even_when_it_is_full(homes_url: str) -> None:
    right = expected(None, {"user_id": 1, "guests": "4"})
    page = read(homes_url, lambda reader: search(reader, user_id=1, guests="4", limit=len(right)))
    assert (ids(page), page.next_cursor) == (right, None)


def test_users_are_listed_newest_first_and_every_one_once(homes_url: str) -> None:
    async def walking(reader: Reader) -> list[str]:
        cursor, names = None, []
        while page := await list_users(reader, 1, cursor):
            names += [item["username"] for item in page.items]
            if (cursor := page.next_cursor) is None:
                break
        return names

    assert read(homes_url, walking) == list(PEOPLE[::-1])


# Cursors


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("order", [None, "price", "-price"])
@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "====",
        "æøå",
        "%00",
        encoded("newest"),
        encoded("newest:"),
        encoded("newest::"),
        encoded("newest::-1"),
        encoded("newest::1 OR 1=1"),
        encoded("nearest::1"),
        encoded(f"newest::{MAX_NUMBER + 1}"),
        encoded(f"price:{MAX_NUMBER + 1}:1"),
        encoded(f"-price:1:{'9' * 19}"),
        encoded("price:1.5:1"),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_what_is_no_cursor_is_refused(cursor: str, order: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        read_cursor(cursor, order or "newest")
    assert [(field.pointer, field.code) for field in refused.value.fields] == [("cursor", "cursor")]


@pytest.mark.parametrize(("order", "other"), [(None, "price"), ("price", "-price"), ("-price", None)])
def test_a_cursor_of_another_order_is_refused(homes_url: str, order: str | None, other: str | None) -> None:
    page = read(homes_url, lambda reader: search(reader, sort=order, limit=1))
    with pytest.raises(Invalid):
        asyncio.run(turn(Recorder(), page.next_cursor, other))


def test_a_cursor_is_short_and_safe_in_a_url() -> None:
    longest = encoded(f"-price:{MAX_NUMBER}:{MAX_NUMBER}")
    assert len(longest) <= 100
    assert set(longest) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


async def turn(reader: Reader, cursor: str | None, sort: str | None) -> Page:
    return await search(reader, cursor=cursor, sort=sort)


# Plans


class Recorder:
    """A reader that finds nothing and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Statement, dict[str, Any]]] = []

    async def rows(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        self.asked.append((statement, values))
        return []

    search = rows

    async def open(self) -> None: ...

    async def close(self) -> None: ...


@pytest.fixture(scope="module")
def plans(filled: Callable[[str], str]) -> Iterator[Any]:
    """A connection to the SQLite database with all homes, that explains."""
    connection = sqlite.driver.connect(filled("sqlite").removeprefix("sqlite:///"))
    yield connection
    connection.close()


def plan(connection: Any, **wanted: Any) -> list[list[str]]:
    """Return the steps of each statement of a search."""
    recorder = Recorder()
    asyncio.run(_searching(recorder, wanted))
    explained = []
    for statement, values in recorder.asked:
        sql = f"EXPLAIN QUERY PLAN {statement.sqlite.sql}"
        steps = connection.execute(sql, {**statement.sqlite.constants, **values}).fetchall()
        explained.append([step[-1] for step in steps])
    return explained


async def _searching(reader: Reader, wanted: dict[str, Any]) -> Page:
    return await search(reader, **wanted)


AFTER = {None: encoded("newest::150"), "price": encoded("price:500:150"), "-price": encoded("-price:500:150")}
UNPRICED = {"price": encoded("price::150"), "-price": encoded("-price::150")}
ALONG_AN_INDEX = [
    {"cursor": AFTER[None]},
    {"user_id": 1},
    {"user_id": 1, "cursor": AFTER[None]},
    {"city": "københavn"},
    {"city": "københavn", "cursor": AFTER[None]},
    *({"sort": sort} for sort in UNPRICED),
    *({"sort": sort, "cursor": AFTER[sort]} for sort in UNPRICED),
    *({"sort": sort, "cursor": cursor} for sort, cursor in UNPRICED.items()),
    {"sort": "price", "min_price": "1", "max_price": "2"},
]


@pytest.mark.parametrize("wanted", [{}, *ALONG_AN_INDEX])
def test_no_page_is_sorted(plans: Any, wanted: dict[str, Any]) -> None:
    assert [step for steps in plan(plans, **wanted) for step in steps if "TEMP B-TREE" in step] == []


@pytest.mark.parametrize("wanted", ALONG_AN_INDEX)
def test_a_page_is_sought_along_an_index(plans: Any, wanted: dict[str, Any]) -> None:
    for steps in plan(plans, **wanted):
        of_listings = [step for step in steps if " listings" in step]
        assert len(of_listings) == 1
        assert of_listings[0].startswith("SEARCH listings USING ")


def test_the_newest_page_follows_the_rows_from_the_last(plans: Any) -> None:
    (steps,) = plan(plans)
    assert steps == ["SCAN listings", "SEARCH users USING INTEGER PRIMARY KEY (rowid=?)"]


def test_control_a_sorted_page_would_be_seen(plans: sqlite3.Connection) -> None:
    steps = plans.execute("EXPLAIN QUERY PLAN SELECT * FROM listings ORDER BY title").fetchall()
    assert [step[-1] for step in steps] == ["SCAN listings", "USE TEMP B-TREE FOR ORDER BY"]


MANY = 2_000


@pytest.fixture(scope="module", params=["the same price", "different prices"])
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A connection to an SQLite database with many listings, whose prices rise with their ids or are all one."""
    url = migrated(new_database_url("sqlite", tmp_path_factory.mktemp("many")))
    rising = request.param == "different prices"
    row = {"user_id": 1, "address": "x", "city": None, "currency": CURRENCY}
    rows = [stored(row | {"id": n, "price": 70_000 + (n if rising else 0)}) for n in range(1, MANY + 1)]

    def adding(session: Session) -> None:
        session.execute(insert(USERS), {"username": "Ada"})
        session.execute(insert(LISTINGS), rows)

    with Database(Settings(database_url=url)) as database:
        database.transact_now(adding)
    connection = sqlite.driver.connect(url.removeprefix("sqlite:///"))
    yield connection
    connection.close()


def cost(connection: Any, **wanted: Any) -> int:
    """Return how many steps SQLite's virtual machine makes for a page."""
    recorder = Recorder()
    asyncio.run(_searching(recorder, wanted))
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    connection.set_progress_handler(step, 1)
    for statement, values in recorder.asked:
        connection.execute(statement.sqlite.sql, {**statement.sqlite.constants, **values}).fetchall()
    connection.set_progress_handler(None, 1)
    return steps


@pytest.mark.parametrize("sort", [None, "price", "-price"])
def test_a_page_costs_the_same_at_any_depth(many: Any, sort: str | None) -> None:
    def cost_after(number: int) -> int:
        ((price,),) = many.execute("SELECT price FROM listings WHERE id = ?", (number,))
        cursor = f"newest::{number}" if sort is None else f"{sort}:{price}:{number}"
        return cost(many, sort=sort, cursor=encoded(cursor))

    middle, one_end, other_end = cost_after(MANY // 2), cost_after(MANY - 50), cost_after(50)
    assert max(one_end, other_end) <= 1.2 * middle
    assert min(one_end, other_end) >= 0.8 * middle
