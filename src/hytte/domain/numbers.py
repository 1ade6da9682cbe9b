"""Numbers as people type them."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)


def read_number(text: str) -> int | Decimal | str:
    """Return the number that a text is; a text that is none stays as it is, for others to refuse."""
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)
