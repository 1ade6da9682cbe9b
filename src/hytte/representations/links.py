"""URLs of this server's resources, as clients see them."""

from collections.abc import Sequence
from urllib.parse import quote, unquote_plus

from starlette.requests import Request

from hytte.representations.documents import Link

_KEPT = "%&=+!$'()*,/:;?@|~"


def absolute(request: Request, target: str) -> str:
    """Return the absolute URL of a path, under the public URL or the request's `Host`.

    The guards have checked `Host`; a request that they refuse gets the path alone.
    """
    return base_url(request) + target


def base_url(request: Request) -> str:
    """Return what all links begin with, without a slash at the end."""
    public: str | None = request.app.state.settings.public_url
    if public is not None:
        return public
    host = request.scope.get("hytte.host")
    return f"{request.scope['scheme']}://{host}" if host else ""


def link_field(links: Sequence[Link], base: str) -> str:
    """Return links as a `Link` field (RFC 8288); templated ones are for HAL only."""
    return ", ".join(f'<{base}{link.href}>; rel="{link.rel}"' for link in links if not link.templated)


def request_path(request: Request) -> str:
    """Return the path and query of a request, as it was sent but for what could end a link (`<`, `>`, `"`)."""
    query = quote(request.scope["query_string"].decode(), safe=_KEPT)
    path: str = quote(request.scope["path"])
    return f"{path}?{query}" if query else path


def page_links(request: Request, cursor: str | None) -> tuple[Link, ...]:
    """Return the links of a page: to itself, to the first and, if `cursor` is its end, to the next one.

    All have the request's own filters.
    """
    current = request_path(request)
    path, _, query = current.partition("?")
    kept = [part for part in query.split("&") if part and unquote_plus(part.partition("=")[0]) != "cursor"]
    first = f"{path}?{'&'.join(kept)}" if kept else path
    links = (Link("self", current), Link("first", first, "First page"))
    if cursor is None:
        return links
    return (*links, Link("next", f"{path}?{'&'.join([*kept, f'cursor={cursor}'])}", "Next page"))
