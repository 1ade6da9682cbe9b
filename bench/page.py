"""The page docs/benchmarks.md."""

from collections.abc import Sequence

from bench.processes import ROOT
from bench.tables import Table

PAGE = ROOT / "docs" / "benchmarks.md"
INTRODUCTION = """
# Benchmarks

`make bench` measures hytte and writes this page; `python -m bench reads` and `python -m bench imports` measure
a part of it and only print.

## How it is measured

**Requests.** A row is one kind of request to one server process: the median CPU time per request, user and
system, of that process (its CPU clock in the kernel, of all threads; the database server of PostgreSQL is not
in it), and `x`, the ratio to the control. The control is a FastAPI route, `async def`, that returns fixed bytes,
in a server of its own with the same uvicorn settings (uvloop, httptools, no access log, one worker). Trials of
about 0.1 s of CPU alternate: control, request, control, request, …, control; a ratio is taken to the mean of the
two controls beside it, and the table shows the median of the rounds and their middle half. CPU time, because by
the clock a shared machine swings by more than what is measured; ratios, because its speed swings too. The
client is another process with 4 connections that stay open, on 127.0.0.1. Listings asked for by id are random
ones. Creating is durable: SQLite with `synchronous=FULL`, PostgreSQL with its defaults. Differences below a tenth
are noise, and larger ones, too, when the machine does other things meanwhile: then the ratios of large requests
grow, that of creating by up to a half. Measure with nothing beside.

**The course's way** is the same members of the same tables, served with plain `def` routes, a `yield` session
dependency, ORM objects and a response model (`bench/course_way.py`); its page 1,000 is found with OFFSET.

**Imports.** A row is a whole process, with Python's start: CPU time and largest memory as the system accounts
them (`wait4`), the median of several; the ratio is to `sqlite-utils insert FILE.db listings FILE.csv --csv` just
before, which puts the same file into one table as it is.
"""


def write_page(tables: Sequence[Table]) -> None:
    """Write the page with these tables."""
    PAGE.write_text("\n\n".join([INTRODUCTION.strip(), *(table.markdown() for table in tables)]) + "\n", "utf-8")
