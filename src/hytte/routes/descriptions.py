"""What OpenAPI says of errors, which FastAPI would describe as its own."""

from typing import Any, get_args, get_origin
from urllib.parse import urlsplit

from fastapi import FastAPI
from pydantic import BaseModel

from hytte.representations import csv, geojson, hal, html, json, xml
from hytte.representations.problems import STATUSES
from hytte.routes.bodies import MERGE_PATCH
from hytte.routes.fields import FIELDS, fields_of_answer
from hytte.routes.limits import add_examples, add_limits
from hytte.schemas.addresses import AddressQueryError, AddressSuggestion
from hytte.schemas.listings import ListingRead
from hytte.schemas.problems import Problem


def _error(schema: type[BaseModel], media_type: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema.__name__}"}
    return {"description": "What went wrong.", "content": {media_type: {"schema": reference}}}


PROBLEM = _error(Problem, "application/problem+json")
ADDRESS_ERROR = _error(AddressQueryError, "application/json")


def media_types(answer: Any) -> tuple[str, ...]:
    """Return the media types that a route with this answer offers, the preferred first."""
    if answer is None or answer == list[AddressSuggestion]:
        return ()
    is_collection = get_origin(answer) is list
    shown = get_args(answer)[0] if is_collection else answer
    return (
        *(json.MEDIA_TYPE, hal.MEDIA_TYPE, xml.MEDIA_TYPE, html.MEDIA_TYPE),
        *((csv.MEDIA_TYPE,) if is_collection else ()),
        *((geojson.MEDIA_TYPE,) if shown is ListingRead else ()),
    )


ANYWHERE = (400, 403, 421, 500, 503)
"""How every request may fail: by its form, its sender or its host, and when the server or its database does."""

MEANINGS = {status: " ".join((kind.__doc__ or "").split()) for kind, status in STATUSES.items()}


def responses(
    method: str, answer: Any, success: int, problems: tuple[int, ...], error: dict[str, Any]
) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of the answers of an operation; its routes choose among these media types."""
    offered = media_types(answer)
    failures = {*problems, *ANYWHERE}
    if offered:
        failures.add(406)
    if method in {"PUT", "PATCH", "DELETE"}:
        failures.add(412)
    described: dict[int | str, dict[str, Any]] = {
        status: error
        | {"description": MEANINGS[status]}
        | {"headers": fields_of_answer(status, "problem" if error is PROBLEM else "address")}
        for status in sorted(failures)
    }
    kind = "document" if offered else "nothing" if error is PROBLEM else "address"
    described[success] = {"headers": fields_of_answer(success, kind)}
    if offered:
        described[success]["content"] = {name: _CONTENT.get(name, {}) for name in offered}
    if offered and method == "GET":
        unchanged = {"description": "The client has this representation already."}
        described[304] = unchanged | {"headers": fields_of_answer(304, kind)}
    return described


_OBJECT = {"schema": {"type": "object"}}
_CONTENT = {hal.MEDIA_TYPE: _OBJECT, geojson.MEDIA_TYPE: _OBJECT}
"""What is no JSON has no schema."""


def describe(app: FastAPI, tags: dict[str, str]) -> None:
    """Make `app.openapi()` describe what hytte answers; `tags` are the groups of operations with descriptions."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(generate(), app.state.settings.public_url)
            generate()["tags"] = [{"name": name, "description": text} for name, text in tags.items()]
        return generate()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _complete(document: dict[str, Any], public_url: str | None) -> None:
    """Add what FastAPI does not know; remove its own errors, which it adds wherever a parameter is."""
    document["info"] |= _identity(public_url)
    description = "The local server." if public_url is None else "The production server."
    document["servers"] = [{"url": public_url or "/", "description": description, "x-internal": False}]
    schemas: dict[str, Any] = document["components"]["schemas"]
    for schema in (Problem, AddressQueryError):
        described = schema.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= described.pop("$defs", {}) | {schema.__name__: described}
    for path in document["paths"].values():
        for method, operation in path.items():
            _complete_operation(method, operation)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    add_limits(document)
    add_examples(schemas)
    document["components"]["headers"] = FIELDS


def _identity(public_url: str | None) -> dict[str, Any]:
    """Return whom to turn to: who runs the server reads the mail of its webmaster (RFC 2142)."""
    url = urlsplit(public_url or "http://hytte.localhost:8000")
    contact = {"name": "Who runs this server", "url": url.geturl(), "email": f"webmaster@{url.hostname}"}
    return {"contact": contact, "x-api-id": "hytte-rental-marketplace", "x-audience": "external-public"}


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    operation["security"] = [{}]
    if "HTTPValidationError" in str(operation["responses"].get("422")):
        del operation["responses"]["422"]
    for parameter in operation.get("parameters", ()):
        _complete_parameter(parameter)
    if method == "patch":
        content = operation["requestBody"]["content"]
        content[MERGE_PATCH] = content[json.MEDIA_TYPE]


def _complete_parameter(parameter: dict[str, Any]) -> None:
    """Tell what a parameter means; it may be absent, but is never null."""
    schema = parameter["schema"]
    if "anyOf" in schema:
        parameter["schema"] = schema["anyOf"][0] | {name: schema[name] for name in schema if name != "anyOf"}
