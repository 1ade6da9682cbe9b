"""Documents as answers: the representation that the client prefers, tagged, cached, compressed.

A route returns what one of these functions makes of a document, and names no format itself.
"""

import gzip
from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hytte import __version__
from hytte.representations import csv, geojson, hal, html, json, xml
from hytte.representations.documents import UNCACHED, Document, Link
from hytte.representations.links import absolute, base_url, link_field
from hytte.representations.negotiation import MEDIA_TYPE, accepts_gzip
from hytte.representations.tags import fingerprint, http_date, is_fresh

VARY = "Accept, Accept-Encoding, Authorization, Cookie"
MIN_COMPRESSED = 1024
"""Bytes below which compression saves less than it costs."""

Renderer = Callable[[Document, str], bytes]

_RENDERERS: dict[str, tuple[str, Renderer]] = {
    # What is made of the data may be made in another way by another version.
    hal.MEDIA_TYPE: (f"hal.{__version__}", hal.render),
    xml.MEDIA_TYPE: (f"xml.{__version__}", xml.render),
    html.MEDIA_TYPE: (f"html.{__version__}", html.render),
    csv.MEDIA_TYPE: (f"csv.{__version__}", csv.render),
    geojson.MEDIA_TYPE: (f"geojson.{__version__}", geojson.render),
}
_WITH_CHARSET = {xml.MEDIA_TYPE, html.MEDIA_TYPE, csv.MEDIA_TYPE}
_HYPERMEDIA = {hal.MEDIA_TYPE, html.MEDIA_TYPE}


def respond(request: Request, document: Document) -> Response:
    """Return the answer to a GET: 200, or 304 when the client has this representation already."""
    content, headers = _represent(request, document)
    updated_at = document.updated_at if "Last-Modified" in headers else None
    if is_fresh(request.headers, headers["ETag"], updated_at):
        for name in ("Content-Type", "Content-Encoding", "Link"):
            headers.pop(name, None)
        return Response(None, 304, headers)
    return Response(content(), 200, headers)


def changed(request: Request, document: Document) -> Response:
    """Return the answer to a PUT or PATCH: the resource as it is now."""
    content, headers = _represent(request, document)
    return Response(content(), 200, headers)


def created(request: Request, document: Document, location: str, *, resource: Document | None = None) -> Response:
    """Return the answer to a POST that made the resource at the path `location`, with the tag of a GET of it.

    `resource` is what is there, where that is not what the answer shows.
    """
    content, headers = _represent(request, document)
    if resource is not None:
        headers["ETag"] = _represent(request, resource)[1]["ETag"]
    headers["Location"] = absolute(request, location)
    return Response(content(), 201, headers)


def no_content() -> Response:
    """Return the answer to a DELETE."""
    return Response(status_code=204)


def data_fingerprint(data: Any) -> str:
    """Return the first part of the tags of the representations of a document's data."""
    return fingerprint(json.write(data))


def _represent(request: Request, document: Document) -> tuple[Callable[[], bytes], dict[str, str]]:
    """Return what renders the content, which a 304 does without, and the fields of the answer."""
    media_type = request.scope[MEDIA_TYPE]
    base = base_url(request)
    links = document.links()
    plain = json.write(document.data)
    paging = "".join(link.href for link in links if link.rel == "next")
    state = fingerprint(plain, paging.encode())
    variant, render = "json", None
    if media_type != json.MEDIA_TYPE:
        variant, render = _RENDERERS[media_type]
        if media_type in _HYPERMEDIA:
            document = document.index or document
            variant += _actions(document)
        if media_type == hal.MEDIA_TYPE:  # the one whose content has links with the host
            variant += f".{fingerprint(base.encode())[:6]}"

    def identity() -> bytes:
        return plain if render is None else render(document, base)

    # Decided without rendering, which a 304 does without; what is rendered is much longer than its data.
    accept_encoding = ", ".join(request.headers.getlist("accept-encoding"))
    is_long = len(plain) >= MIN_COMPRESSED or render is not None
    is_compressed = is_long and accepts_gzip(accept_encoding)
    headers = _headers(request, document, media_type, links, base)
    headers["ETag"] = f'"{state}-{variant}{".gz" if is_compressed else ""}"'
    if is_compressed:
        headers["Content-Encoding"] = "gzip"
    return (lambda: gzip.compress(identity(), 5, mtime=0)) if is_compressed else identity, headers


def _headers(
    request: Request, document: Document, media_type: str, links: Sequence[Link], base: str
) -> dict[str, str]:
    has_credentials = "authorization" in request.headers or "cookie" in request.headers
    is_private = media_type == html.MEDIA_TYPE or has_credentials
    headers = {
        "Content-Type": f"{media_type}; charset=utf-8" if media_type in _WITH_CHARSET else media_type,
        "Cache-Control": UNCACHED if is_private else document.caching,
        "Vary": VARY,
    }
    if links:
        headers["Link"] = link_field(links, base)
    # What may be done with a document can change when the document does not.
    if document.updated_at is not None and media_type not in _HYPERMEDIA:
        headers["Last-Modified"] = http_date(document.updated_at)
    return headers


def _actions(document: Document) -> str:
    """Return what tells apart what actors may do: part of the tag, as part of the representation."""
    names = " ".join(template.name for template in document.templates())
    return f".{fingerprint(names.encode())[:6]}" if names else ""
