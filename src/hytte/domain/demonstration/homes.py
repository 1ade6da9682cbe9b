"""Kinds of homes: where there are which, how many rooms they have and what they cost."""

from dataclasses import dataclass
from typing import NamedTuple

from hytte.domain.demonstration.chance import Chance
from hytte.domain.demonstration.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A kind of home.

    In `bedrooms` and `lets`, what is there more often is likelier. `nightly` and `per_guest` are kroner for
    the whole home, before the price level of the place.
    """

    property_type: str
    nouns: tuple[str, ...]
    adjectives: tuple[str, ...]
    bedrooms: tuple[int, ...]
    lets: tuple[str, ...]
    nightly: int
    per_guest: int


class Rooms(NamedTuple):
    """What of a home is let; `bedrooms` is 0 in a studio."""

    room_type: str
    capacity: int
    bedrooms: int
    beds: int
    bathrooms: float


def _lets(*, private: int, shared: int = 0, hotel: int = 0) -> tuple[str, ...]:
    """Return a hundred room types; what is not said is the entire home."""
    entire = 100 - private - shared - hotel
    return (
        ("entire_home",) * entire
        + ("private_room",) * private
        + ("shared_room",) * shared
        + ("hotel_room",) * hotel
    )


APARTMENT = Home(
    property_type="Apartment",
    nouns=("flat", "apartment"),
    adjectives=(
        "bright",
        "quiet",
        "cosy",
        "light-filled",
        "classic",
        "airy",
        "calm",
        "hyggelig",
        "newly done-up",
    ),
    bedrooms=(0, 1, 1, 1, 1, 2, 2, 2, 3),
    lets=_lets(private=20, shared=2),
    nightly=380,
    per_guest=110,
)
TOWNHOUSE = Home(
    property_type="Townhouse",
    nouns=("townhouse", "house", "terraced house"),
    adjectives=(
        "old",
        "yellow",
        "half-timbered",
        "whitewashed",
        "charming",
        "cosy",
        "hyggelig",
        "low-ceilinged",
    ),
    bedrooms=(1, 2, 2, 3, 3, 4),
    lets=_lets(private=20),
    nightly=450,
    per_guest=120,
)
VILLA = Home(
    property_type="Villa",
    nouns=("villa", "family house", "house"),
    adjectives=("spacious", "red-brick", "family-friendly", "bright", "quiet", "roomy", "1930s", "green"),
    bedrooms=(3, 3, 4, 4, 5, 6),
    lets=_lets(private=22),
    nightly=700,
    per_guest=150,
)
GUESTHOUSE = Home(
    property_type="Guesthouse",
    nouns=("guesthouse", "annexe"),
    adjectives=("small", "quiet", "friendly", "light", "private", "tidy", "hyggelig", "cosy"),
    bedrooms=(0, 1, 1, 1, 2),
    lets=_lets(private=36, shared=4, hotel=24),
    nightly=350,
    per_guest=110,
)
HOUSEBOAT = Home(
    property_type="Houseboat",
    nouns=("houseboat", "floating home"),
    adjectives=("bright", "calm", "light-filled", "wooden", "modern", "hyggelig"),
    bedrooms=(1, 1, 2, 2, 3),
    lets=_lets(private=8),
    nightly=800,
    per_guest=150,
)
SUMMER_HOUSE = Home(
    property_type="Summer house",
    nouns=("summer house", "sommerhus", "holiday home"),
    adjectives=(
        "thatched",
        "classic",
        "family-friendly",
        "sunny",
        "black-painted",
        "bright",
        "secluded",
        "hyggelig",
    ),
    bedrooms=(2, 2, 3, 3, 3, 4, 4, 5),
    lets=_lets(private=4),
    nightly=500,
    per_guest=130,
)
CABIN = Home(
    property_type="Cabin",
    nouns=("cabin", "wooden cabin", "hytte"),
    adjectives=("small", "simple", "snug", "quiet", "tar-scented", "secluded", "hyggelig"),
    bedrooms=(0, 1, 1, 2, 2, 3),
    lets=_lets(private=4),
    nightly=380,
    per_guest=100,
)
FARMHOUSE = Home(
    property_type="Farmhouse",
    nouns=("farmhouse", "farm", "country house"),
    adjectives=("old", "thatched", "half-timbered", "restored", "peaceful", "four-winged", "roomy"),
    bedrooms=(3, 3, 4, 5, 6),
    lets=_lets(private=24),
    nightly=500,
    per_guest=120,
)

HOMES = (APARTMENT, TOWNHOUSE, VILLA, GUESTHOUSE, HOUSEBOAT, SUMMER_HOUSE, CABIN, FARMHOUSE)
"""All kinds of homes."""

_BY_SETTING = {
    "city": (APARTMENT,) * 17 + (TOWNHOUSE,) + (GUESTHOUSE,) * 2,
    "harbour": (APARTMENT,) * 12 + (HOUSEBOAT,) * 6 + (TOWNHOUSE, GUESTHOUSE),
    "suburb": (APARTMENT,) * 10 + (VILLA,) * 5 + (TOWNHOUSE,) * 3 + (GUESTHOUSE,) * 2,
    "town": (TOWNHOUSE,) * 8 + (APARTMENT,) * 6 + (VILLA,) * 3 + (GUESTHOUSE,) * 3,
    "coast": (SUMMER_HOUSE,) * 12 + (CABIN,) * 3 + (VILLA, APARTMENT, APARTMENT, GUESTHOUSE, FARMHOUSE),
    "country": (FARMHOUSE,) * 7 + (CABIN,) * 7 + (SUMMER_HOUSE,) * 3 + (VILLA,) * 2 + (GUESTHOUSE,),
}

_MORE_GUESTS = {0: (1, 2, 2, 3), 1: (0, 0, 0, 1, 2)}
_BATHROOMS = {2: (1.0, 1.0, 1.5), 3: (1.0, 1.5, 2.0), 4: (1.5, 2.0, 2.0), 5: (2.0, 2.5), 6: (2.0, 2.5, 3.0)}


def home_in(chance: Chance, place: Place) -> Home:
    """Return a kind of home that there is in such a place."""
    return chance.pick(_BY_SETTING[place.setting])


def rooms_of(chance: Chance, home: Home) -> Rooms:
    """Return which rooms are let: the home, or one room of it."""
    room_type = chance.pick(home.lets)
    if room_type == "entire_home":
        return _whole(chance, chance.pick(home.bedrooms))
    capacity = 1 if room_type == "shared_room" else chance.pick((1, 2, 2, 2, 3))
    beds = chance.between((capacity + 1) // 2, capacity)
    bathrooms = chance.pick((1.0, 1.0, 1.0, 1.5)) if room_type == "private_room" else 1.0
    return Rooms(room_type, capacity, 1, beds, bathrooms)


def _whole(chance: Chance, bedrooms: int) -> Rooms:
    capacity = 2 * bedrooms + chance.pick(_MORE_GUESTS.get(bedrooms, (-1, 0, 0, 0, 1, 2)))
    fewest = (capacity + 1) // 2
    beds = min(chance.between(fewest, fewest + (bedrooms + 1) // 2), capacity)
    return Rooms(
        "entire_home", capacity, bedrooms, max(beds, bedrooms), chance.pick(_BATHROOMS.get(bedrooms, (1.0,)))
    )


_UNPRICED = 3  # percent, as the others
_LUXURY = 6
_CHARM = 8
_LOWEST, _HIGHEST = 350, 6500


def price_of(chance: Chance, home: Home, rooms: Rooms, place: Place) -> int | None:
    """Return what a night costs in øre, or None where the host has not said it yet."""
    quality = chance.between(80, 135) + (60 if chance.happens(_LUXURY) else 0)
    kroner = _kroner(home, rooms) * place.price_level * quality // 10_000
    charm = chance.happens(_CHARM)
    if chance.happens(_UNPRICED):
        return None
    rounded = kroner // 50 * 50 + 49 if charm else kroner // 5 * 5
    return 100 * min(max(rounded, _LOWEST), _HIGHEST)


def _kroner(home: Home, rooms: Rooms) -> int:
    match rooms.room_type:
        case "entire_home":
            return home.nightly + home.per_guest * rooms.capacity
        case "hotel_room":
            return 550 + 130 * rooms.capacity
        case "private_room":
            return 330 + 85 * rooms.capacity
        case _:
            return 370
