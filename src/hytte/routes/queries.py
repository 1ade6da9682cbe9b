"""The query string: no parameter twice, none that the route does not know, and its values as a schema's.

FastAPI would do the last, too, but takes as long for it as for the rest of a request.
"""

from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ValidationError

from hytte.errors import FieldError, Malformed
from hytte.representations.validation import invalid_query

MAX_PARAMETERS = 100
_QUERY = "hytte.query"

T = TypeVar("T", bound=BaseModel)


def declared(schema: type[BaseModel]) -> dict[str, Any]:
    """Return the OpenAPI of the query parameters that a schema describes, for a route's `openapi_extra`."""
    members: dict[str, dict[str, Any]] = schema.model_json_schema()["properties"]
    parameters = []
    for name, member in members.items():
        description = member.pop("description", "")
        member.pop("title", None)
        # A parameter may be absent, but is never null.
        member = member["anyOf"][0] if "anyOf" in member else member
        description = description or member.pop("description", "")
        parameters.append({"name": name, "in": "query", "description": description, "schema": member})
    return {"parameters": parameters}


def check_query(request: Request, known: frozenset[str]) -> None:
    """Keep the parameters of a request for `read_query`.

    Raises `Malformed` for a query string that cannot be read in one way only.
    """
    query: dict[str, str] = {}
    for name, value in parse_query(request.scope["query_string"]):
        if name not in known:
            raise _malformed(name, "There is no such parameter here.", "unknown_parameter")
        if name in query:
            raise _malformed(name, "The parameter is given twice.", "repeated_parameter")
        if "\0" in value:
            raise _malformed(name, "The parameter has the character U+0000.", "null_character")
        query[name] = value
    # An empty one is as good as absent: the fields of a search form are sent whether filled in or not.
    request.scope[_QUERY] = {name: value for name, value in query.items() if value}


def read_query(request: Request, schema: type[T]) -> T:
    """Return the query parameters of a request as a schema. Raises `Malformed` and `Invalid`."""
    try:
        return schema.model_validate(query_of(request))
    except ValidationError as error:
        raise invalid_query(error) from None


def query_of(request: Request) -> dict[str, str]:
    """Return the query parameters of a request as they were sent."""
    query: dict[str, str] = request.scope.get(_QUERY, {})
    return query


def parse_query(query: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a query string. Raises `Malformed` for broken UTF-8 and far too many."""
    try:
        return parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except UnicodeDecodeError:
        raise Malformed("The query string is not percent-encoded UTF-8.") from None
    except ValueError:
        raise Malformed(f"The query string has more than {MAX_PARAMETERS} parameters.") from None


def _malformed(name: str, detail: str, code: str) -> Malformed:
    return Malformed("The query string cannot be read.", fields=(FieldError(name, detail, code),))
