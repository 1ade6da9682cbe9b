"""The invented listings: always the same, plausible, and within the limits of the table."""

import re
from collections import Counter
from itertools import islice

import pytest

from hytte.domain.demonstration import demonstration_listings
from hytte.domain.imports import ListingRecord

COUNT = 2_000


@pytest.fixture(scope="module")
def listings() -> list[ListingRecord]:
    return list(demonstration_listings(COUNT))


def _share(listings: list[ListingRecord], room_type: str) -> float:
    return sum(listing.room_type == room_type for listing in listings) / len(listings)


def test_the_same_seed_gives_the_same_listings(listings: list[ListingRecord]) -> None:
    assert list(demonstration_listings(COUNT)) == listings


def test_the_listings_are_the_same_on_every_python_version(listings: list[ListingRecord]) -> None:
    first = listings[0]
    assert (first.address, first.price) == ("Peter Bangs Vej 6, st. th, 2000 Frederiksberg", 118_500)
    assert (first.latitude, first.longitude) == (55.68083, 12.5301)


def test_another_seed_gives_other_listings(listings: list[ListingRecord]) -> None:
    assert list(demonstration_listings(10, seed=1)) != listings[:10]


@pytest.mark.parametrize("count", [0, 1, 10, 999])
def test_fewer_listings_are_the_first_of_more(listings: list[ListingRecord], count: int) -> None:
    assert list(demonstration_listings(count)) == listings[:count]


def test_listings_are_made_one_by_one(listings: list[ListingRecord]) -> None:
    assert list(islice(demonstration_listings(10**12), 3)) == listings[:3]


def test_source_ids_count_from_one(listings: list[ListingRecord]) -> None:
    assert [listing.source_id for listing in listings] == [str(number) for number in range(1, COUNT + 1)]


def test_hosts_have_one_to_a_few_listings_in_one_town(listings: list[ListingRecord]) -> None:
    numbers = Counter(listing.host.source_id for listing in listings)
    assert 1_200 <= len(numbers) <= 1_400
    assert 1 < max(numbers.values()) <= 4
    assert len({(listing.host.source_id, listing.city) for listing in listings}) == len(numbers)


def test_a_host_has_one_name(listings: list[ListingRecord]) -> None:
    hosts = {listing.host for listing in listings}
    assert len(hosts) == len({host.source_id for host in hosts})
    assert any("ø" in host.username for host in hosts)


@pytest.mark.parametrize("seed", range(5))
def test_texts_fit(seed: int) -> None:
    for listing in demonstration_listings(COUNT, seed):
        assert listing.title is not None
        assert listing.description is not None
        assert 10 <= len(listing.title) <= 80
        assert 2 <= len(re.findall(r"[.?!](?= |$)", listing.description)) <= 5
        assert not re.search(r"[{}]|  ", listing.title + listing.description)


def test_titles_differ(listings: list[ListingRecord]) -> None:
    assert len({listing.title for listing in listings}) > 1_500


@pytest.mark.parametrize(
    ("word", "amenity"),
    [("sauna", "Sauna"), ("balcony", "Balcony"), ("sea view", "Sea view"), ("wood stove", "Wood stove")],
)
def test_what_a_title_promises_is_an_amenity(listings: list[ListingRecord], word: str, amenity: str) -> None:
    promising = [listing for listing in listings if listing.title is not None and word in listing.title]
    assert promising
    assert all(amenity in listing.amenities for listing in promising)


def test_saunas_are_in_holiday_homes(listings: list[ListingRecord]) -> None:
    with_sauna = {listing.property_type for listing in listings if "Sauna" in listing.amenities}
    assert with_sauna == {"Summer house", "Cabin"}


def test_amenities_are_five_to_eighteen_different_ones(listings: list[ListingRecord]) -> None:
    assert all(5 <= len(listing.amenities) <= 18 for listing in listings)
    assert all(len(set(listing.amenities)) == len(listing.amenities) for listing in listings)


def test_addresses_are_written_as_in_denmark(listings: list[ListingRecord]) -> None:
    written = re.compile(r"[^,\d]+ \d+[A-C]?(, (st|\d)\. (tv|th|mf))?, \d{4} [^,\d]+")
    assert [listing.address for listing in listings if not written.fullmatch(listing.address)] == []


