"""What an importer hands over: listings and their hosts as plain records, whatever they were read from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostRecord:
    """A host of another system; `source_id` is that system's id of them."""

    source_id: str
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRecord:
    """A listing of another system, within the limits of the table `listings`.

    `price` is in minor units of `currency`, None for no price; `amenities` is in the order of the source.
    """

    source_id: str
    host: HostRecord
    address: str
    currency: str
    title: str | None = None
    description: str | None = None
    price: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    room_type: str | None = None
    property_type: str | None = None
    capacity: int | None = None
    bedrooms: int | None = None
    beds: int | None = None
    bathrooms: float | None = None
    amenities: tuple[str, ...] = ()
    minimum_nights: int = 1
    maximum_nights: int | None = None
    neighbourhood: str | None = None
    city: str | None = None
    licence: str | None = None
