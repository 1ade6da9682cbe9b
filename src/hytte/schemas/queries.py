"""Query parameters: text that must be read strictly, where Pydantic alone would take `1_0` for 10."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from hytte.domain.money import MAX_PRICE

MAX_PAGE = 100
MALFORMED = frozenset({"integer_text", "number_text", "extra_forbidden"})
"""Codes of errors that make a query malformed (400); all others make it invalid (422)."""

_INTEGER = re.compile(r"-?[0-9]{1,100}")
_NUMBER = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?(?P<exponent>[eE][+-]?[0-9]{1,3})?")


def _integer(value: Any) -> Any:
    if isinstance(value, str):
        if not _INTEGER.fullmatch(value):
            raise PydanticCustomError("integer_text", "Input should be a whole number")
        return int(value)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        match = _NUMBER.fullmatch(value)
        if match is None:
            raise PydanticCustomError("number_text", "Input should be a number")
        if match["exponent"]:  # a number for JSON Schema: well-formed, and not acceptable
            raise PydanticCustomError("plain_digits", "Input should be a number without an exponent")
        return Decimal(value)
    return value


# Constraints stand before the validator that reads the text, so that JSON Schema shows them.
PageSize = Annotated[int, Field(ge=1, le=MAX_PAGE, description="How many at most."), BeforeValidator(_integer)]
Guests = Annotated[
    int, Field(ge=1, le=50, description="How many the listing must have room for."), BeforeValidator(_integer)
]
QueryPrice = Annotated[
    Decimal,
    Field(ge=0, le=MAX_PRICE),
    BeforeValidator(_number),
    WithJsonSchema({"type": "number", "format": "decimal", "minimum": 0, "maximum": MAX_PRICE}),
]


class PageFilter(BaseModel):
    """Which page of a collection, the newest first."""

    model_config = ConfigDict(extra="forbid")

    limit: PageSize = 20
    cursor: Annotated[
        # The pattern is shown, not checked: what is no cursor is refused as one.
        Annotated[str, Field(max_length=100, json_schema_extra={"pattern": "^[A-Za-z0-9_-]*$"})] | None,
        Field(description="Where the last page ended: from its `Link` to the next."),
    ] = None
