"""The query string, judged before its values are: no parameter twice, none that the route does not know."""

import inspect
from urllib.parse import parse_qsl

from fastapi.routing import APIRoute
from pydantic import BaseModel

from hytte.errors import FieldError, Malformed

MAX_PARAMETERS = 100


def parameter_names(route: APIRoute) -> frozenset[str]:
    """Return the names of the query parameters that a route declares, one by one or in a model."""
    names: set[str] = set()
    for field in route.dependant.query_params:
        annotation = field.field_info.annotation
        if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
            names.update(annotation.model_fields)
        else:
            names.add(field.alias)
    return frozenset(names)


def check_query(query: bytes, known: frozenset[str]) -> None:
    """Raise `Malformed` for a query string that cannot be read in one way only."""
    for position, (name, value) in enumerate(pairs := parse_query(query)):
        if name not in known:
            raise _malformed(name, "There is no such parameter here.", "unknown_parameter")
        if any(name == earlier for earlier, _ in pairs[:position]):
            raise _malformed(name, "The parameter is given twice.", "repeated_parameter")
        if "\0" in value:
            raise _malformed(name, "The parameter has the character U+0000.", "null_character")


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
