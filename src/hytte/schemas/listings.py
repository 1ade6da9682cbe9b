"""Listings on the wire."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hytte.schemas.queries import Guests, PageFilter, QueryPrice
from hytte.schemas.values import (
    STORABLE,
    Address,
    Amenities,
    Bathrooms,
    Body,
    Capacity,
    Currency,
    Description,
    Id,
    Instant,
    Latitude,
    Licence,
    Longitude,
    Nights,
    Patch,
    Place,
    Price,
    PropertyType,
    Rooms,
    RoomType,
    ShownBathrooms,
    ShownLatitude,
    ShownLongitude,
    ShownPrice,
    Source,
    SourceId,
    Title,
    UserId,
    Username,
)


class ListingCreate(Body):
    """A new listing, or all of one (PUT). Latitude and longitude come together or not at all."""

    user_id: Annotated[UserId | None, Field(description="The owner; kept by a PUT that names none.")] = None
    title: Title | None = None
    description: Description | None = None
    address: Address
    price: Price | None = None
    currency: Annotated[Currency | None, Field(description="Without one: the server's currency.")] = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    room_type: RoomType | None = None
    property_type: PropertyType | None = None
    capacity: Capacity | None = None
    bedrooms: Rooms | None = None
    beds: Rooms | None = None
    bathrooms: Bathrooms | None = None
    amenities: Annotated[Amenities | None, Field(description="Without any: an empty array.")] = None
    minimum_nights: Annotated[Nights | None, Field(description="Without one: 1.")] = None
    maximum_nights: Nights | None = None
    neighbourhood: Place | None = None
    city: Place | None = None
    licence: Licence | None = None


class ListingUpdate(Patch):
    """A merge patch of a listing (RFC 7396): absent members stay, null removes what is optional."""

    user_id: UserId = 0
    title: Title | None = None
    description: Description | None = None
    address: Address = ""
    price: Price | None = None
    currency: Currency = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    room_type: RoomType | None = None
    property_type: PropertyType | None = None
    capacity: Capacity | None = None
    bedrooms: Rooms | None = None
    beds: Rooms | None = None
    bathrooms: Bathrooms | None = None
    amenities: Amenities | None = None
    minimum_nights: Nights | None = None
    maximum_nights: Nights | None = None
    neighbourhood: Place | None = None
    city: Place | None = None
    licence: Licence | None = None


class ListingRead(BaseModel):
    """A listing as everybody may see it; `price` is for one night, null when it has none.

    Coordinates are rounded to two decimals, about a kilometre; imported ones were blurred by their source.
    """

    id: Id
    user_id: Id
    username: Username
    title: Title | None
    description: Description | None
    address: Address
    price: ShownPrice | None
    currency: Currency
    latitude: ShownLatitude | None
    longitude: ShownLongitude | None
    room_type: RoomType | None
    property_type: PropertyType | None
    capacity: Capacity | None
    bedrooms: Rooms | None
    beds: Rooms | None
    bathrooms: ShownBathrooms | None
    amenities: Amenities
    minimum_nights: Nights
    maximum_nights: Nights | None
    neighbourhood: Place | None
    city: Place | None
    licence: Licence | None
    source: Source | None
    source_id: SourceId | None
    created_at: Instant
    updated_at: Instant


class ListingFilter(PageFilter):
    """The search: which listings, in which order, which page."""

    sort: Annotated[
        Literal["price", "-price"] | None,
        Field(description="Cheapest or dearest first within one currency; without it, the newest first."),
    ] = None
    city: Annotated[
        str | None,
        Field(
            max_length=255, pattern=STORABLE, description="Case and accents do not count.", examples=["København"]
        ),
    ] = None
    room_type: RoomType | None = None
    currency: Annotated[
        Currency | None,
        Field(description="Of prices, bounds and order; the server's when those are asked for."),
    ] = None
    min_price: Annotated[QueryPrice | None, Field(description="For one night, in major units.")] = None
    max_price: Annotated[QueryPrice | None, Field(description="For one night, in major units.")] = None
    guests: Guests | None = None
