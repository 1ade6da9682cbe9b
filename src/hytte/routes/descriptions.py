"""What OpenAPI says of errors, which FastAPI would describe as its own."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from hytte.schemas.addresses import AddressQueryError
from hytte.schemas.problems import Problem


def _error(schema: type[BaseModel], media_type: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema.__name__}"}
    return {"description": "What went wrong.", "content": {media_type: {"schema": reference}}}


PROBLEM = _error(Problem, "application/problem+json")
ADDRESS_ERROR = _error(AddressQueryError, "application/json")


def describe(app: FastAPI) -> None:
    """Make `app.openapi()` describe the errors that hytte answers, and no others."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(generate())
        return generate()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _complete(document: dict[str, Any]) -> None:
    """Add the schemas of errors; remove FastAPI's own, which it adds wherever a parameter is."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    for schema in (Problem, AddressQueryError):
        described = schema.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= described.pop("$defs", {}) | {schema.__name__: described}
    for path in document["paths"].values():
        for operation in path.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
