"""What a home is let for: features for its title, its amenities and its description."""

from functools import cache
from typing import NamedTuple


class Feature(NamedTuple):
    """An amenity that a home is let for, in words; with a `setting` it is only found there."""

    amenity: str
    phrases: tuple[str, ...]
    sentences: tuple[str, ...]
    setting: str | None = None


_FEATURES = (
    Feature(
        "Balcony",
        ("with balcony", "with sunny balcony"),
        (
            "The balcony faces west and is just big enough for a table and two chairs.",
            "In the morning the sun is on the balcony, so that is where breakfast belongs.",
        ),
    ),
    Feature(
        "Courtyard",
        ("with green courtyard", "by a quiet courtyard"),
        (
            "Behind the house is a green courtyard with benches and an old chestnut tree.",
            "The windows open onto a courtyard where hardly anything is heard of the street.",
        ),
    ),
    Feature(
        "Roof terrace",
        ("with roof terrace",),
        ("From the shared roof terrace you look over the roofs and at a lot of sky.",),
    ),
    Feature(
        "Desk",
        ("with desk", "with a place to work"),
        ("There is a proper desk by the window for those who bring work along.",),
    ),
    Feature(
        "Bicycles",
        ("with bicycles",),
        (
            "Bicycles come with the place, and they are the best way to get around here.",
            "Bicycles with baskets and child seats are at your disposal.",
        ),
    ),
    Feature(
        "Garden",
        ("with garden", "with apple trees"),
        (
            "The garden has old apple trees, a lawn to play on and a corner out of the wind.",
            "Help yourselves to herbs and berries in the garden when they are in season.",
        ),
    ),
    Feature(
        "Terrace",
        ("with terrace", "with sunny terrace"),
        (
            "The terrace is sheltered on three sides and catches the sun until late.",
            "We eat most of our summer meals at the long table on the terrace.",
        ),
    ),
    Feature(
        "Wood stove",
        ("with wood stove",),
        (
            "When the evenings turn cool, the wood stove warms the whole living room.",
            "Dry birch logs for the wood stove are stacked by the door.",
        ),
    ),
    Feature(
        "Fireplace",
        ("with open fireplace",),
        ("The living room gathers around an open fireplace that is still in use.",),
    ),
    Feature(
        "Barbecue",
        ("with barbecue",),
        ("A large barbecue stands ready, and charcoal is in the shed.",),
    ),
    Feature(
        "Fire pit",
        ("with fire pit",),
        ("Around the fire pit there is room for everybody, and a long fork for the bread dough.",),
    ),
    Feature(
        "Sauna",
        ("with sauna",),
        (
            "The sauna is hot in half an hour and looks out on the pines.",
            "After a cold dip there is nothing better than the sauna.",
        ),
    ),
    Feature(
        "Hot tub",
        ("with hot tub",),
        ("The outdoor hot tub is fired with wood and is best under the stars.",),
    ),
    Feature(
        "Outdoor shower",
        ("with outdoor shower",),
        ("The outdoor shower has warm water, and it takes the sand off children and dogs alike.",),
    ),
    Feature(
        "Car charger",
        ("with car charger",),
        ("You can charge an electric car in the drive.",),
    ),
    Feature(
        "Sea view",
        ("with sea view", "with view of the sea"),
        (
            "From the sofa you see a strip of sea between the dunes.",
            "Upstairs the windows look straight out over the water.",
        ),
        "coast",
    ),
    Feature(
        "Harbour view",
        ("with harbour view", "on the water"),
        ("All day long boats go past the windows, and swimmers too in the summer.",),
        "harbour",
    ),
    Feature(
        "Bathing ladder",
        ("with bathing ladder",),
        ("A ladder leads right down into the clean harbour water for a swim before breakfast.",),
        "harbour",
    ),
    Feature(
        "Lake view",
        ("with lake view",),
        ("The lake lies below the garden and is at its best at sunrise.",),
        "country",
    ),
    Feature(
        "Canoe",
        ("with canoe",),
        ("A canoe with paddles and life jackets is included; the river does the rest.",),
        "country",
    ),
)

_OF_HOMES = {
    "Apartment": ("Balcony", "Courtyard", "Roof terrace", "Desk", "Bicycles", "Sea view", "Harbour view"),
    "Townhouse": ("Courtyard", "Garden", "Fireplace", "Terrace", "Bicycles", "Wood stove"),
    "Villa": (
        "Garden",
        "Terrace",
        "Fireplace",
        "Barbecue",
        "Car charger",
        "Bicycles",
        "Sea view",
        "Lake view",
    ),
    "Guesthouse": ("Garden", "Courtyard", "Desk", "Bicycles", "Terrace", "Sea view"),
    "Houseboat": ("Terrace", "Wood stove", "Harbour view", "Bathing ladder"),
    "Summer house": (
        *("Sauna", "Hot tub", "Wood stove", "Outdoor shower", "Terrace", "Fire pit"),
        *("Sea view", "Lake view", "Canoe"),
    ),
    "Cabin": (
        "Wood stove",
        "Outdoor shower",
        "Fire pit",
        "Terrace",
        "Sauna",
        "Sea view",
        "Lake view",
        "Canoe",
    ),
    "Farmhouse": ("Garden", "Fireplace", "Wood stove", "Fire pit", "Barbecue", "Car charger", "Lake view"),
}


@cache
def features_of(property_type: str, setting: str) -> tuple[Feature, ...]:
    """Return the features that such a home can have in such a place."""
    return tuple(
        feature
        for feature in _FEATURES
        if feature.amenity in _OF_HOMES[property_type] and feature.setting in (None, setting)
    )
