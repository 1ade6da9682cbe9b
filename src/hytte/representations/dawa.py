"""Answers of the address resources: DAWA's own shapes, with its own errors, open to every site."""

from starlette.responses import Response

from hytte.domain.autocomplete import QueryParameterFormatError
from hytte.representations import json

_HEADERS = {"Access-Control-Allow-Origin": "*"}
_MEDIA_TYPE = "application/json; charset=UTF-8"


def suggestions(items: list[dict[str, str]]) -> Response:
    """Return the answer with what was found; nothing found is an empty array."""
    return Response(json.write(items), headers=_HEADERS, media_type=_MEDIA_TYPE)


def query_error(error: QueryParameterFormatError) -> Response:
    """Return DAWA's document `{type, title, details}` with 400."""
    document = {
        "type": "QueryParameterFormatError",
        "title": error.detail,
        "details": [list(pair) for pair in error.details],
    }
    return Response(json.write(document), 400, _HEADERS | {"Cache-Control": "no-cache"}, _MEDIA_TYPE)
