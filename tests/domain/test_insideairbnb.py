"""Listing files of Inside Airbnb: each schema, and what becomes of each oddity."""

import pytest

from hytte.domain.imports import HostRecord, ListingRecord
from tests.domain.insideairbnb_rows import (
    ADAS_HOME,
    ADAS_HOME_IN_DETAIL,
    DETAILED_2016,
    DETAILED_2024,
    DETAILED_2025,
    SUMMARY_2019,
    SUMMARY_2025,
    read,
    read_changed,
)

WHAT_A_SUMMARY_SAYS = ListingRecord(
    source_id="1382677918676502519",
    host=HostRecord("815", "Ada"),
    title="Loft by the lakes",
    address="Indre By, København",
    neighbourhood="Indre By",
    city="København",
    latitude=55.6801,
    longitude=12.5702,
    room_type="entire_home",
    price=90000,
    currency="DKK",
    minimum_nights=3,
)


@pytest.mark.parametrize(
    ("header", "columns"),
    [(SUMMARY_2019, 16), (SUMMARY_2025, 18), (DETAILED_2016, 95), (DETAILED_2024, 75), (DETAILED_2025, 79)],
)
def test_the_schemas_have_the_columns_that_they_are_known_by(header: str, columns: int) -> None:
    assert len(set(header.split(","))) == columns


def test_the_old_summary_is_read() -> None:
    assert read(SUMMARY_2019, ADAS_HOME) == WHAT_A_SUMMARY_SAYS


def test_the_new_summary_is_read_with_its_licence() -> None:
    assert read(SUMMARY_2025, ADAS_HOME | {"license": "AB 12"}).licence == "AB 12"


@pytest.mark.parametrize("header", [DETAILED_2016, DETAILED_2024, DETAILED_2025])
def test_the_detailed_schemas_are_read(header: str) -> None:
    home = read(header, ADAS_HOME_IN_DETAIL)
    assert (home.title, home.address, home.price) == ("Loft by the lakes", "Indre By, København", 120000)
    assert home.description == "Quiet & light.\nNo pets."
    assert (home.property_type, home.capacity, home.bedrooms, home.beds) == ("Entire loft", 4, 2, 3)
    assert (home.bathrooms, home.minimum_nights, home.maximum_nights) == (1.5, 3, 1125)
    assert home.amenities == ("Wifi", "Host’s bikes")


def test_columns_are_found_by_name_in_any_order() -> None:
    assert read(",".join(reversed(SUMMARY_2019.split(","))), ADAS_HOME) == WHAT_A_SUMMARY_SAYS


def test_columns_that_are_unknown_or_missing_do_not_matter() -> None:
    home = read("host_id,colour,id", {"id": "7", "host_id": "8", "colour": "red"})
    assert home == ListingRecord(
        source_id="7", host=HostRecord("8", "Host 8"), address="København", city="København", currency="DKK"
    )


def test_amenities_of_2016_are_a_brace_set() -> None:
    amenities = '{TV,"Wireless Internet","Pets, small \\"ones\\"",Kitchen}'
    home = read(DETAILED_2016, ADAS_HOME_IN_DETAIL | {"amenities": amenities})
    assert home.amenities == ("TV", "Wireless Internet", 'Pets, small "ones"', "Kitchen")


@pytest.mark.parametrize("nothing", ["", "{}", "[]"])
def test_a_home_without_amenities_has_none(nothing: str) -> None:
    assert read_changed(amenities=nothing).amenities == ()


def test_amenities_cannot_smuggle_characters_that_are_not_stored() -> None:
    assert read_changed(amenities=r'["Wi\u0000fi", "\ud800", " Hot\ntub "]').amenities == ("Wifi", "Hot tub")


def test_amenities_are_as_many_and_as_long_as_the_api_takes() -> None:
    home = read_changed(amenities=f'["{"å" * 151}"' + ', "Wifi"' * 150 + "]")
    assert (len(home.amenities), len(home.amenities[0])) == (150, 150)


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_an_empty_title_is_null(name: str) -> None:
    assert read_changed(name=name).title is None


