"""Rows of a file that is imported: those that can be read, and those that are refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one row; `line` is the physical line on which it starts, from 1."""

    line: int
    values: list[str]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken, and the sentence that says why."""

    line: int
    reason: str
