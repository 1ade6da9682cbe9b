"""Amounts of money: integers of the currency's minor unit inside, JSON numbers of major units outside."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, Inexact

from hytte.domain.currencies import EXPONENTS, UNITS
from hytte.errors import FieldError, Invalid

MAX_PRICE = 1_000_000
"""The highest price, in major units of any currency."""

_EXACT = Context(prec=28, traps=[Inexact])
"""Arithmetic that refuses to round: a price of 40 digits must not become one that fits."""


def to_minor(amount: Decimal, currency: str) -> int:
    """Return `amount` in minor units: `to_minor(Decimal("450.5"), "DKK")` is 45050.

    Raises `Invalid` (pointer `/price`) when the amount has more decimals than the currency, is not above
    zero, or is above `MAX_PRICE`.
    """
    if not 0 < amount <= MAX_PRICE:
        raise _invalid_price(f"A price is above 0 and at most {MAX_PRICE}.", "price_range")
    try:
        return int(_EXACT.to_integral_exact(_EXACT.scaleb(amount, EXPONENTS[currency])))
    except Inexact:
        detail = f"{currency} has {EXPONENTS[currency]} decimals at most."
        raise _invalid_price(detail, "price_decimals") from None


def lower_bound(amount: Decimal, currency: str) -> int:
    """Return the lowest price, in minor units, that is not below `amount` major units."""
    return int((amount * UNITS[currency]).to_integral_value(ROUND_CEILING))


def upper_bound(amount: Decimal, currency: str) -> int:
    """Return the highest price, in minor units, that is not above `amount` major units."""
    return int((amount * UNITS[currency]).to_integral_value(ROUND_FLOOR))


def to_major(minor: int, currency: str) -> int | float:
    """Return minor units as the number that JSON shows: 70000 øre are 700, 45050 øre are 450.5.

    The division of two integers is rounded correctly, so the float is the one nearest to the exact amount,
    and its shortest decimal form is that amount, for all amounts below 2^53 minor units.
    """
    unit = UNITS[currency]
    major, rest = divmod(minor, unit)
    return minor / unit if rest else major


def _invalid_price(detail: str, code: str) -> Invalid:
    return Invalid("The price is not acceptable.", fields=(FieldError("/price", detail, code),))
