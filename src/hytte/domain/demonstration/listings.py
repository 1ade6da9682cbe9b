"""The invented listings."""

from collections.abc import Iterator

from hytte.domain.demonstration.amenities import amenities_of
from hytte.domain.demonstration.chance import Chance
from hytte.domain.demonstration.drafts import draft_in
from hytte.domain.demonstration.homes import price_of
from hytte.domain.demonstration.people import Hosts
from hytte.domain.demonstration.places import Place, address, place_and_street, point
from hytte.domain.demonstration.wording import description_of, title_of
from hytte.domain.imports import HostRecord, ListingRecord

_SEED = 11

_HOLIDAY_SETTINGS = ("coast", "country")
_MINIMUM_NIGHTS = (1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
_MINIMUM_NIGHTS_ON_HOLIDAY = (2, 2, 3, 3, 3, 4, 5, 7, 7)
_MAXIMUM_NIGHTS = (None, None, None, None, 28, 30, 60, 90, 180, 365)


def demonstration_listings(count: int, seed: int = _SEED) -> Iterator[ListingRecord]:
    """Yield `count` invented listings with the source ids "1", "2", ….

    The same seed gives the same listings on every Python version, and the n-th listing is the same whatever
    `count` is.
    """
    chance = Chance(seed)
    hosts = Hosts(chance)
    for number in range(1, count + 1):
        place, street = place_and_street(chance, number)
        yield _listing(chance, str(number), hosts.of(place.city), place, street)


def _listing(chance: Chance, source_id: str, host: HostRecord, place: Place, street: str) -> ListingRecord:
    draft = draft_in(chance, place)
    home, rooms = draft.home, draft.rooms
    amenities = amenities_of(chance, draft)
    latitude, longitude = point(chance, place)
    minimum_nights, maximum_nights = _nights(chance, place)
    return ListingRecord(
        source_id=source_id,
        host=host,
        title=title_of(chance, draft),
        description=description_of(chance, draft, amenities),
        address=address(chance, place, street, is_flat=home.property_type == "Apartment"),
        price=price_of(chance, home, rooms, place),
        currency="DKK",
        latitude=latitude,
        longitude=longitude,
        property_type=home.property_type,
        amenities=amenities,
        minimum_nights=minimum_nights,
        maximum_nights=maximum_nights,
        neighbourhood=place.district,
        city=place.city,
        **rooms._asdict(),
    )


def _nights(chance: Chance, place: Place) -> tuple[int, int | None]:
    on_holiday = place.setting in _HOLIDAY_SETTINGS
    minimum = chance.pick(_MINIMUM_NIGHTS_ON_HOLIDAY if on_holiday else _MINIMUM_NIGHTS)
    return minimum, chance.pick(_MAXIMUM_NIGHTS)
