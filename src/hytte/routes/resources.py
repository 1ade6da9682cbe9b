"""Every path with all its methods, which Starlette's list of routes does not know.

Starlette tries one route after the other, each a path *and* some methods: it takes longer the more routes
there are, answers 405 with the methods of the first route only, and knows neither OPTIONS nor, in FastAPI,
HEAD. Here a path is looked up segment by segment, and is one resource.
"""

from dataclasses import dataclass, field
from urllib.parse import unquote

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Message, Receive, Scope, Send

from hytte.errors import Malformed, MethodNotAllowed, NotFound
from hytte.routes.bodies import check_coding, read_content
from hytte.routes.endpoints import CourseEndpoint
from hytte.routes.forms import FIELDS, STATE, is_form, method_of, read_form


@dataclass(slots=True)
class _Segment:
    """One segment of paths: what may follow it, and the routes of the path that ends here by method."""

    literals: dict[str, "_Segment"] = field(default_factory=dict)
    parameter: "_Segment | None" = None
    names: tuple[str, ...] = ()
    routes: dict[str, APIRoute] = field(default_factory=dict)

    def allowed(self) -> tuple[str, ...]:
        """Return all methods of the resource."""
        return (*self.routes, *(("HEAD",) if "GET" in self.routes else ()), "OPTIONS")


class Resources(BaseRoute):
    """The one route of the application: it finds the resource of a path, and the route of its method.

    HEAD does not come here; `guards.envelope` makes a GET of it. Literal segments win over parameters.
    """

    def __init__(self, routes: list[APIRoute]) -> None:
        self._root = _Segment()
        for route in routes:
            self._add(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every request."""
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS, or hand over to the route. Raises `NotFound`, `MethodNotAllowed`."""
        values: list[str] = []
        resource = self._find(_segments(scope), values)
        if resource is None:
            raise NotFound("There is nothing at this path.")
        if is_form(scope) and not isinstance(resource.routes.get("POST"), CourseEndpoint):
            scope, receive = await _read_form(scope, receive)
        route = resource.routes.get(scope["method"])
        if route is not None:
            scope["path_params"] = dict(zip(resource.names, values, strict=True))
            scope["route"] = route
            scope["endpoint"] = route.endpoint
            await route.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            response = Response(status_code=204, headers={"Allow": ", ".join(resource.allowed())})
            await response(scope, receive, send)
        else:
            raise MethodNotAllowed(
                f"This resource has no method {scope['method'][:20]}.", allowed=resource.allowed()
            )

    def _add(self, route: APIRoute) -> None:
        segment, names = self._root, []
        for text in route.path_format.strip("/").split("/"):
            if text.startswith("{"):
                names.append(text.strip("{}"))
                segment.parameter = segment.parameter or _Segment()
                segment = segment.parameter
            else:
                segment = segment.literals.setdefault(text, _Segment())
        segment.names = tuple(names)
        segment.routes.update(dict.fromkeys(sorted(route.methods or ()), route))

    def _find(self, path: list[str], values: list[str]) -> _Segment | None:
        segment = self._root
        for text in path:
            following = segment.literals.get(text)
            if following is None:
                if segment.parameter is None or not text:
                    return None
                following = segment.parameter
                values.append(text)
            segment = following
        return segment if segment.routes else None


def _segments(scope: Scope) -> list[str]:
    """Return the segments of a path, decoded one by one: `a%2Fb` is one. Raises `Malformed`, `NotFound`."""
    path: str = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    if not path.startswith("/"):  # such as OPTIONS *
        raise NotFound("There is nothing at this path.")
    if "%" not in path:
        return path[1:].split("/")
    try:
        return [unquote(segment, errors="strict") for segment in path[1:].split("/")]
    except UnicodeDecodeError:
        raise Malformed("The path is not percent-encoded UTF-8.") from None


async def _read_form(scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
    """Return the request that an HTML form stands for: its fields read, its method that of `_method`."""
    request = Request(scope, receive)
    check_coding(request)
    form = read_form(await read_content(request))
    headers = [*scope["headers"], (b"if-match", form[STATE].encode())] if STATE in form else scope["headers"]
    scope = {**scope, FIELDS: form, "method": method_of(form), "headers": headers}

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    return scope, nothing
