"""Numbers as the files of other systems spell them; each error names the column and shows the value."""

import re
from decimal import Decimal
from typing import NoReturn

from hytte.domain.money import to_minor
from hytte.errors import Invalid

LARGEST = 2**31 - 1
"""The largest whole number of a column: a signed 32-bit integer."""

MOST = 1_000
"""The most guests, beds, bedrooms and bathrooms of a listing, as in the API."""

# [0-9], because \d and int() also take the digits of other scripts.
_WHOLE = re.compile(r"([0-9]{1,30})(?:\.0*)?")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{0,30})?")
# Tools write small degrees as 5e-05: parts of London are that near to the meridian.
_DEGREES = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{0,30})?(?:[eE]-?[0-9]{1,2})?")
_PRICE = re.compile(r"\$?([0-9]{1,3}(?:,[0-9]{3}){1,9}|[0-9]{1,30})(\.[0-9]{0,30})?")
_SHOWN = 40


def whole_number(column: str, text: str, largest: int) -> int | None:
    """Return `3` or `3.0` as 3, an empty text as None. Raises `Invalid`, also beyond `largest`."""
    number = unbounded_number(column, text)
    if number is not None and number > largest:
        refuse(column, text, "too large")
    return number


def unbounded_number(column: str, text: str) -> int | None:
    """Return a whole number of any size, None for an empty text. Raises `Invalid`."""
    if not text:
        return None
    match = _WHOLE.fullmatch(text)
    return int(match[1]) if match else refuse(column, text, "no whole number")


def decimal_number(column: str, text: str, largest: int) -> float | None:
    """Return a number that is not negative, None for an empty text. Raises `Invalid`, also beyond `largest`."""
    if not text:
        return None
    number = float(text) if _DECIMAL.fullmatch(text) else refuse(column, text, "no number")
    return number if number <= largest else refuse(column, text, "too large")


def point(latitude: str, longitude: str) -> tuple[float, float] | tuple[None, None]:
    """Return a point in degrees, Nones when both are empty. Raises `Invalid`, also for half a point."""
    if not latitude and not longitude:
        return None, None
    return _degrees("latitude", latitude, 90), _degrees("longitude", longitude, 180)


def price(text: str, currency: str) -> int | None:
    """Return a price in minor units of the currency: `$1,200.00` are 120000 cents; empty and 0 are no price.

    The `$` is in the files of every country and means nothing. Raises `Invalid`, also for a price that
    `domain.money.to_minor` does not take.
    """
    if not text:
        return None
    match = _PRICE.fullmatch(text)
    if match is None:
        refuse("price", text, "no amount of money")
    amount = Decimal(match[1].replace(",", "") + (match[2] or ""))
    if not amount:
        return None
    try:
        return to_minor(amount, currency)
    except Invalid as error:
        raise Invalid(f"The price {_shown(text)} is refused: {error.fields[0].detail}") from None


def refuse(column: str, text: str, what: str) -> NoReturn:
    """Raise `Invalid` with the sentence: The `column` `text` is `what`."""
    raise Invalid(f"The {column} {_shown(text)} is {what}.")


def _degrees(column: str, text: str, limit: int) -> float:
    degrees = float(text) if _DEGREES.fullmatch(text) else refuse(column, text, "no coordinate")
    return degrees if abs(degrees) <= limit else refuse(column, text, f"not between -{limit} and {limit}")


def _shown(text: str) -> str:
    # repr() keeps control characters of a file from the terminal.
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
