"""Rows and files of Inside Airbnb that cannot be taken, each with its reason."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hytte.domain.imports import ListingRecord
from hytte.domain.insideairbnb import ListingReader, read_listings
from hytte.domain.rows import RefusedRow, Row
from hytte.errors import Invalid
from tests.domain.insideairbnb_rows import ADAS_HOME_IN_DETAIL, SUMMARY_2019, read_changed


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"id": ""}, "The row has no id."),
        ({"id": "6.5e17"}, "The id '6.5e17' is no number."),
        ({"id": "١٢"}, "The id '١٢' is no number."),
        ({"host_id": ""}, "The row has no host_id."),
        ({"price": "free"}, "The price 'free' is no amount of money."),
        ({"price": "-5"}, "The price '-5' is no amount of money."),
        ({"price": "1,20"}, "The price '1,20' is no amount of money."),
        (
            {"price": "$1,000,000.01"},
            "The price '$1,000,000.01' is refused: A price is above 0 and at most 1000000.",
        ),
        ({"price": "$0.001"}, "The price '$0.001' is refused: DKK has 2 decimals at most."),
        ({"latitude": "north"}, "The latitude 'north' is no coordinate."),
        ({"latitude": "nan"}, "The latitude 'nan' is no coordinate."),
        ({"latitude": "90.5"}, "The latitude '90.5' is not between -90 and 90."),
        ({"longitude": ""}, "The longitude '' is no coordinate."),
        ({"beds": "two"}, "The beds 'two' is no whole number."),
        ({"beds": "-1"}, "The beds '-1' is no whole number."),
        ({"bedrooms": "1.5"}, "The bedrooms '1.5' is no whole number."),
        ({"accommodates": "1001"}, "The accommodates '1001' is too large."),
        ({"bathrooms": "1e999"}, "The bathrooms '1e999' is no number."),
        ({"bathrooms": "1000.5"}, "The bathrooms '1000.5' is too large."),
        ({"minimum_nights": "9999999999"}, "The minimum_nights '9999999999' is too large."),
        ({"maximum_nights": "\x1b[2J"}, r"The maximum_nights '\x1b[2J' is no whole number."),
        ({"amenities": '{"TV"'}, "The amenities '{\"TV\"' is no set of texts."),
        ({"amenities": "{TV,{Wifi}}"}, "The amenities '{TV,{Wifi}}' is no set of texts."),
        ({"amenities": '["TV", 2]'}, "The amenities '[\"TV\", 2]' is no list of texts."),
        ({"amenities": "[" * 100_000}, f"The amenities '{'[' * 40}…' is no list of texts."),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_reason(changed: dict[str, str], reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_changed(**changed)
    assert refusal.value.detail == reason


def test_a_row_of_another_length_than_the_header_is_refused() -> None:
    with pytest.raises(Invalid, match="The row has 2 values where the header has 16"):
        ListingReader(SUMMARY_2019.split(","), city="København", currency="DKK").read(["1", "Loft"])


def test_refused_rows_keep_their_place_among_the_listings() -> None:
    rows: list[Row | RefusedRow] = [
        Row(2, ["7", "8"]),
        Row(3, ["", "8"]),
        RefusedRow(4, "It is torn."),
        Row(6, ["9", "8"]),
    ]
    taken = list(read_listings(["id", "host_id"], rows, city="Aarhus", currency="DKK"))
    assert [row.source_id if isinstance(row, ListingRecord) else row for row in taken] == [
        "7",
        RefusedRow(3, "The row has no id."),
        RefusedRow(4, "It is torn."),
        "9",
    ]


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (lambda: read_listings(["name"], [], city="Aarhus", currency="DKK"), "no column id"),
        (lambda: read_listings(["id"], [], city="Aarhus", currency="dollars"), "no currency code"),
        (lambda: read_listings(["id"], [], city=" ", currency="DKK"), "The city has no name"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_before_its_first_row(
    refused: Callable[[], object], reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        refused()


COLUMNS = sorted(ADAS_HOME_IN_DETAIL)
ANYTHING = (
    st.text() | st.from_regex(r"\A[-$]?[0-9,]{0,12}(\.[0-9]{0,3})?\Z") | st.sampled_from(["{}", "<br>&#1;"])
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(COLUMNS, ANYTHING)))
def test_whatever_a_file_says_a_listing_is_within_the_limits_or_refused(changed: dict[str, str]) -> None:
    try:
        home = read_changed(**changed)
    except Invalid:
        return
    assert 1 <= len(home.host.username) <= 255
    assert 1 <= len(home.address) <= 300
    assert home.title is None or 1 <= len(home.title) <= 255
    assert home.price is None or 0 < home.price <= 100_000_000
    assert (home.latitude is None) == (home.longitude is None)
    assert home.maximum_nights is None or 1 <= home.minimum_nights <= home.maximum_nights < 2**31
    texts = [home.title, home.description, home.address, home.host.username, *home.amenities]
    assert not set("\x00\x01\r\ud800\ufffe\uffff") & set("".join(text or "" for text in texts))
