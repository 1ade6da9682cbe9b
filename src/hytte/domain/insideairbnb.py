"""Listing files of Inside Airbnb (insideairbnb.com), in the five schemas that they have had since 2015.

Columns are found by their names: each schema has its own order, and later ones add columns in the middle.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from hytte.domain import imported_numbers as numbers
from hytte.domain.amenities import read_amenities
from hytte.domain.currencies import EXPONENTS
from hytte.domain.imported_text import one_line, paragraphs
from hytte.domain.imports import HostRecord, ListingRecord
from hytte.domain.neighbourhoods import repaired
from hytte.domain.rows import RefusedRow, Row
from hytte.errors import Invalid

SOURCE = "insideairbnb"
"""The `source` of its listings and hosts. Ids are unique over all cities."""

ROOM_TYPES = {
    "entire home/apt": "entire_home",
    "private room": "private_room",
    "shared room": "shared_room",
    "hotel room": "hotel_room",
}

_COLUMNS = """
id name description host_id host_name neighbourhood neighbourhood_cleansed latitude longitude room_type
property_type accommodates bedrooms beds bathrooms bathrooms_text amenities price minimum_nights
maximum_nights license
"""
_NAMES = _COLUMNS.split()
_ID = re.compile(r"[0-9]{1,50}")
_BATHROOMS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?(?![0-9.])")


class ListingReader:
    """Turns the rows of one file into records; what is not in the file, city and currency, it is told."""

    def __init__(self, header: Sequence[str], *, city: str, currency: str) -> None:
        """Raise `Invalid` for a header without `id`, an unknown currency, or a city without a name."""
        names = [name.strip().lower() for name in header]
        if "id" not in names:
            raise Invalid("The file has no column id, so it is no listing file of Inside Airbnb.")
        if currency not in EXPONENTS:
            raise Invalid(f"{currency!r} is no currency code of ISO 4217, such as DKK.")
        self._city = one_line(city, 255)
        if not self._city:
            raise Invalid("The city has no name.")
        self._width = len(names)
        # A column that the file lacks is read from an empty value that `read` puts after the last.
        self._take = itemgetter(*(names.index(c) if c in names else len(names) for c in _NAMES))
        self._place = "neighbourhood_cleansed" if "neighbourhood_cleansed" in names else "neighbourhood"
        self._currency = currency

    def read(self, values: Sequence[str]) -> ListingRecord:
        """Return the listing of a row. Raises `Invalid` with the reason when it cannot be taken."""
        if len(values) != self._width:
            raise Invalid(f"The row has {len(values)} values where the header has {self._width}.")
        row = dict(zip(_NAMES, map(str.strip, self._take([*values, ""])), strict=True))
        neighbourhood = repaired(one_line(row[self._place], 255))
        latitude, longitude = numbers.point(row["latitude"], row["longitude"])
        minimum_nights, maximum_nights = _nights(row["minimum_nights"], row["maximum_nights"])
        return ListingRecord(
            source_id=_identifier("id", row["id"]),
            host=_host(row["host_id"], row["host_name"]),
            title=one_line(row["name"], 255) or None,
            description=paragraphs(row["description"], 10_000) or None,
            address=f"{neighbourhood}, {self._city}"[:300].rstrip() if neighbourhood else self._city,
            neighbourhood=neighbourhood or None,
            city=self._city,
            latitude=latitude,
            longitude=longitude,
            price=numbers.price(row["price"], self._currency),
            currency=self._currency,
            room_type=ROOM_TYPES.get(row["room_type"].lower()),
            property_type=one_line(row["property_type"], 100) or None,
            capacity=numbers.whole_number("accommodates", row["accommodates"], numbers.MOST) or None,
            bedrooms=numbers.whole_number("bedrooms", row["bedrooms"], numbers.MOST),
            beds=numbers.whole_number("beds", row["beds"], numbers.MOST),
            bathrooms=_bathrooms(row["bathrooms"], row["bathrooms_text"]),
            amenities=read_amenities(row["amenities"]),
            minimum_nights=minimum_nights,
            maximum_nights=maximum_nights,
            licence=paragraphs(row["license"], 1_000) or None,
        )


def read_listings(
    header: Sequence[str], rows: Iterable[Row | RefusedRow], *, city: str, currency: str
) -> Iterator[ListingRecord | RefusedRow]:
    """Return an iterator over the rows' listings, and over the rows that cannot be taken, in their order.

    Raises `Invalid` at once, not at the first row, as `ListingReader` does.
    """
    reader = ListingReader(header, city=city, currency=currency)
    return (row if isinstance(row, RefusedRow) else _listing(reader, row) for row in rows)


def _listing(reader: ListingReader, row: Row) -> ListingRecord | RefusedRow:
    try:
        return reader.read(row.values)
    except Invalid as error:
        return RefusedRow(row.line, error.detail)


def _identifier(column: str, text: str) -> str:
    if not text:
        raise Invalid(f"The row has no {column}.")
    return text if _ID.fullmatch(text) else numbers.refuse(column, text, "no number")


def _host(host_id: str, name: str) -> HostRecord:
    source_id = _identifier("host_id", host_id)
    return HostRecord(source_id, one_line(name, 255) or f"Host {source_id}")


def _nights(minimum: str, maximum: str) -> tuple[int, int | None]:
    least = max(1, numbers.whole_number("minimum_nights", minimum, numbers.LARGEST) or 1)
    most = numbers.unbounded_number("maximum_nights", maximum)
    return least, most if most is not None and least <= most <= numbers.LARGEST else None


def _bathrooms(number: str, text: str) -> float | None:
    """`1.5 shared baths` are 1.5, `Half-bath` and `Shared half-bath` 0.5; other words say no number."""
    if number:
        return numbers.decimal_number("bathrooms", number, numbers.MOST)
    if match := _BATHROOMS.match(text):
        return numbers.decimal_number("bathrooms_text", match[0], numbers.MOST)
    return 0.5 if "half-bath" in text.lower() else None
