"""What FastAPI's validation found, as an error of ours."""

from collections.abc import Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from hytte.errors import FieldError, HytteError, Invalid, Malformed
from hytte.schemas.queries import MALFORMED

MAX_FIELDS = 100
"""Errors that are told at once: a body can have some ten thousand."""


def validation_error(error: RequestValidationError) -> HytteError:
    """Return `Malformed` when a member or parameter is unknown or a parameter unreadable, else `Invalid`."""
    return _translated(error.errors())


def invalid_query(error: ValidationError) -> HytteError:
    """Return the same for query parameters that do not fit their schema."""
    return _translated([{**item, "loc": ("query", *item["loc"])} for item in error.errors()])


def _translated(found: Sequence[Any]) -> HytteError:
    fields = tuple(FieldError(_pointer(item["loc"]), _detail(item), item["type"]) for item in found[:MAX_FIELDS])
    if any(_is_malformed(item) for item in found):
        return Malformed("The request has members or parameters that cannot be read.", fields=fields)
    return Invalid("The request has values that are not acceptable.", fields=fields)


def _is_malformed(item: dict[str, Any]) -> bool:
    return item["type"] == "extra_forbidden" or (item["loc"][0] == "query" and item["type"] in MALFORMED)


def _pointer(location: Sequence[str | int]) -> str:
    """Return a JSON Pointer (RFC 6901) into the body, or the name of the parameter or header field."""
    source, *path = location
    if source != "body":
        return str(path[-1]) if path else str(source)
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _detail(item: dict[str, Any]) -> str:
    if item["type"] == "extra_forbidden":
        return "There is no such member."
    return f"{item['msg'].removesuffix('.')}."
