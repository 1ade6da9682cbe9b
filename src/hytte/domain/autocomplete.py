"""The parameters of the address autocomplete, judged as DAWA judges them (its contract, not ours)."""

from dataclasses import dataclass

from hytte.errors import HytteError

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
    """Return the query of `(name, value)` pairs; unknown names are ignored.

    Raises `QueryParameterFormatError` that lists everything that is wrong.
    """
    details: list[tuple[str, str]] = []
    values: dict[str, str] = {}
    for name, value in parameters:
        if name in values:
            details.append((name, "Parameteren må højst angives én gang."))
        elif len(value) > MAX_VALUE:
            details.append((name, f"Parameteren må bestå af højst {MAX_VALUE} karakterer"))
        values[name] = value
    known = [detail for detail in details if detail[0] in {"q", "postnr"}]
    postal_codes = _postal_codes(values.get("postnr", ""), known)
    if known:
        raise QueryParameterFormatError(known)
    return AddressQuery(values.get("q", ""), postal_codes)


def _postal_codes(text: str, details: list[tuple[str, str]]) -> tuple[int, ...]:
    codes = []
    for part in text.split("|") if text else ():
        if not (part.isascii() and part.isdigit()):
            details.append(("postnr", "notInteger"))
            break
        codes.append(int(part))
    for code in codes:
        if code > MAX_POSTAL_CODE:
            details.append(("postnr", f"Value {code} is greater than maximum {MAX_POSTAL_CODE}"))
        elif code < 1:
            details.append(("postnr", f"Value {code} is less than minimum 1"))
    return tuple(codes)
