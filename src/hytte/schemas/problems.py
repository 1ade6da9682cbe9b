"""Errors on the wire (RFC 9457)."""

from typing import Annotated

from pydantic import BaseModel, Field


class ProblemField(BaseModel):
    """What is wrong with one member of the body (a JSON Pointer) or one parameter (its name)."""

    pointer: str
    detail: str
    code: str


class Problem(BaseModel):
    """What went wrong; `type` is the URL of a page that explains it."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    title: str
    status: int
    detail: str
    instance: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    errors: list[ProblemField] = []


class ProblemKind(BaseModel):
    """A kind of problem, explained."""

    name: str
    title: str
    status: int
    description: str
