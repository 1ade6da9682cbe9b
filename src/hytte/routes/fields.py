"""What OpenAPI says of the header fields of answers: described once, named by the answers that have them."""

from typing import Any

_TEXT = {"type": "string", "maxLength": 8000, "pattern": r"^[\t -~]*$"}
_REQUEST_ID = {"type": "string", "format": "uuid", "maxLength": 36}
_SECONDS = {"type": "integer", "format": "int32", "minimum": 0, "maximum": 3600}
_TAG = {"type": "string", "maxLength": 100, "pattern": '^"[!#-~]*"$'}


def _field(
    description: str, example: Any, schema: dict[str, Any] = _TEXT, *, always: bool = True
) -> dict[str, Any]:
    return {"description": description, "required": always, "schema": schema, "example": example}


FIELDS = {
    "X-Request-Id": _field(
        "Names the request in the server's log.", "0b0f7f4e-6f0e-4a5b-9f6e-3f0d2c9a7c11", _REQUEST_ID
    ),
    "Cache-Control": _field("How long, and by whom, the answer may be kept.", "max-age=10"),
    "Vary": _field("The fields of the request that chose the answer.", "Accept, Accept-Encoding"),
    "ETag": _field("Names this state in this representation.", '"5d41402abc4b2a76b9719d91-json"', _TAG),
    "Location": _field("The URL of what was made.", "http://127.0.0.1:8000/listings/1"),
    "Last-Modified": _field("When the resource changed.", "Sun, 22 Nov 2026 17:15:00 GMT", always=False),
    "Link": _field("Where to go on (RFC 8288).", '<http://127.0.0.1:8000/listings/1>; rel="self"', always=False),
    "Retry-After": _field("Seconds to wait before the next attempt.", 1, _SECONDS),
    "Accept": _field("The media types that are read instead.", "application/json", always=False),
    "Accept-Encoding": _field("The coding that is read instead.", "identity", always=False),
    "Accept-Patch": _field("The media types of patches.", "application/merge-patch+json", always=False),
    "Access-Control-Allow-Origin": _field("The sites that may read the answer.", "*", always=False),
}
"""Every field by its name; `required` where an answer that names it always has it."""

_OF_ALL = ("X-Request-Id",)
_BY_KIND = {
    "document": ("ETag", "Cache-Control", "Vary", "Last-Modified"),
    "problem": ("Cache-Control", "Vary"),
    "address": ("Access-Control-Allow-Origin",),
    "nothing": (),
}
_BY_STATUS = {
    201: ("Location", "Link"),
    200: ("Link",),
    415: ("Accept", "Accept-Encoding", "Accept-Patch"),
    503: ("Retry-After",),
}


def fields_of_answer(status: int, kind: str) -> dict[str, Any]:
    """Return the fields of a kind of answer (those of `_BY_KIND`) for OpenAPI: references to `FIELDS`."""
    names = _OF_ALL + _BY_KIND[kind] + (_BY_STATUS.get(status, ()) if kind in {"document", "problem"} else ())
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
