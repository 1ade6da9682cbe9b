"""Pages of a collection, found by where the last one ended (seek), never by counting rows."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any

from hytte.errors import FieldError, Invalid

MAX_NUMBER = 2**63 - 1
_CURSOR = re.compile(r"([a-z-]+):([0-9]{1,19}|):([0-9]{1,19})")


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents of a collection, and the cursor of the next page (None on the last one)."""

    items: list[dict[str, Any]]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the order it was read in, and the sort key (None for none) and id of its last row."""

    order: str
    key: int | None
    id: int

    def encoded(self) -> str:
        """Return the cursor as clients carry it: opaque to them, no secret to us."""
        text = f"{self.order}:{'' if self.key is None else self.key}:{self.id}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str, order: str) -> Cursor:
    """Return the cursor that a client sent back. Raises `Invalid` when it is none of this order."""
    try:
        decoded = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        decoded = ""
    match = _CURSOR.fullmatch(decoded)
    if match is None or match[1] != order or max(int(match[2] or 0), int(match[3])) > MAX_NUMBER:
        detail = "The cursor is none of this collection and order; begin without one."
        raise Invalid(detail, fields=(FieldError("cursor", detail, "cursor"),))
    return Cursor(order, int(match[2]) if match[2] else None, int(match[3]))
