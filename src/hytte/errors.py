"""What can go wrong, without HTTP: each kind is a class, each class a page of the API's documentation.

The docstring of a kind is the public explanation of its problem type (`/problems/{name}`).
`representations/problems.py` maps kinds to status codes, along the class's ancestry.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one member of a request.

    `pointer` is a JSON Pointer (RFC 6901) into the body, or the name of the parameter or header field;
    `code` is stable for programs, `detail` is a sentence for people.
    """

    pointer: str
    detail: str
    code: str


class HytteError(Exception):
    """Something that hytte refuses or cannot do, with a sentence that says why."""

    def __init__(self, detail: str, *, fields: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields


class Malformed(HytteError):
    """The request cannot be read: it is not JSON, or has a member or a parameter that is unknown or repeated."""


class Invalid(HytteError):
    """The request can be read, but a value in it is not acceptable; `errors` says which, and why."""


class NotFound(HytteError):
    """There is no such resource."""


def no_such(resource: str, identifier: int) -> NotFound:
    """Return the error for a number that no resource of a kind has: `no_such("listing", 4711)`."""
    return NotFound(f"There is no {resource} {identifier}.")


class Conflict(HytteError):
    """The request is in conflict with what is stored, such as an e-mail address that is already taken."""


class Forbidden(HytteError):
    """The request is understood and refused."""


class Misdirected(HytteError):
    """The request names a host that this server does not answer for."""


class NotAcceptable(HytteError):
    """The resource has no representation that the request accepts; `detail` lists those it has."""


class PreconditionFailed(HytteError):
    """The resource is in another state than the request is meant for (`If-Match`, `If-Unmodified-Since`)."""


class TooLarge(HytteError):
    """The content of the request is larger than the server reads."""


class UnsupportedMediaType(HytteError):
    """The content of the request is of a media type, or a coding, that the resource does not read."""

    def __init__(self, detail: str, *, media_types: tuple[str, ...] = (), coding: str | None = None) -> None:
        super().__init__(detail)
        self.media_types = media_types
        self.coding = coding


class MethodNotAllowed(HytteError):
    """The resource exists, but has no such method; `Allow` lists those it has."""

    def __init__(self, detail: str, *, allowed: tuple[str, ...]) -> None:
        super().__init__(detail)
        self.allowed = allowed


class Unavailable(HytteError):
    """The server cannot do it now, as its database does not answer; try again after `Retry-After` seconds."""


class InternalError(HytteError):
    """Something is wrong with the server itself; `instance` names the request in its log."""


class ConfigurationError(HytteError):
    """hytte cannot start or run a command as it was told to; the sentence says what to do."""
