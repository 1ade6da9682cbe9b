"""Addresses that are suggested while somebody types: those of the listings, the same on every engine."""

import asyncio
from collections.abc import Callable
from functools import cache

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from hytte.database import Database
from hytte.domain.autocomplete import AddressQuery
from hytte.domain.text import folded
from hytte.models import Base
from hytte.queries.addresses import suggest_addresses
from hytte.settings import Settings
from tests.conftest import ENGINES, migrated, new_database_url

BOGHOLDER = "Bogholder Allé 3, 2720 Vanløse"
BOGTRYKKER = "Bogtrykkervej 10, 2400 København NV"
BOGENSE = "Gammel Bogensevej 5, 5471 Søndersø"
BOGEN = "Ved Bogen 1, 2200 København N"
NUMBER_20 = "Nørrebrogade 20, 2200 København N"
NUMBER_200 = "Nørrebrogade 200, 2200 København N"
NUMBER_2200 = "Sundvej 2200, 2700 Brønshøj"
TAASTRUP = "Åvej 7, 0800 Høje Taastrup"
MOSEVEJ = [f"Mosevej {number}, 4000 Roskilde" for number in range(1, 31)]
ODD = "100% Hytte_1 'Ada' \"B\\o\"; --"
SPELLINGS = [
    "Ålykke 1",
    "Aalykke 1",
    "aalykke 1",
    "AALYKKE 1",
    "Ålykke, 1",
    "ÅLYKKE-1",
    "A\u030alykke 1",
    "Ålykke  1",
]
ADDRESSES = [
    *MOSEVEJ[::-1],
    BOGEN,
    *SPELLINGS,
    BOGTRYKKER,
    BOGHOLDER,
    NUMBER_200,
    NUMBER_20,
    BOGENSE,
    ODD,
    TAASTRUP,
    BOGHOLDER,  # two homes at one address
    NUMBER_2200,
    BOGHOLDER,
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return the URL of a database with a listing at each address, made when it is first asked for."""

    def fill(session: Session) -> None:
        session.execute(insert(Base.metadata.tables["users"]), {"username": "Ada"})
        listings = Base.metadata.tables["listings"]
        for address in ADDRESSES:
            row = {"user_id": 1, "address": address, "address_folded": folded(address), "currency": "DKK"}
            session.execute(insert(listings), row)

    @cache
    def make(engine: str) -> str:
        url = migrated(new_database_url(engine, tmp_path_factory.mktemp("addresses")))
        with Database(Settings(database_url=url)) as database:
            database.transact_now(fill)
        return url

    return make


@pytest.fixture(params=ENGINES)
def register(request: pytest.FixtureRequest, filled: Callable[[str], str]) -> str:
    """The URL of a database with a listing at each address, once for each engine."""
    return filled(request.param)


def suggested(register: str, text: str, *postal_codes: int) -> list[str]:
    """Return the texts that are suggested, as a server would."""

    async def reading() -> list[str]:
        async with Database(Settings(database_url=register)) as database:
            found = await suggest_addresses(database.reader, AddressQuery(text, postal_codes))
        assert all(item.keys() == {"tekst"} for item in found)
        return [item["tekst"] for item in found]

    return asyncio.run(reading())


def test_addresses_that_begin_with_the_text_come_before_those_that_contain_it(register: str) -> None:
    assert suggested(register, "bog") == [BOGHOLDER, BOGTRYKKER, BOGENSE, BOGEN]


def test_an_address_of_several_homes_is_suggested_once(register: str) -> None:
    assert suggested(register, "Bogholder") == [BOGHOLDER]


@pytest.mark.parametrize(
    "text",
    [
        "Nørrebrogade 20",
        "nørrebrogade 20",
        "NOERREBROGADE 20",
        "nørrebro 20",
        "20 nørrebro",
        "nørrebro 220 20 n køb",
    ],
)
def test_every_word_is_the_beginning_of_a_word_of_the_address(register: str, text: str) -> None:
    expected = {NUMBER_20} if "220" in text else {NUMBER_20, NUMBER_200}
    assert expected <= set(suggested(register, text)) <= {NUMBER_20, NUMBER_200}


@pytest.mark.parametrize(
    "text", ["ogholder", "brogade", "nørrebrogade 21", "nørrebrogade zz", "bogholder mosevej"]
)
def test_a_word_that_begins_none_of_the_address_finds_nothing(register: str, text: str) -> None:
    assert suggested(register, text) == []


def test_what_was_typed_so_far_may_end_in_a_blank(register: str) -> None:
    assert suggested(register, " bogholder  ") == [BOGHOLDER]


@pytest.mark.parametrize("text", ["Bogholder Alle", "bogholder allé", "BOGHOLDER ALLÉ 3, 2720", "bogholder-allé"])
def test_accents_case_and_punctuation_do_not_count(register: str, text: str) -> None:
    assert suggested(register, text) == [BOGHOLDER]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((2720,), [BOGHOLDER]),
        ((2720, 2200), [BOGHOLDER, BOGEN]),
        ((5471, 2400), [BOGTRYKKER, BOGENSE]),
        ((1000,), []),
        ((272,), []),
        ((1000, 2720), [BOGHOLDER]),
    ],
)
def test_only_addresses_with_one_of_the_postal_codes_are_suggested(
    register: str, codes: tuple[int, ...], expected: list[str]
) -> None:
    assert suggested(register, "bog", *codes) == expected


def test_a_postal_code_has_four_digits_also_when_it_begins_with_zeros(register: str) -> None:
    assert suggested(register, "åvej", 800) == [TAASTRUP]


@pytest.mark.parametrize("text", ["", " ", "\t", "%", "_", "'", "--", ".,;:", "\\"])
def test_without_a_letter_or_a_digit_nothing_is_suggested(register: str, text: str) -> None:
    assert suggested(register, text) == []


@pytest.mark.parametrize(
    "text", ["bog%holder", "b_gholder", "bogholder%' --", "%bogholder", "_ogholder", "[b]ogholder"]
)
def test_wildcards_and_quotes_are_only_punctuation(register: str, text: str) -> None:
    words = folded(text).split()
    found = suggested(register, text)
    assert found == ([BOGHOLDER] if words == ["bogholder"] else [])


@pytest.mark.parametrize(
    "text", ["' OR '1'='1", "bog'; DROP TABLE listings; --", "bog\\' OR 1=1", 'bog" OR ""="']
)
def test_a_query_is_never_part_of_the_statement(register: str, text: str) -> None:
    assert suggested(register, text) == []


def test_an_address_of_odd_characters_is_suggested_as_it_is(register: str) -> None:
    assert suggested(register, "100% hytte_1 'ada'") == [ODD]


def test_twenty_are_suggested_at_most(register: str) -> None:
    assert len(suggested(register, "mosevej")) == 20


def test_the_first_in_order_are_suggested(register: str) -> None:
    assert suggested(register, "mosevej") == sorted(MOSEVEJ, key=folded)[:20]


def test_a_word_that_is_typed_again_and_again_finds_what_it_finds_once(register: str) -> None:
    assert set(suggested(register, "bog " * 25)) == set(suggested(register, "bog"))


def test_every_spelling_of_an_address_is_suggested(register: str) -> None:
    assert sorted(suggested(register, "ålykke")) == sorted(SPELLINGS)


@pytest.mark.parametrize("text", ["ålykke", "1", "2", "bog", "m", "n", "k", "v"])
def test_both_engines_suggest_the_same_in_the_same_order(filled: Callable[[str], str], text: str) -> None:
    of_sqlite, of_postgresql = (suggested(filled(engine), text) for engine in ENGINES)
    assert of_sqlite == of_postgresql
