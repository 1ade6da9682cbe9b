"""The classes of hytte's routes: what is settled before FastAPI reads a request."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

from hytte.representations.negotiation import MEDIA_TYPE, choose
from hytte.routes.bodies import FORM, JSON, MERGE_PATCH, read_body
from hytte.routes.forms import see_other
from hytte.routes.queries import check_query

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Endpoint(APIRoute):
    """A route that reads the query parameters it declares, and JSON; it answers in what it documents.

    The representation is chosen before the route runs, so that nothing is written for an answer that the
    client would not accept.
    """

    def accepted(self) -> frozenset[str]:
        """Return the media types that the content may have."""
        return frozenset({JSON, MERGE_PATCH} if "PATCH" in (self.methods or ()) else {JSON})

    def offered(self) -> tuple[str, ...]:
        """Return the media types that the answer may have, the preferred first."""
        answer = self.responses.get(self.status_code or 200, {})
        return tuple(answer.get("content", ()))

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler with the checks."""
        handle: Callable[[Request], Awaitable[Response]] = _direct(self) or super().get_route_handler()
        known = frozenset(parameter["name"] for parameter in (self.openapi_extra or {}).get("parameters", ()))
        accepted = self.accepted() if self.body_field is not None else None
        schema = cast("type[BaseModel]", self.body_field.field_info.annotation if self.body_field else None)
        offered = self.offered()

        async def checked(request: Request) -> Response:
            if offered:
                request.scope[MEDIA_TYPE] = choose(request, offered)
            if request.scope["query_string"]:
                check_query(request, known)
            if accepted is not None:
                request = await read_body(request, accepted, schema)
            return see_other(request, await handle(request))

        return checked


class CourseEndpoint(Endpoint):
    """A route of the course, which reads JSON also where `curl -d` declares a form."""

    def accepted(self) -> frozenset[str]:
        """Return the media types that the content may have."""
        return super().accepted() | {FORM}


def _direct(route: APIRoute) -> Handler | None:
    """Return a handler that calls an endpoint with the request and its path parameters, if it takes no more.

    FastAPI's own looks for a body, dependencies, and query, header and cookie parameters at every request,
    also where there are none; that takes longer than reading a listing. None for other endpoints.
    """
    takes = route.dependant
    if any((takes.query_params, takes.header_params, takes.cookie_params, takes.body_params, takes.dependencies)):
        return None
    fields, endpoint, request_name = takes.path_params, route.endpoint, takes.request_param_name

    async def handle(request: Request) -> Response:
        values: dict[str, Any] = {} if request_name is None else {request_name: request}
        for field in fields:
            location = ("path", field.alias)
            values[field.name], errors = field.validate(request.path_params[field.alias], loc=location)
            if errors:
                raise RequestValidationError(errors)
        response: Response = await endpoint(**values)
        return response

    return handle
