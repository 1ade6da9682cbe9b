"""What a listing is about, before it is put into words."""

from typing import NamedTuple

from hytte.domain.demonstration.chance import Chance
from hytte.domain.demonstration.features import Feature, features_of
from hytte.domain.demonstration.homes import Home, Rooms, home_in, rooms_of
from hytte.domain.demonstration.places import Place

_FEATURED = 78  # percent


class Draft(NamedTuple):
    """A home in its place, what of it is let, and the feature it is let for."""

    place: Place
    home: Home
    rooms: Rooms
    feature: Feature | None


def draft_in(chance: Chance, place: Place) -> Draft:
    """Return a home as there are in this place."""
    home = home_in(chance, place)
    rooms = rooms_of(chance, home)
    features = features_of(home.property_type, place.setting)
    return Draft(place, home, rooms, chance.pick(features) if chance.happens(_FEATURED) else None)
