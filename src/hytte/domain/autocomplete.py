"""The parameters of the address autocomplete, judged as DAWA judges them (its contract, not ours)."""

from dataclasses import dataclass

from hytte.errors import HytteError

KNOWN = frozenset({"q", "postnr"})
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

    Raises `QueryParameterFormatError` that lists what is wrong.
    """
    values: dict[str, str] = {}
    details: list[tuple[str, str]] = []
    for name, value in parameters:
        if name not in KNOWN:
            continue
        if name in values:
            details.append((name, "Parameter må højst angives én gang."))
        elif len(value) > MAX_VALUE:
            details.append((name, f"Parameteren må bestå af højst {MAX_VALUE} karakterer"))
        values[name] = value
    # Before any value is read: Python refuses to make a number of thousands of digits.
    if details:
        raise QueryParameterFormatError(details)
    return AddressQuery(values.get("q", ""), _postal_codes(values.get("postnr", "")))


def _postal_codes(text: str) -> tuple[int, ...]:
    codes = [_postal_code(part) for part in text.split("|")] if text else []
    if details := [code for code in codes if isinstance(code, str)]:
        raise QueryParameterFormatError([("postnr", message) for message in details])
    return tuple(code for code in codes if isinstance(code, int))


def _postal_code(text: str) -> int | str:
    """Return a postal code, or DAWA's message that says why it is none."""
    if not (text.isascii() and text.isdigit()):
        return "notInteger"
    code = int(text)
    if code > MAX_POSTAL_CODE:
        return f"Value {code} is greater than maximum {MAX_POSTAL_CODE}"
    return code or "Value 0 is less than minimum 1"
