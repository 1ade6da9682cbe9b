"""The parameters of the address autocomplete, judged as DAWA judges them (its contract, not ours)."""

from dataclasses import dataclass

from hytte.errors import HytteError

KNOWN = ("q", "postnr")
MAX_VALUE = 100
MAX_POSTAL_CODE = 9999


@dataclass(frozen=True, slots=True)
class AddressQuery:
    """What is asked: the text typed so far, and the postal codes to look in (none for all)."""

    text: str
    postal_codes: tuple[int, ...] = ()


class QueryParameterFormatError(HytteError):
    """Parameters of an address query are not of their form; `details` are pairs of name and message."""

    def __init__(self, details: list[tuple[str, str]]) -> None:
        super().__init__("One or more query parameters was ill-formed.")
        self.details = details


def read_address_query(parameters: list[tuple[str, str]]) -> AddressQuery:
    """Return the query of `(name, value)` pairs; unknown names are ignored, an empty value is none.

    Raises `QueryParameterFormatError` that lists everything that is wrong, one message for a parameter.
    """
    details: list[tuple[str, str]] = []
    given = {name: [value for other, value in parameters if other == name] for name in KNOWN}
    codes: list[int] = []
    for name, values in given.items():
        message = _form_error(values)
        if message is None and name == "postnr" and values and values[0]:
            codes, message = _postal_codes(values[0])
        if message is not None:
            details.append((name, message))
    if details:
        raise QueryParameterFormatError(details)
    return AddressQuery(given["q"][0] if given["q"] else "", tuple(codes))


def _form_error(values: list[str]) -> str | None:
    if len(values) > 1:
        return "Parameter må højst angives én gang."
    if any(len(value) > MAX_VALUE for value in values):
        return f"Parameteren må bestå af højst {MAX_VALUE} karakterer"
    return None


def _postal_codes(text: str) -> tuple[list[int], str | None]:
    """Return the codes of `2720|2700`, or DAWA's message that says why they are none."""
    codes: list[int] = []
    for part in text.split("|"):
        if not (part.isascii() and part.isdigit()):
            return [], "notInteger"
        codes.append(int(part))
        if codes[-1] > MAX_POSTAL_CODE:
            return [], f"Value {codes[-1]} is greater than maximum {MAX_POSTAL_CODE}"
        if codes[-1] == 0:
            return [], "Value 0 is less than minimum 1"
    return codes, None
