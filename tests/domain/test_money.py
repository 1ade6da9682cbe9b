"""Amounts of money: nothing is rounded on the way in, nothing is lost on the way out."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from hytte.domain.currencies import EXPONENTS
from hytte.domain.money import MAX_PRICE, lower_bound, to_major, to_minor, upper_bound
from hytte.errors import FieldError, Invalid

currencies = st.sampled_from(sorted(EXPONENTS))


@st.composite
def amounts(draw: st.DrawFn) -> tuple[int, str]:
    """Prices as they are stored: from the smallest to the highest of each currency, in minor units."""
    currency = draw(currencies)
    return draw(st.integers(1, MAX_PRICE * 10 ** EXPONENTS[currency])), currency


def refusal(amount: Decimal, currency: str) -> FieldError:
    """Return what is wrong with an amount."""
    with pytest.raises(Invalid) as refused:
        to_minor(amount, currency)
    (field,) = refused.value.fields
    return field


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("700", "DKK", 70_000),
        ("450.5", "DKK", 45_050),
        ("450.50", "DKK", 45_050),
        ("0.01", "DKK", 1),
        ("12000", "JPY", 12_000),
        ("1.234", "KWD", 1_234),
        ("0.0001", "CLF", 1),
        ("1E+3", "DKK", 100_000),
    ],
)
def test_an_amount_is_counted_in_the_smallest_unit_of_its_currency(
    amount: str, currency: str, minor: int
) -> None:
    assert to_minor(Decimal(amount), currency) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (70_000, "DKK", b"700"),
        (45_050, "DKK", b"450.5"),
        (1, "DKK", b"0.01"),
        (12_000, "JPY", b"12000"),
        (1_234, "KWD", b"1.234"),
        (99_999_999, "DKK", b"999999.99"),
    ],
)
def test_an_amount_is_shown_in_major_units_without_needless_zeros(minor: int, currency: str, text: bytes) -> None:
    assert to_json(to_major(minor, currency)) == text


@given(amounts())
def test_an_amount_that_was_shown_is_understood_when_it_comes_back(amount: tuple[int, str]) -> None:
    minor, currency = amount
    assert to_minor(Decimal(str(to_major(minor, currency))), currency) == minor


@given(currencies, st.data())
def test_an_amount_that_came_in_is_shown_as_it_was(currency: str, data: st.DataObject) -> None:
    places = EXPONENTS[currency]
    amount = data.draw(st.decimals(f"1E-{places}", MAX_PRICE, places=places))
    assert Decimal(str(to_major(to_minor(amount, currency), currency))) == amount


@given(amounts())
def test_the_json_of_an_amount_is_its_exact_decimal(amount: tuple[int, str]) -> None:
    minor, currency = amount
    exact = Decimal(minor).scaleb(-EXPONENTS[currency])
    shown = to_major(minor, currency)
    assert Decimal(to_json(shown).decode()) == exact
    assert Decimal(json.dumps(shown)) == exact


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("450.505", "DKK"),
        ("0.5", "JPY"),
        ("1.2345", "KWD"),
        ("1.00001", "CLF"),
        ("0.3333333333333333333333333333333333333333", "DKK"),
        ("450.5000000000000000000000000000000000000001", "DKK"),
        ("1E-400", "DKK"),
    ],
)
def test_an_amount_with_more_decimals_than_its_currency_is_refused(amount: str, currency: str) -> None:
    field = refusal(Decimal(amount), currency)
    assert (field.pointer, field.code) == ("/price", "price_decimals")


@given(currencies, st.integers(1, 9), st.integers(1, 40))
def test_a_single_decimal_too_many_is_refused_wherever_it_is(currency: str, digit: int, beyond: int) -> None:
    zeros = "0" * (EXPONENTS[currency] + beyond - 1)
    assert refusal(Decimal(f"1.{zeros}{digit}"), currency).code == "price_decimals"


def test_zeros_behind_the_last_decimal_do_not_count() -> None:
    assert to_minor(Decimal("450.50" + "0" * 40), "DKK") == 45_050


@pytest.mark.parametrize("amount", ["0", "-1", "-0.01", "1000000.01", "1E+30"])
def test_an_amount_out_of_range_is_refused(amount: str) -> None:
    field = refusal(Decimal(amount), "DKK")
    assert (field.pointer, field.code) == ("/price", "price_range")


@pytest.mark.parametrize("currency", ["DKK", "JPY", "KWD", "CLF"])
def test_the_highest_amount_is_accepted(currency: str) -> None:
    assert to_minor(Decimal(MAX_PRICE), currency) == MAX_PRICE * 10 ** EXPONENTS[currency]


bounds = st.decimals(0, MAX_PRICE, places=15)


@given(amounts(), bounds)
def test_a_price_is_above_the_lower_bound_exactly_when_its_amount_is(
    amount: tuple[int, str], bound: Decimal
) -> None:
    minor, currency = amount
    assert (minor >= lower_bound(bound, currency)) == (Decimal(minor).scaleb(-EXPONENTS[currency]) >= bound)


@given(amounts(), bounds)
def test_a_price_is_below_the_upper_bound_exactly_when_its_amount_is(
    amount: tuple[int, str], bound: Decimal
) -> None:
    minor, currency = amount
    assert (minor <= upper_bound(bound, currency)) == (Decimal(minor).scaleb(-EXPONENTS[currency]) <= bound)


@pytest.mark.parametrize("bound", [lower_bound, upper_bound])
def test_a_price_is_within_the_bounds_that_equal_it(bound: Callable[[Decimal, str], int]) -> None:
    assert bound(Decimal("450.50"), "DKK") == 45_050
