"""CSV (RFC 4180) for collections: a header, and a row for each document."""

import csv
import io
from typing import Any

from hytte.representations import json
from hytte.representations.documents import Document

MEDIA_TYPE = "text/csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet would run, and the mark that keeps it from doing so."""


def render(document: Document, _base: str) -> bytes:
    """Return a collection as CSV: null is an empty cell, an array is JSON text."""
    names = list(document.item_schema.model_fields) if document.item_schema is not None else []
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_cell(item[name]) for name in names] for item in document.data)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, list | dict):
        return json.write(value).decode()
    return value