@pytest.mark.parametrize("seed", range(5))
def test_bogholder_alle_is_among_the_first_hundred(seed: int) -> None:
    addresses = [listing.address for listing in demonstration_listings(100, seed)]
    assert any(re.fullmatch(r"Bogholder Allé .+, 2720 Vanløse", address) for address in addresses)


def test_known_streets_are_findable(listings: list[ListingRecord]) -> None:
    addresses = [listing.address for listing in listings]
    assert sum(re.fullmatch(r"Bogholder Allé .+, 2720 Vanløse", each) is not None for each in addresses) >= 20
    assert sum(re.fullmatch(r"Nørrebrogade .+, 2200 København N", each) is not None for each in addresses) >= 10


def test_cities_are_towns_and_neighbourhoods_their_districts(listings: list[ListingRecord]) -> None:
    places = {(listing.city, listing.neighbourhood) for listing in listings}
    assert {("København", "Vanløse"), ("København", "Nørrebro"), ("Aarhus", "Trøjborg")} <= places
    assert {("Odense", None), ("Ærøskøbing", None), ("Skagen", None), ("Rønne", None)} <= places
    assert len(places) >= 25


def test_points_are_in_denmark(listings: list[ListingRecord]) -> None:
    for listing in listings:
        assert listing.latitude is not None
        assert listing.longitude is not None
        assert 54.5 <= listing.latitude <= 57.8
        assert 8.0 <= listing.longitude <= 15.3
        assert (listing.latitude, listing.longitude) == (
            round(listing.latitude, 5),
            round(listing.longitude, 5),
        )


def test_a_district_is_small(listings: list[ListingRecord]) -> None:
    latitudes = [listing.latitude or 0 for listing in listings if listing.neighbourhood == "Vanløse"]
    assert max(latitudes) - min(latitudes) < 0.02


def test_prices_are_plausible_whole_kroner(listings: list[ListingRecord]) -> None:
    prices = [listing.price for listing in listings if listing.price is not None]
    assert {listing.currency for listing in listings} == {"DKK"}
    assert all(35_000 <= price <= 650_000 and price % 100 == 0 for price in prices)
    assert sum(price % 500 == 0 for price in prices) > 0.85 * len(prices)
    assert 0.01 <= 1 - len(prices) / COUNT <= 0.05


def test_most_homes_are_let_entirely(listings: list[ListingRecord]) -> None:
    assert 0.75 <= _share(listings, "entire_home") <= 0.85
    assert 0.13 <= _share(listings, "private_room") <= 0.21
    assert 0.01 <= _share(listings, "shared_room") + _share(listings, "hotel_room") <= 0.06


def test_rooms_are_consistent(listings: list[ListingRecord]) -> None:
    for listing in listings:
        assert listing.capacity is not None
        assert listing.bedrooms is not None
        assert listing.beds is not None
        assert listing.bathrooms is not None
        assert 1 <= listing.beds <= listing.capacity <= 2 * listing.beds
        assert 0 <= listing.bedrooms <= listing.beds
        assert 1 <= listing.bathrooms <= 3
        assert (2 * listing.bathrooms).is_integer()


def test_a_room_has_one_bedroom(listings: list[ListingRecord]) -> None:
    rooms = [listing for listing in listings if listing.room_type != "entire_home"]
    assert {listing.bedrooms for listing in rooms} == {1}
    assert {listing.capacity for listing in rooms} == {1, 2, 3}


def test_more_guests_pay_more(listings: list[ListingRecord]) -> None:
    def mean_price(capacities: range) -> float:
        prices = [listing.price for listing in listings if listing.price and listing.capacity in capacities]
        return sum(prices) / len(prices)

    assert mean_price(range(1, 3)) < mean_price(range(4, 6)) < mean_price(range(8, 12))


def test_nights_are_in_range(listings: list[ListingRecord]) -> None:
    assert all(1 <= listing.minimum_nights <= 7 for listing in listings)
    maxima = {listing.maximum_nights for listing in listings}
    assert None in maxima
    assert all(28 <= maximum <= 365 for maximum in maxima if maximum is not None)
    assert {listing.licence for listing in listings} == {None}
