"""The parameters of the address autocomplete, judged by DAWA's rules (its contract, its words)."""

import pytest

from hytte.domain.autocomplete import AddressQuery, QueryParameterFormatError, read_address_query

Pairs = list[tuple[str, str]]


def details(*parameters: tuple[str, str]) -> Pairs:
    """Return what is wrong with the parameters."""
    with pytest.raises(QueryParameterFormatError) as refused:
        read_address_query(list(parameters))
    return refused.value.details


def test_without_parameters_nothing_is_asked() -> None:
    assert read_address_query([]) == AddressQuery("", ())


def test_the_text_is_taken_as_it_was_typed() -> None:
    assert read_address_query([("q", " Nørrebrogade 20, ")]) == AddressQuery(" Nørrebrogade 20, ", ())


def test_an_empty_value_is_no_value() -> None:
    assert read_address_query([("q", ""), ("postnr", "")]) == AddressQuery("", ())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("2720", (2720,)),
        ("2720|2200", (2720, 2200)),
        ("800", (800,)),
        ("0800", (800,)),
        ("0002200|2720", (2200, 2720)),
        ("1", (1,)),
        ("9999", (9999,)),
        ("0" * 96 + "2200", (2200,)),
    ],
)
def test_postal_codes_are_numbers_with_or_without_leading_zeros(text: str, codes: tuple[int, ...]) -> None:
    assert read_address_query([("q", "Bog"), ("postnr", text)]) == AddressQuery("Bog", codes)


@pytest.mark.parametrize(
    "text",
    ["abc", "2720a", "27.20", "-2720", "+2720", " 2720", "2_720", "2720|abc", "abc|2720", "2720,2200", "٢٧٢٠"],
)
def test_a_postal_code_of_other_characters_than_digits_is_not_an_integer(text: str) -> None:
    assert details(("postnr", text)) == [("postnr", "notInteger")]


@pytest.mark.parametrize("text", ["12345", "2720|12345", "012345"])
def test_a_postal_code_has_four_digits_at_most(text: str) -> None:
    assert details(("postnr", text)) == [("postnr", "Value 12345 is greater than maximum 9999")]


@pytest.mark.parametrize("text", ["0", "0000", "2720|0"])
def test_a_postal_code_is_at_least_one(text: str) -> None:
    assert details(("postnr", text)) == [("postnr", "Value 0 is less than minimum 1")]


@pytest.mark.parametrize("name", ["q", "postnr"])
@pytest.mark.parametrize("value", ["2720", ""])
def test_a_repeated_parameter_is_refused(name: str, value: str) -> None:
    assert details((name, "2720"), (name, value)) == [(name, "Parameter må højst angives én gang.")]


@pytest.mark.parametrize("character", ["a", "å"])
def test_a_text_of_a_hundred_characters_is_read(character: str) -> None:
    assert read_address_query([("q", character * 100)]).text == character * 100


def test_a_longer_text_is_refused() -> None:
    assert details(("q", "a" * 101)) == [("q", "Parameteren må bestå af højst 100 karakterer")]


@pytest.mark.parametrize("digits", [101, 5_000])
def test_a_postal_code_without_end_is_refused_before_it_is_counted(digits: int) -> None:
    assert ("postnr", "Parameteren må bestå af højst 100 karakterer") in details(("postnr", "9" * digits))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert details(("q", "a" * 101), ("postnr", "abc")) == [
        ("q", "Parameteren må bestå af højst 100 karakterer"),
        ("postnr", "notInteger"),
    ]


@pytest.mark.parametrize(
    "unknown", [[("fuzzy", "")], [("type", "adresse"), ("type", "adresse")], [("polygon", "1" * 200)]]
)
def test_unknown_names_are_ignored(unknown: Pairs) -> None:
    assert read_address_query([*unknown, ("q", "Bog"), *unknown]) == AddressQuery("Bog")


def test_the_title_of_the_error_is_the_one_that_dawa_gave() -> None:
    with pytest.raises(QueryParameterFormatError) as refused:
        read_address_query([("postnr", "abc")])
    assert refused.value.detail == "One or more query parameters was ill-formed."
