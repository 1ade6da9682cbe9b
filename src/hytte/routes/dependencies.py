"""What routes work with: the application's database and settings, and ids as types."""

from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from hytte.database import Database
from hytte.errors import NotFound
from hytte.schemas.values import MAX_ID
from hytte.settings import Settings


def database_of(request: Request) -> Database:
    """Return the database of the application.

    A function, and no `Depends`: what FastAPI does to resolve one costs as much as reading a listing.
    """
    database: Database = request.app.state.database
    return database


def settings_of(request: Request) -> Settings:
    """Return the settings of the application."""
    settings: Settings = request.app.state.settings
    return settings


def _identifier(text: Any) -> int:
    """Take digits; a number that no resource can have is a resource that is not there."""
    digits = str(text).removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise PydanticCustomError("integer_text", "Input should be a whole number")
    if len(digits) > len(str(MAX_ID)) or not 1 <= int(text) <= MAX_ID or text.startswith("0"):
        raise NotFound(f"There is no resource with the id {text[:30]}.")
    return int(text)


def _user_identifier(text: Any) -> int:
    """Take digits, or `self`: in open mode the operator, who has no account."""
    if text == "self":
        raise NotFound("The operator of open mode has no account.")
    return _identifier(text)


# The reader of the text stands last: it runs first, and JSON Schema still shows the bounds.
UserId = Annotated[
    int,
    Path(ge=1, le=MAX_ID, description="The user's number.", examples=[1]),
    BeforeValidator(_user_identifier),
]
ListingId = Annotated[
    int,
    Path(ge=1, le=MAX_ID, description="The listing's number.", examples=[1]),
    BeforeValidator(_identifier),
]