def test_a_title_is_one_line_of_at_most_255_characters() -> None:
    assert read_changed(name=" Loft \r\n by\tthe  lakes ").title == "Loft by the lakes"
    assert read_changed(name="å" * 300).title == "å" * 255


def test_a_description_is_clipped_at_10000_characters() -> None:
    assert read_changed(description="å" * 10_001).description == "å" * 10_000


def test_a_missing_host_name_is_made_of_the_id() -> None:
    assert read_changed(host_name=" ").host == HostRecord("815", "Host 815")


@pytest.mark.parametrize("no_price", ["", "0", "$0.00"])
def test_a_price_of_nothing_is_no_price(no_price: str) -> None:
    assert read_changed(price=no_price).price is None


@pytest.mark.parametrize(
    ("price", "currency", "minor"),
    [("$70.50", "EUR", 7050), ("$12,000.00", "JPY", 12000), ("$1,000,000.00", "DKK", 100_000_000)],
)
def test_a_price_is_in_minor_units_of_the_currency(price: str, currency: str, minor: int) -> None:
    assert read_changed(currency, price=price).price == minor


@pytest.mark.parametrize(
    ("source", "ours"),
    [
        ("Entire home/apt", "entire_home"),
        ("Private room", "private_room"),
        ("Shared room", "shared_room"),
        ("Hotel room", "hotel_room"),
        ("Tree", None),
        ("", None),
    ],
)
def test_a_room_type_has_our_name_or_none(source: str, ours: str | None) -> None:
    assert read_changed(room_type=source).room_type == ours


@pytest.mark.parametrize(
    ("number", "text", "bathrooms"),
    [
        ("2.0", "1 bath", 2.0),
        ("", "1.5 shared baths", 1.5),
        ("", "0 baths", 0.0),
        ("", "Half-bath", 0.5),
        ("", "Shared half-bath", 0.5),
        ("", "Private half-bath", 0.5),
        ("", "some baths", None),
        ("", "", None),
    ],
)
def test_bathrooms_are_the_number_or_what_the_text_says(number: str, text: str, bathrooms: float | None) -> None:
    assert read_changed(bathrooms=number, bathrooms_text=text).bathrooms == bathrooms


def test_a_capacity_of_zero_is_unknown() -> None:
    assert read_changed(accommodates="0").capacity is None


@pytest.mark.parametrize(
    ("minimum", "maximum", "nights"),
    [
        ("0", "5", (1, 5)),
        ("", "", (1, None)),
        ("7", "5", (7, None)),
        ("1", "2147483647", (1, 2147483647)),
        ("1", "2147483648", (1, None)),
        ("1", "0", (1, None)),
    ],
)
def test_nights_are_a_range_that_makes_sense(minimum: str, maximum: str, nights: tuple[int, int | None]) -> None:
    home = read_changed(minimum_nights=minimum, maximum_nights=maximum)
    assert (home.minimum_nights, home.maximum_nights) == nights


@pytest.mark.parametrize(
    ("damaged", "name"),
    [
        ("Nrrebro", "Nørrebro"),
        ("sterbro", "Østerbro"),
        ("Amager st", "Amager Øst"),
        ("Vanlse", "Vanløse"),
        ("Brnshj-Husum", "Brønshøj-Husum"),
        ("Amager Vest", "Amager Vest"),
        ("Westerbro", "Westerbro"),
    ],
)
def test_neighbourhoods_of_copenhagen_have_their_letters_back(damaged: str, name: str) -> None:
    home = read(SUMMARY_2025, ADAS_HOME | {"neighbourhood": damaged})
    assert (home.neighbourhood, home.address) == (name, f"{name}, København")


def test_without_a_neighbourhood_the_address_is_the_city() -> None:
    home = read_changed(neighbourhood_cleansed="")
    assert (home.neighbourhood, home.address) == (None, "København")


def test_small_degrees_are_read_in_scientific_notation() -> None:
    assert read_changed(longitude="-5e-05").longitude == -0.00005


def test_a_home_without_a_point_is_taken() -> None:
    home = read_changed(latitude="", longitude="")
    assert (home.latitude, home.longitude) == (None, None)
