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
_NUMBER = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?")


def _integer(value: Any) -> Any:
    if isinstance(value, str):
        if not _INTEGER.fullmatch(value):
            raise PydanticCustomError("integer_text", "Input should be a whole number")
        return int(value)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise PydanticCustomError("number_text", "Input should be a number")
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
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": MAX_PRICE}),
]


class PageFilter(BaseModel):
    """Which page of a collection, the newest first."""

    model_config = ConfigDict(extra="forbid")

    limit: PageSize = 20
    cursor: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=100,
            description="Where the last page ended: from its `Link` to the next.",
        ),
    ] = None
