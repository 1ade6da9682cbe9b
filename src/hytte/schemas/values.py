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

MAX_ID = 2**63 - 1
MAX_INT32 = 2**31 - 1

_STORABLE = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]*$"
"""Everything but the control characters that XML cannot carry (XML 1.0, section 2.2)."""


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
    Field(min_length=1, max_length=255, pattern=_STORABLE, examples=["Ada"]),
    AfterValidator(normalised),
    MaxLen(255),
]
Title = Annotated[
    str,
    Field(min_length=1, max_length=255, pattern=_STORABLE, examples=["Bright flat by the lakes"]),
    AfterValidator(normalised),
    MaxLen(255),
]
Address = Annotated[
    str,
    Field(min_length=1, max_length=300, pattern=_STORABLE, examples=["Nørrebrogade 20, 2200 København N"]),
    AfterValidator(normalised),
    MaxLen(300),
]
Description = Annotated[
    str,
    Field(max_length=10_000, pattern=_STORABLE, examples=["Two rooms, five minutes from the metro."]),
    AfterValidator(normalised),
    MaxLen(10_000),
]
Licence = Annotated[str, Field(max_length=1000, pattern=_STORABLE), AfterValidator(normalised), MaxLen(1000)]
Place = Annotated[
    str,
    Field(min_length=1, max_length=255, pattern=_STORABLE, examples=["København"]),
    AfterValidator(normalised),
    MaxLen(255),
]
PropertyType = Annotated[
    str,
    Field(min_length=1, max_length=100, pattern=_STORABLE, examples=["Apartment"]),
    AfterValidator(normalised),
    MaxLen(100),
]
# The longest that Inside Airbnb has are 149 characters and 120 items; a page of the fullest stays small.
Amenity = Annotated[
    str,
    Field(min_length=1, max_length=150, pattern=_STORABLE, examples=["Wi-Fi"]),
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
            "description": "For one night, in major units of the currency, with its decimals at most.",
            "examples": [700, 450.5],
        }
    ),
]
Currency = Annotated[
    str, Field(pattern="^[A-Z]{3}$", description="ISO 4217.", examples=["DKK"]), AfterValidator(_currency)
]
Latitude = Annotated[float, Field(ge=-90, le=90), BeforeValidator(_float)]
Longitude = Annotated[float, Field(ge=-180, le=180), BeforeValidator(_float)]
Bathrooms = Annotated[float, Field(ge=0, le=1000), BeforeValidator(_float)]
Capacity = Annotated[int, Field(ge=1, le=1000)]
Rooms = Annotated[int, Field(ge=0, le=1000)]
Nights = Annotated[int, Field(ge=1, le=MAX_INT32)]
RoomType = Literal["entire_home", "private_room", "shared_room", "hotel_room"]
UserId = Annotated[int, Field(ge=1, le=MAX_ID)]
Instant = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-22T17:15:00.000000Z"])
]
