"""Tables of text, for the terminal and for Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as RichTable

LEAST_WIDTH = 130
"""Columns of characters, so that a request fits on a line also where there is no terminal."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading, and a sentence on how to read it."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def show(self) -> None:
        """Print the table."""
        shown = RichTable(*self.columns, title=self.heading, caption=self.note or None, title_justify="left")
        for row in self.rows:
            shown.add_row(*row)
        Console(width=max(Console().width, LEAST_WIDTH)).print(shown)

    def markdown(self) -> str:
        """Return the table as a section of a Markdown page."""
        lines = [self.columns, ["---"] * len(self.columns), *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return "\n\n".join(part for part in (f"## {self.heading}", self.note, table) if part)
