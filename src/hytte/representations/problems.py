"""Errors as RFC 9457 problem details; the one place where a kind of error gets its status code."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hytte import errors
from hytte.errors import HytteError
from hytte.representations import html, json, xml
from hytte.representations.documents import LASTING, Document, Link
from hytte.representations.links import absolute, base_url
from hytte.representations.negotiation import preferred

MEDIA_TYPE = "application/problem+json"
_OFFERED = (MEDIA_TYPE, json.MEDIA_TYPE, html.MEDIA_TYPE, xml.PROBLEM, xml.MEDIA_TYPE)
"""Who asks for plain JSON or XML gets the problem in it."""

STATUSES: dict[type[HytteError], int] = {
    errors.Malformed: 400,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.NotAcceptable: 406,
    errors.Conflict: 409,
    errors.PreconditionFailed: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.Misdirected: 421,
    errors.Invalid: 422,
    errors.InternalError: 500,
    errors.Unavailable: 503,
}


def status_of(kind: type[HytteError]) -> int:
    """Return the status code of a kind of error: its own or that of the nearest ancestor."""
    return next(STATUSES[ancestor] for ancestor in kind.__mro__ if ancestor in STATUSES)


def problem_name(kind: type[HytteError]) -> str:
    """Return the name of a kind in URLs: `NotFound` is `not-found`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


def title_of(kind: type[HytteError]) -> str:
    """Return the name of a kind for people: `NotFound` is `Not found`."""
    return problem_name(kind).replace("-", " ").capitalize()


def problem_response(request: Request, error: HytteError) -> Response:
    """Return the answer to a request that failed with `error`: problem details, as XML or a page if preferred."""
    data = _details(request, error)
    document = Document("problem", data, links=lambda: (Link("up", "/", "Home"),), title=data["title"])
    media_type = preferred(", ".join(request.headers.getlist("accept")), _OFFERED) or MEDIA_TYPE
    headers = _headers(error)
    if media_type in {MEDIA_TYPE, json.MEDIA_TYPE}:
        return Response(json.write(data), data["status"], headers, MEDIA_TYPE)
    render = xml.render if media_type in {xml.PROBLEM, xml.MEDIA_TYPE} else html.render
    shown = xml.PROBLEM if render is xml.render else html.MEDIA_TYPE
    content = render(document, base_url(request))
    return Response(content, data["status"], headers, f"{shown}; charset=utf-8")


def problem_kind(kind: type[HytteError]) -> Document:
    """Return the document that explains a kind of problem."""
    data = {
        "name": problem_name(kind),
        "title": title_of(kind),
        "status": status_of(kind),
        "description": " ".join((kind.__doc__ or "").split()),
    }
    links = (Link("self", f"/problems/{data['name']}"), Link("up", "/", "Home"))
    return Document("problem-kind", data, links=lambda: links, title=title_of(kind), caching=LASTING)


KINDS = {problem_name(kind): kind for kind in STATUSES}
"""Every kind of problem by its name in URLs."""


def _details(request: Request, error: HytteError) -> dict[str, Any]:
    kind = type(error)
    document: dict[str, Any] = {
        "type": absolute(request, f"/problems/{problem_name(kind)}"),
        "title": title_of(kind),
        "status": status_of(kind),
        "detail": error.detail,
        "instance": f"urn:uuid:{request.scope['hytte.request_id']}",
    }
    if error.fields:
        document["errors"] = [
            {"pointer": field.pointer, "detail": field.detail, "code": field.code} for field in error.fields
        ]
    return document


def _headers(error: HytteError) -> dict[str, str]:
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allowed)
    if isinstance(error, errors.UnsupportedMediaType):
        headers |= _accepted(error)
    if isinstance(error, errors.Unavailable):
        headers["Retry-After"] = "1"
    return headers


def _accepted(error: errors.UnsupportedMediaType) -> dict[str, str]:
    """Return the field that says what is read instead (RFC 9110, 15.5.16; RFC 5789, 3.1)."""
    if error.coding is not None:
        return {"Accept-Encoding": error.coding}
    name = "Accept-Patch" if "application/merge-patch+json" in error.media_types else "Accept"
    return {name: ", ".join(error.media_types)}
