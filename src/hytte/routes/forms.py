"""HTML forms, which can only GET and POST: read as what they stand for, answered with where to go next.

A form posts to the path of a resource. Its field `_method` says what is meant (PUT, PATCH, DELETE; without it
POST), `_if_match` which state of the resource (`If-Match`); the others are the members of the body: an empty
field is null, a text of several lines may be an array. The guards refuse forms of other sites.
"""

from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request, Response
from pydantic import BaseModel
from starlette.types import Scope

from hytte.domain.numbers import read_number
from hytte.errors import Malformed
from hytte.representations.fields import Field, fields_of

MEDIA_TYPE = b"application/x-www-form-urlencoded"
FIELDS = "hytte.form"
"""Where a request keeps the fields of its form."""

METHOD = "_method"
STATE = "_if_match"
OVERRIDES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MAX_FIELDS = 200


def is_form(scope: Scope) -> bool:
    """Say whether a request is the POST of an HTML form."""
    declared = [value for name, value in scope["headers"] if name == b"content-type"]
    is_declared = len(declared) == 1 and declared[0].partition(b";")[0].strip().lower() == MEDIA_TYPE
    return scope["method"] == "POST" and is_declared


def read_form(content: bytes) -> dict[str, str]:
    """Return the fields of a form. Raises `Malformed`."""
    try:
        pairs = parse_qsl(
            content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        raise Malformed("The form cannot be read.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Malformed("The form has a field twice.")
    if any("\0" in value for value in fields.values()):
        raise Malformed("The form has the character U+0000, which cannot be stored.")
    return fields


def method_of(form: dict[str, str]) -> str:
    """Return the method that a form stands for. Raises `Malformed` for one that no form can stand for."""
    method = form.get(METHOD, "POST").upper()
    if method not in OVERRIDES:
        raise Malformed(f"A form stands for {', '.join(sorted(OVERRIDES))}.")
    return method


def members(form: dict[str, str], schema: type[BaseModel]) -> dict[str, Any]:
    """Return what the fields of a form say of the members of a schema, as JSON would."""
    known = {field.name: field for field in fields_of(schema)}
    values = {name: _value(text, known.get(name)) for name, text in form.items() if name not in {METHOD, STATE}}
    # An empty field is null where that is possible, and else as good as absent.
    return {
        name: value
        for name, value in values.items()
        if value is not None or name not in known or known[name].nullable
    }


def see_other(request: Request, response: Response) -> Response:
    """Return the answer to a form that was taken: 303 to the resource, or to its collection when it is gone."""
    if FIELDS not in request.scope or response.status_code >= 300:
        return response
    path: str = request.scope["path"]
    if request.scope["method"] == "DELETE":
        path = path.rpartition("/")[0]
    location = response.headers.get("location", path)
    return Response(status_code=303, headers={"Location": location, "Cache-Control": "no-store"})


def _value(text: str, field: Field | None) -> Any:
    if not text or text.isspace():
        return None
    if field is not None and field.type == "array":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if field is not None and field.type in {"integer", "number"}:
        return read_number(text.strip())
    return text
