"""The kinds of values on the wire, with their limits (`Annotated` types that say what a member may be)."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from annotated_types import MaxLen
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from hytte.domain.currencies import EXPONENTS
from hytte.domain.money import MAX_PRICE
from hytte.domain.text import normalised

MAX_ID = 2**53 - 1
"""Ids are JSON numbers, and this is the largest that every JSON reader keeps (RFC 8259, section 6)."""

MAX_INT32 = 2**31 - 1

STORABLE = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]*$"
"""Everything but the control characters that XML cannot carry (XML 1.0, section 2.2)."""


ANY_TEXT = r"^[\s\S]*$"
"""What may have every character, such as what a client made up."""


class Body(BaseModel):
    """What all request bodies share: JSON types are not converted, unknown members are refused."""

    model_config = ConfigDict(strict=True, extra="forbid")


def _without_defaults(schema: dict[str, Any]) -> None:
    for member in schema["properties"].values():
        member.pop("default", None)


class Patch(Body):
    """A merge patch (RFC 7396): an absent member stays as it is, so none of them has a default to show.

    `model_fields_set` tells what was sent; a member whose type has no None refuses null.
    """

    model_config = ConfigDict(json_schema_extra=_without_defaults)


def _currency(code: str) -> str:
    if code not in EXPONENTS:
        raise PydanticCustomError("currency", "Input should be the code of a currency in use (ISO 4217)")
    return code


def _decimal(value: Any) -> Decimal:
    """Take a JSON number: `representations.json.read` gives `int` and `Decimal`."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number_type", "Input should be a number")
    return Decimal(value)


def _float(value: Any) -> float:
    return float(_decimal(value)) + 0.0  # -0.0 becomes 0.0, which SQLite stores anyway


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False, test_environment=False).normalized
    except EmailNotValidError as error:
        raise PydanticCustomError(
            "email", "Input should be an e-mail address: {why}", {"why": str(error)}
        ) from None


# The second limit is for what NFC makes of a text: it may be longer.
Username = Annotated[
    str,
    Field(min_length=1, max_length=255, pattern=STORABLE, examples=["Ada"]),
    AfterValidator(normalised),
    MaxLen(255),
]
Title = Annotated[
    str,
    Field(min_length=1, max_length=255, pattern=STORABLE, examples=["Bright flat by the lakes"]),
    AfterValidator(normalised),
    MaxLen(255),
]
Address = Annotated[
    str,
    Field(min_length=1, max_length=300, pattern=STORABLE, examples=["Nørrebrogade 20, 2200 København N"]),
    AfterValidator(normalised),
    MaxLen(300),
]
Description = Annotated[
    str,
    Field(max_length=10_000, pattern=STORABLE, examples=["Two rooms, five minutes from the metro."]),
    AfterValidator(normalised),
    MaxLen(10_000),
]
Licence = Annotated[
    str,
    Field(max_length=1000, pattern=STORABLE, examples=["DK-2026-0815"]),
    AfterValidator(normalised),
    MaxLen(1000),
]
Place = Annotated[
    str,
    Field(min_length=1, max_length=255, pattern=STORABLE, examples=["København"]),
    AfterValidator(normalised),
    MaxLen(255),
]
PropertyType = Annotated[
    str,
    Field(min_length=1, max_length=100, pattern=STORABLE, examples=["Apartment"]),
    AfterValidator(normalised),
    MaxLen(100),
]
# The longest that Inside Airbnb has are 149 characters and 120 items; a page of the fullest stays small.
Amenity = Annotated[
    str,
    Field(min_length=1, max_length=150, pattern=STORABLE, examples=["Wi-Fi"]),
    AfterValidator(normalised),
    MaxLen(150),
]
Amenities = Annotated[list[Amenity], Field(max_length=150)]
Email = Annotated[
    str,
    Field(min_length=3, max_length=254, json_schema_extra={"format": "email"}, examples=["ada@example.com"]),
    AfterValidator(_email),
    MaxLen(254),
]

Price = Annotated[
    Decimal,
    Field(gt=0, le=MAX_PRICE),
    BeforeValidator(_decimal),
    WithJsonSchema(
        {
            "type": "number",
            "exclusiveMinimum": 0,
            "maximum": MAX_PRICE,
            "format": "decimal",
            "description": "For one night, in major units of the currency, with its decimals at most.",
            "examples": [700, 450.5],
        }
    ),
]
Currency = Annotated[
    str,
    Field(min_length=3, max_length=3, pattern="^[A-Z]{3}$", description="ISO 4217.", examples=["DKK"]),
    AfterValidator(_currency),
]
Latitude = Annotated[float, Field(ge=-90, le=90, examples=[55.69]), BeforeValidator(_float)]
Longitude = Annotated[float, Field(ge=-180, le=180, examples=[12.55]), BeforeValidator(_float)]
Bathrooms = Annotated[float, Field(ge=0, le=1000, examples=[1.5]), BeforeValidator(_float)]
# The same as they are shown: read from JSON, where a number is a float.
ShownPrice = Annotated[
    float, Field(gt=0, le=MAX_PRICE, json_schema_extra={"format": "decimal"}, examples=[700, 450.5])
]
ShownLatitude = Annotated[float, Field(ge=-90, le=90, examples=[55.69])]
ShownLongitude = Annotated[float, Field(ge=-180, le=180, examples=[12.55])]
ShownBathrooms = Annotated[float, Field(ge=0, le=1000, examples=[1.5])]
Capacity = Annotated[int, Field(ge=1, le=1000, examples=[4])]
Rooms = Annotated[int, Field(ge=0, le=1000, examples=[2])]
Nights = Annotated[int, Field(ge=1, le=MAX_INT32, examples=[2])]
RoomType = Literal["entire_home", "private_room", "shared_room", "hotel_room"]
Id = Annotated[int, Field(ge=1, le=MAX_ID, examples=[1])]
UserId = Id
Source = Annotated[str, Field(max_length=50, pattern=STORABLE, examples=["insideairbnb"])]
SourceId = Annotated[str, Field(max_length=50, pattern=STORABLE, examples=["4711"])]
_INSTANT = "2026-11-22T17:15:00.000000Z"
Instant = Annotated[
    str,
    Field(max_length=len(_INSTANT), json_schema_extra={"format": "date-time", "example": _INSTANT}),
]
