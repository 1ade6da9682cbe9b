"""Amenities of a listing, as Inside Airbnb has spelled them over the years."""

import json
import re
from functools import lru_cache

from hytte.domain.imported_numbers import refuse
from hytte.domain.imported_text import one_line

LONGEST = 150
MOST = 150
"""Characters of one amenity, and amenities of one listing, that are kept: as many as the API takes."""

_ITEM = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|([^",{}\\]*))(?:,|$)', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

# A city of thousands of listings has some hundred different amenities.
_cleaned = lru_cache(maxsize=4096)(one_line)


def read_amenities(text: str) -> tuple[str, ...]:
    """Return the amenities of a JSON list or of the brace set of 2016, `{TV,"Wireless Internet",Kitchen}`.

    Raises `Invalid` for anything else but an empty text.
    """
    if not text:
        return ()
    items = _of_brace_set(text) if text.startswith("{") else _of_json(text)
    return tuple(cleaned for item in items if (cleaned := _cleaned(item, LONGEST)))[:MOST]


def _of_json(text: str) -> list[str]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        refuse("amenities", text, "no list of texts")
    return items


def _of_brace_set(text: str) -> list[str]:
    if text[-1] != "}":
        refuse("amenities", text, "no set of texts")
    inside = text[1:-1]
    items: list[str] = []
    end = 0
    while end < len(inside):
        match = _ITEM.match(inside, end)
        if match is None:
            refuse("amenities", text, "no set of texts")
        items.append(match[2] if match[1] is None else _ESCAPE.sub(r"\1", match[1]))
        end = match.end()
    return items
