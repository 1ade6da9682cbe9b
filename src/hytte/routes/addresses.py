"""The address autocomplete: DAWA's contract, its errors too."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from hytte.domain.autocomplete import MAX_VALUE, QueryParameterFormatError, read_address_query
from hytte.errors import Malformed
from hytte.queries.addresses import suggest_addresses
from hytte.representations import dawa
from hytte.routes.dependencies import database_of
from hytte.routes.queries import parse_query
from hytte.schemas.values import ANY_TEXT


def _shown(description: str, pattern: str, example: str) -> Any:
    """Declare a parameter for OpenAPI only: DAWA's rules judge it, so FastAPI must not."""
    limits = {"maxLength": MAX_VALUE, "pattern": pattern}
    return Query(description=description, json_schema_extra=limits, examples=[example])


_POSTAL_CODES = r"^(0{0,9}[1-9][0-9]{0,3}(\|0{0,9}[1-9][0-9]{0,3})*)?$"


async def autocomplete_address(
    request: Request,
    q: Annotated[str, _shown("What has been typed so far.", ANY_TEXT, "Nørreb")] = "",  # noqa: ARG001
    postnr: Annotated[  # noqa: ARG001
        str, _shown("Postal codes to look in, 1 to 9999, several with `|`.", _POSTAL_CODES, "2200|2720")
    ] = "",
) -> Response:
    """Suggest addresses while they are typed, as Denmark's DAWA did: those of the listings.

    Every word typed is the beginning of a word of the address. Errors are DAWA's own documents.
    """
    try:
        query = read_address_query(parse_query(request.scope["query_string"]))
    except QueryParameterFormatError as error:
        return dawa.query_error(error)
    except Malformed as error:
        return dawa.query_error(QueryParameterFormatError([("q", error.detail)]))
    return dawa.suggestions(await suggest_addresses(database_of(request).reader, query))
