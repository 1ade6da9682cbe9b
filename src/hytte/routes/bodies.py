"""The content of a request: its media type and size checked, its JSON read by our strict reader."""

from collections.abc import Collection
from typing import Any

from fastapi import Request
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from hytte.errors import Malformed, TooLarge, UnsupportedMediaType
from hytte.representations import json
from hytte.routes import forms

JSON = json.MEDIA_TYPE
MERGE_PATCH = "application/merge-patch+json"
FORM = "application/x-www-form-urlencoded"


class JsonRequest(Request):
    """A request whose content is read already, so that FastAPI asks nobody else for it."""

    _value: Any

    async def json(self) -> Any:
        """Return the value that `read_body` read."""
        return self._value


async def read_body(request: Request, accepted: Collection[str], schema: type[BaseModel]) -> JsonRequest:
    """Read the content of a request as JSON of one of the accepted media types, or as an HTML form of a schema.

    Raises `UnsupportedMediaType`, `TooLarge`, `Malformed`.
    """
    form = request.scope.get(forms.FIELDS)
    if form is not None:
        return _as_json(request, b"form", forms.members(form, schema))
    _check_media_type(request, accepted)
    content = await read_content(request)
    if not content:
        raise Malformed("The request has no content; send a JSON object.")
    return _as_json(request, content, json.read(content))


def _as_json(request: Request, content: bytes, value: Any) -> JsonRequest:
    # FastAPI asks for JSON only when it is declared as such; the course's curl -d declares a form.
    headers = [(name, value) for name, value in request.scope["headers"] if name != b"content-type"]
    scope = {**request.scope, "headers": [*headers, (b"content-type", JSON.encode())]}
    read = JsonRequest(scope, request.receive)
    read._body = content
    read._value = value
    return read


def _check_media_type(request: Request, accepted: Collection[str]) -> None:
    declared = request.headers.getlist("content-type")
    media_type = declared[0].partition(";")[0].strip().lower() if len(declared) == 1 else ""
    if media_type not in accepted:
        names = " or ".join(sorted(accepted))
        raise UnsupportedMediaType(f"Send the content as {names}.", media_types=tuple(sorted(accepted)))
    check_coding(request)


def check_coding(request: Request) -> None:
    """Raise `UnsupportedMediaType` for a content that is compressed."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Send the content without Content-Encoding.", coding="identity")


async def read_content(request: Request) -> bytes:
    """Return the content of a request. Raises `TooLarge` before more than the limit is read, and `Malformed`."""
    limit: int = request.app.state.settings.max_body_bytes
    too_large = TooLarge(f"The content may have {limit} bytes at most.")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise too_large
    content = bytearray()
    try:
        async for chunk in request.stream():
            content += chunk
            if len(content) > limit:
                raise too_large
    except ClientDisconnect:
        raise Malformed("The request ended before its content did.") from None
    return bytes(content)
