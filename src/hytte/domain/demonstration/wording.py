"""Titles and descriptions, put together from parts that fit the home."""

from hytte.domain.demonstration import texts
from hytte.domain.demonstration.chance import Chance
from hytte.domain.demonstration.drafts import Draft

_ROOM_ADJECTIVES = ("quiet", "bright", "cosy", "light", "calm", "large", "simple", "sunny", "hyggelig")
_LONGEST_TITLE = 80
_SIZES = {1: "single", 2: "double", 3: "triple"}
_UP_TO_FOURTEEN = "nobody one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_NUMBERS = _UP_TO_FOURTEEN.split(" ")


def title_of(chance: Chance, draft: Draft) -> str:
    """Return a title of 80 characters at most: `Bright flat with balcony near the Lakes`."""
    place = draft.place
    subject = _subject(chance, draft)
    subject = subject[0].upper() + subject[1:]
    sight = chance.pick(place.sights)
    name = place.district or place.city
    if draft.feature is None:
        title = chance.pick((f"{subject} near {sight}, {name}", f"{name}: {subject} near {sight}"))
    else:
        phrase = chance.pick(draft.feature.phrases)
        title = chance.pick((f"{subject} {phrase} in {name}", f"{subject} {phrase} near {sight}"))
    return title if len(title) <= _LONGEST_TITLE else f"{subject} in {name}"


def _subject(chance: Chance, draft: Draft) -> str:
    home, rooms = draft.home, draft.rooms
    noun = chance.pick(home.nouns)
    match rooms.room_type:
        case "entire_home":
            is_studio = rooms.bedrooms == 0 and home.property_type == "Apartment"
            return f"{chance.pick(home.adjectives)} {'studio' if is_studio else noun}"
        case "private_room":
            return f"{chance.pick(_ROOM_ADJECTIVES)} {_SIZES[rooms.capacity]} room in {noun}"
        case "hotel_room":
            return f"{chance.pick(_ROOM_ADJECTIVES)} {_SIZES[rooms.capacity]} room in {home.nouns[0]}"
        case _:
            return f"{chance.pick(_ROOM_ADJECTIVES)} shared room in {home.nouns[0]}"


def description_of(chance: Chance, draft: Draft, amenities: tuple[str, ...]) -> str:
    """Return two to five sentences about the home, its feature, its surroundings and its amenities."""
    place, feature = draft.place, draft.feature
    sentences = [_opening(chance, draft)]
    if feature is not None:
        sentences.append(chance.pick(feature.sentences))
    sentences.append(chance.pick(texts.SURROUNDINGS[place.setting]).format(sight=chance.pick(place.sights)))
    told = None if feature is None else feature.amenity
    untold = [amenity for amenity in amenities if amenity in texts.OF_AMENITIES and amenity != told]
    if untold and chance.happens(55):
        sentences.append(texts.OF_AMENITIES[chance.pick(untold)])
    if chance.happens(40):
        sentences.append(chance.pick(texts.CLOSINGS).format(town=place.city))
    return " ".join(sentences)


def _opening(chance: Chance, draft: Draft) -> str:
    home, rooms = draft.home, draft.rooms
    openings = texts.ROOM_OPENINGS.get(rooms.room_type) or texts.OPENINGS[home.property_type]
    return chance.pick(openings).format(noun=home.nouns[0], guests=_NUMBERS[rooms.capacity])
