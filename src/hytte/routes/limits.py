"""What OpenAPI says of values where their schemas say nothing: formats, limits, examples."""

from typing import Any

from hytte.schemas.queries import MAX_PAGE
from hytte.schemas.values import MAX_ID, MAX_INT32, STORABLE

MAX_TEXT = 10_000
"""Characters of the longest text in an answer, a description."""

Schema = dict[str, Any]


def add_limits(part: Any) -> None:
    """Give every number a format, every text a form and a length, every array a length."""
    if isinstance(part, dict):
        complete = _COMPLETING.get(str(part.get("type")))
        if complete is not None:
            complete(part)
        part = list(part.values())
    if isinstance(part, list):
        for member in part:
            add_limits(member)


def _complete_integer(schema: Schema) -> None:
    # FastAPI makes floats of the bounds of parameters.
    for bound in schema.keys() & {"minimum", "maximum"}:
        schema[bound] = int(schema[bound])
    schema.setdefault("format", "int32" if schema.get("maximum", MAX_ID) <= MAX_INT32 else "int64")


def _complete_number(schema: Schema) -> None:
    schema.setdefault("format", "double")


def _complete_text(schema: Schema) -> None:
    if not schema.keys() & {"enum", "const"}:
        schema.setdefault("maxLength", MAX_TEXT)
        if not schema.keys() & {"format", "pattern"}:
            schema["pattern"] = STORABLE


def _complete_array(schema: Schema) -> None:
    schema.setdefault("maxItems", MAX_PAGE)


_COMPLETING = {
    "integer": _complete_integer,
    "number": _complete_number,
    "string": _complete_text,
    "array": _complete_array,
}


def add_examples(schemas: dict[str, Schema]) -> None:
    """Give every schema of an object an example, made of those of its members."""
    for schema in schemas.values():
        if "properties" in schema:
            schema["examples"] = [_example(schema, schemas)]


def _example(schema: Schema, schemas: dict[str, Schema]) -> Any:
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas)
    if "properties" in schema:
        return {name: _example(member, schemas) for name, member in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_example(schema["items"], schemas)]
    given = (*schema.get("examples", ()), *schema.get("enum", ()), schema.get("example"), schema.get("default"))
    return next(value for value in (*given, "Hello world") if value is not None)
