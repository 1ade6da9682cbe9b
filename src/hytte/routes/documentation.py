"""What explains the API: the interactive page, which needs no internet, and the kinds of problems."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from fastapi import Path as PathParameter
from fastapi import Request, Response
from starlette.responses import HTMLResponse

from hytte.errors import NotFound
from hytte.representations import json
from hytte.representations.documents import PUBLIC
from hytte.representations.problems import KINDS, problem_kind
from hytte.representations.responses import respond

_OWN_FILES = Path(__file__).parent.parent / "static"
_PAGE = _OWN_FILES / "docs.html"
_FILES = {
    "docs.js": "text/javascript",
    "docs.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}


KindName = Annotated[
    str, PathParameter(json_schema_extra={"maxLength": 50, "pattern": "^[a-z-]+$"}, examples=["not-found"])
]
"""Shown, not checked: any other name is a kind that there is not."""


@cache
def _swagger_files() -> Path:
    """Return where `fastapi-offline` keeps Swagger UI; it is found, not imported: only its files are used."""
    package = find_spec("fastapi_offline")
    if package is None or package.origin is None:  # a broken installation
        raise NotFound("The files of Swagger UI are not installed.")
    return Path(package.origin).parent / "static"


async def get_docs() -> Response:
    """Show the API in Swagger UI."""
    return HTMLResponse(_PAGE.read_bytes())


async def get_docs_file(name: str) -> Response:
    """Return a file that the page of `/docs` uses."""
    if name not in _FILES:
        raise NotFound("There is nothing at this path.")
    directory = _OWN_FILES if name.startswith("docs") else _swagger_files()
    return Response((directory / name).read_bytes(), media_type=_FILES[name])


async def get_style() -> Response:
    """Return the style of all pages."""
    content = (_OWN_FILES / "style.css").read_bytes()
    return Response(content, headers={"Cache-Control": PUBLIC}, media_type="text/css")


async def get_openapi(request: Request) -> Response:
    """Return the description of the API in OpenAPI 3.1."""
    return Response(json.write(request.app.openapi()), media_type=json.MEDIA_TYPE)


async def get_problem(request: Request, name: KindName) -> Response:
    """Explain a kind of problem: the page that `type` of an error leads to."""
    if name not in KINDS:
        raise NotFound("There is no such kind of problem.")
    return respond(request, problem_kind(KINDS[name]))
