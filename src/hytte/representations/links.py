"""URLs of this server's resources, as clients see them."""

from urllib.parse import quote, unquote_plus

from starlette.requests import Request

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


def next_page(request: Request, cursor: str) -> str:
    """Return the `Link` field to the page that begins after `cursor`, with the request's own filters.

    They are taken as they were sent, but for what could end the link (`<`, `>`, `"`).
    """
    parameters = quote(request.scope["query_string"].decode(), safe=_KEPT).split("&")
    others = [part for part in parameters if part and unquote_plus(part.partition("=")[0]) != "cursor"]
    query = "&".join([*others, f"cursor={cursor}"])
    return f'<{absolute(request, request.scope["path"])}?{query}>; rel="next"'
