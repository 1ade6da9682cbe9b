"""The amenities of a home: some that nearly all have, and others that fit the home and its place."""

from functools import cache

from hytte.domain.demonstration.chance import Chance
from hytte.domain.demonstration.drafts import Draft

_BASICS = ("Wifi", "Heating", "Hot water", "Smoke alarm")

_OF_ROOMS = (
    *("Bed linen", "Towels", "Coffee maker", "Refrigerator", "Television", "Hair dryer", "Desk", "Iron"),
    *("First aid kit", "Self check-in"),
)

_OF_HOUSEHOLDS = {
    "entire_home": (
        *("Kitchen", "Oven", "Dishwasher", "Washing machine", "Tumble dryer", "Cot", "High chair"),
        *("Fire extinguisher", "Board games", "Pets allowed"),
    ),
    "private_room": ("Kitchen", "Washing machine"),
}

_OF_HOMES = {
    "Apartment": (
        *("Lift", "Balcony", "Courtyard", "Roof terrace", "Bicycle parking", "Bicycles", "Street parking"),
    ),
    "Townhouse": ("Courtyard", "Garden", "Terrace", "Fireplace", "Wood stove", "Bicycles", "Street parking"),
    "Villa": ("Garden", "Terrace", "Fireplace", "Barbecue", "Bicycles", "Free parking", "Car charger"),
    "Guesthouse": ("Courtyard", "Garden", "Terrace", "Bicycles", "Bicycle parking", "Free parking"),
    "Houseboat": ("Terrace", "Wood stove", "Bicycle parking", "Street parking", "Bathing ladder"),
    "Summer house": (
        *("Sauna", "Hot tub", "Outdoor shower", "Wood stove", "Terrace", "Garden", "Barbecue", "Fire pit"),
        *("Swing", "Free parking", "Car charger"),
    ),
    "Cabin": ("Sauna", "Outdoor shower", "Wood stove", "Terrace", "Barbecue", "Fire pit", "Free parking"),
    "Farmhouse": (
        *(
            "Garden",
            "Fireplace",
            "Wood stove",
            "Barbecue",
            "Fire pit",
            "Swing",
            "Free parking",
            "Car charger",
        ),
    ),
}

_OF_SETTINGS = {
    "harbour": ("Harbour view",),
    "coast": ("Sea view", "Beach nearby"),
    "country": ("Lake view", "Canoe"),
}


def amenities_of(chance: Chance, draft: Draft) -> tuple[str, ...]:
    """Return 5 to 18 amenities, the draft's feature among them, the commonest first."""
    room_type = draft.rooms.room_type
    possible = _possible(draft.home.property_type, draft.place.setting, room_type)
    certain = [amenity for amenity in _BASICS if chance.happens(92)]
    if draft.feature is not None:
        certain.append(draft.feature.amenity)
    if room_type in _OF_HOUSEHOLDS:
        certain.append("Kitchen")
    others = [amenity for amenity in possible if amenity not in certain]
    size = chance.between(7, 18) if room_type == "entire_home" else chance.between(5, 12)
    chosen = certain + chance.some(others, size - len(certain))
    return tuple(amenity for amenity in possible if amenity in chosen)


@cache
def _possible(property_type: str, setting: str, room_type: str) -> tuple[str, ...]:
    household = _OF_HOUSEHOLDS.get(room_type, ())
    return (*_BASICS, *household, *_OF_ROOMS, *_OF_HOMES[property_type], *_OF_SETTINGS.get(setting, ()))
