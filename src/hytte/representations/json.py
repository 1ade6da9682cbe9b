"""JSON, read strictly and written fast."""

import json
import math
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic_core import to_json

from hytte.errors import Malformed

MEDIA_TYPE = "application/json"
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps (RFC 8259, section 6)."""


def write(data: object) -> bytes:
    """Return data (dict, list, str, int, float, bool, None) as JSON text in UTF-8."""
    return to_json(data)


def read(content: bytes) -> Any:
    """Return the value of a JSON text; fractions are `Decimal`, so that no digit of a price is lost.

    Raises `Malformed` for what RFC 8259 leaves open or Python reads too kindly: other encodings than
    UTF-8, repeated members, NaN and Infinity, numbers beyond what a double or 53 bits hold, nesting deeper
    than 32, U+0000 and lone surrogates.
    """
    try:
        value = _DECODER.decode(content.decode())
    except UnicodeDecodeError:
        raise Malformed("The content is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"The content is not JSON: {error.msg}, line {error.lineno}.") from None
    except RecursionError:
        raise Malformed(_TOO_DEEP) from None
    _check(value, 0)
    return value


_TOO_DEEP = f"The content is nested deeper than {MAX_DEPTH} levels."


def _check(value: object, depth: int) -> None:
    """Walk through what was read; the depth of the walk is bounded by the check itself."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict | list):
        if depth == MAX_DEPTH:
            raise Malformed(_TOO_DEEP)
        if isinstance(value, dict):
            for name in value:
                _check_text(name)
            value = list(value.values())
        for item in value:
            _check(item, depth + 1)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise Malformed("The content has the character U+0000, which cannot be stored.")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise Malformed("The content has half of a surrogate pair, which is no character.")


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(members)
    if len(value) != len(members):
        raise Malformed("The content has an object with the same member twice.")
    return value


def _integer(digits: str) -> int:
    # The length first: Python takes quadratic time for thousands of digits.
    if len(digits) > len(str(-MAX_INTEGER)) or abs(int(digits)) > MAX_INTEGER:
        raise Malformed(f"The content has an integer beyond ±{MAX_INTEGER}.")
    return int(digits)


def _fraction(digits: str) -> Decimal:
    if math.isinf(float(digits)):
        raise Malformed("The content has a number that is too large.")
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise Malformed("The content has a number with an exponent that no number has.") from None


def _constant(name: str) -> None:
    raise Malformed(f"The content has {name}, which is no JSON.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_constant
)
