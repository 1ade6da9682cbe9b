"""Errors on the wire (RFC 9457)."""

from typing import Annotated

from pydantic import BaseModel, Field

from hytte.schemas.values import ANY_TEXT

MAX_POINTER = 2**20
"""Characters of the longest JSON Pointer: it may have names that a client made up, in a body of any size."""


Title = Annotated[str, Field(examples=["Not found"])]
Status = Annotated[int, Field(ge=400, le=599, examples=[404])]


class ProblemField(BaseModel):
    """What is wrong with one member of the body (a JSON Pointer) or one parameter (its name)."""

    pointer: Annotated[str, Field(max_length=MAX_POINTER, pattern=ANY_TEXT, examples=["/price"])]
    detail: Annotated[str, Field(examples=["Input should be greater than 0."])]
    code: Annotated[str, Field(examples=["greater_than"])]


class Problem(BaseModel):
    """What went wrong; `type` is the URL of a page that explains it."""

    type: Annotated[
        str,
        Field(json_schema_extra={"format": "uri"}, examples=["http://127.0.0.1:8000/problems/not-found"]),
    ]
    title: Title
    status: Status
    detail: Annotated[str, Field(examples=["There is no listing 4711."])]
    instance: Annotated[
        str,
        Field(json_schema_extra={"format": "uri"}, examples=["urn:uuid:0b0f7f4e-6f0e-4a5b-9f6e-3f0d2c9a7c11"]),
    ]
    errors: list[ProblemField] = []


class ProblemKind(BaseModel):
    """A kind of problem, explained."""

    name: Annotated[str, Field(examples=["not-found"])]
    title: Title
    status: Status
    description: Annotated[str, Field(examples=["There is no such resource."])]
