"""Documents as answers: a route returns what one of these makes, and names no format itself."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hytte.queries.pages import Page
from hytte.representations import json
from hytte.representations.links import absolute, next_page


def represent(data: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that shows `data`."""
    return Response(json.write(data), status, headers, media_type=json.MEDIA_TYPE)


def created(request: Request, data: Mapping[str, Any], location: str) -> Response:
    """Return the answer to a POST that made the resource at the path `location`."""
    return represent(data, status=201, headers={"Location": absolute(request, location)})


def collection(request: Request, page: Page) -> Response:
    """Return a page of a collection, with a link to the next one if there is one."""
    headers = None if page.next_cursor is None else {"Link": next_page(request, page.next_cursor)}
    return represent(page.items, headers=headers)


def no_content() -> Response:
    """Return the answer to a DELETE."""
    return Response(status_code=204)
