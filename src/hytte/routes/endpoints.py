"""The classes of hytte's routes: what is checked before FastAPI reads a request."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from hytte.routes.bodies import FORM, JSON, MERGE_PATCH, read_body
from hytte.routes.queries import check_query

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Endpoint(APIRoute):
    """A route that reads the query parameters it declares, and JSON."""

    def accepted(self) -> frozenset[str]:
        """Return the media types that the content may have."""
        return frozenset({JSON, MERGE_PATCH} if "PATCH" in (self.methods or ()) else {JSON})

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler with the checks."""
        handle: Callable[[Request], Awaitable[Response]] = super().get_route_handler()
        known = frozenset(parameter["name"] for parameter in (self.openapi_extra or {}).get("parameters", ()))
        accepted = self.accepted() if self.body_field is not None else None

        async def checked(request: Request) -> Response:
            if request.scope["query_string"]:
                check_query(request, known)
            if accepted is not None:
                request = await read_body(request, accepted)
            return await handle(request)

        return checked


class CourseEndpoint(Endpoint):
    """A route of the course, which reads JSON also where `curl -d` declares a form."""

    def accepted(self) -> frozenset[str]:
        """Return the media types that the content may have."""
        return super().accepted() | {FORM}
