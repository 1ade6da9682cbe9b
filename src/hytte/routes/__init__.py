"""The whole API on one page: every method of every path, what it answers and how it may fail.

An operation's id is the name of its endpoint, its summary and description are the endpoint's docstring.
"""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from hytte.routes import addresses, course, documentation, listings, users
from hytte.routes.descriptions import ADDRESS_ERROR, PROBLEM, describe, responses
from hytte.routes.endpoints import CourseEndpoint, Endpoint
from hytte.routes.queries import declared
from hytte.routes.resources import Resources
from hytte.schemas.addresses import AddressSuggestion
from hytte.schemas.course import CourseListingRead, CourseUserFace, CourseUserRead
from hytte.schemas.listings import ListingFilter, ListingRead
from hytte.schemas.problems import ProblemKind
from hytte.schemas.queries import PageFilter
from hytte.schemas.users import UserRead

BODY = (400, 403, 413, 415, 422)
"""How every request with content may fail."""


class Operation(NamedTuple):
    """One method of one path.

    `answer` is the schema of its content, `problems` are the statuses of its errors, `error` is what those
    look like, `query` the schema of its parameters.
    """

    method: str
    path: str
    endpoint: Callable[..., Any]
    answer: Any
    problems: tuple[int, ...] = ()
    route_class: type[APIRoute] = Endpoint
    query: type[BaseModel] | None = None
    error: dict[str, Any] = PROBLEM


COURSE = (
    Operation("GET", "/", course.say_hello, str, (400,)),
    Operation("GET", "/hello/{name}", course.say_hello_to, str, (400, 422)),
    Operation("GET", "/hello/{name}/{greeting}", course.say_greeting_to, str, (400, 422)),
    Operation("GET", "/user-agent", course.get_user_agent, str, (400, 422)),
    Operation("POST", "/user", course.create_course_user, CourseUserRead, (*BODY, 409), CourseEndpoint),
    Operation("GET", "/user/{user_id}", course.get_course_user, CourseUserFace, (400, 404, 422)),
    Operation(
        "GET",
        "/user/{user_id}/listings",
        course.list_course_user_listings,
        list[ListingRead],
        (400, 404, 422),
        query=ListingFilter,
    ),
    Operation("POST", "/listing", course.create_course_listing, CourseListingRead, (*BODY, 409), CourseEndpoint),
    Operation("GET", "/listing/{listing_id}", course.get_course_listing, CourseListingRead, (400, 404, 422)),
    Operation(
        "PUT",
        "/listing/{listing_id}",
        course.replace_course_listing,
        CourseListingRead,
        (*BODY, 404, 409),
        CourseEndpoint,
    ),
    Operation(
        "PATCH",
        "/listing/{listing_id}",
        course.update_course_listing,
        CourseListingRead,
        (*BODY, 404, 409),
        CourseEndpoint,
    ),
    Operation("DELETE", "/listing/{listing_id}", course.delete_course_listing, None, (400, 403, 404, 422)),
    Operation(
        "GET", "/listing/{listing_id}/user", course.get_course_listing_user, CourseUserFace, (400, 404, 422)
    ),
)

USERS = (
    Operation("GET", "/users", users.list_users, list[UserRead], (400, 422), query=PageFilter),
    Operation("POST", "/users", users.create_user, UserRead, (*BODY, 409)),
    Operation("GET", "/users/{user_id}", users.get_user, UserRead, (400, 404, 422)),
    Operation("PUT", "/users/{user_id}", users.replace_user, UserRead, (*BODY, 404, 409)),
    Operation("PATCH", "/users/{user_id}", users.update_user, UserRead, (*BODY, 404, 409)),
    Operation("DELETE", "/users/{user_id}", users.delete_user, None, (400, 403, 404, 409, 422)),
    Operation(
        "GET",
        "/users/{user_id}/listings",
        users.list_user_listings,
        list[ListingRead],
        (400, 404, 422),
        query=ListingFilter,
    ),
)

LISTINGS = (
    Operation("GET", "/listings", listings.list_listings, list[ListingRead], (400, 422), query=ListingFilter),
    Operation("POST", "/listings", listings.create_listing, ListingRead, BODY),
    Operation("GET", "/listings/{listing_id}", listings.get_listing, ListingRead, (400, 404, 422)),
    Operation("PUT", "/listings/{listing_id}", listings.replace_listing, ListingRead, (*BODY, 404)),
    Operation("PATCH", "/listings/{listing_id}", listings.update_listing, ListingRead, (*BODY, 404)),
    Operation("DELETE", "/listings/{listing_id}", listings.delete_listing, None, (400, 403, 404, 422)),
    Operation("GET", "/listings/{listing_id}/user", listings.get_listing_user, UserRead, (400, 404, 422)),
)

ADDRESSES = (
    Operation(
        "GET",
        "/autocomplete",
        addresses.autocomplete_address,
        list[AddressSuggestion],
        (400,),
        APIRoute,
        error=ADDRESS_ERROR,
    ),
)

DOCUMENTATION = (Operation("GET", "/problems/{name}", documentation.get_problem, ProblemKind, (400, 404)),)

UNLISTED = (
    Operation("GET", "/docs", documentation.get_docs, None),
    Operation("GET", "/docs/{name}", documentation.get_docs_file, None),
    Operation("GET", "/openapi.json", documentation.get_openapi, None),
    Operation("GET", "/style.css", documentation.get_style, None),
)
"""What serves the description of the API and the pages is not part of it."""

API = {
    "course": COURSE,
    "users": USERS,
    "listings": LISTINGS,
    "addresses": ADDRESSES,
    "documentation": DOCUMENTATION,
}


def add_routes(app: FastAPI) -> None:
    """Give the application all its routes."""
    for tag, operations in API.items():
        for operation in operations:
            _add(app, operation, tag)
    for operation in UNLISTED:
        _add(app, operation, None)
    routes = [route for route in app.router.routes if isinstance(route, APIRoute)]
    app.router.routes.insert(0, Resources(routes))
    describe(app, {tag: _module_docstring(operations[0]) for tag, operations in API.items()})


def _add(app: FastAPI, operation: Operation, tag: str | None) -> None:
    success = {"POST": 201, "DELETE": 204}.get(operation.method, 200)
    app.router.add_api_route(
        operation.path,
        operation.endpoint,
        methods=[operation.method],
        response_model=operation.answer,
        status_code=success,
        tags=None if tag is None else [tag],
        include_in_schema=tag is not None,
        operation_id=operation.endpoint.__name__,
        summary=_first_sentence(operation.endpoint),
        responses=responses(operation.method, operation.answer, success, operation.problems, operation.error),
        route_class_override=operation.route_class,
        openapi_extra=None if operation.query is None else declared(operation.query),
    )


def _module_docstring(operation: Operation) -> str:
    return inspect.getdoc(inspect.getmodule(operation.endpoint)) or ""


def _first_sentence(endpoint: Callable[..., Any]) -> str:
    return (inspect.getdoc(endpoint) or "").partition("\n")[0].removesuffix(".")
