"""Filling a database with invented listings."""

from collections.abc import Callable
from itertools import islice

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from hytte.database import Database
from hytte.domain.demonstration import demonstration_listings
from hytte.models import Listing
from hytte.services.import_runs import run_import

SOURCE = "demo"
"""The `source` of invented listings and hosts."""


def fill_demonstration(database: Database, count: int, progress: Callable[[int], None] | None = None) -> int:
    """Add the invented listings up to number `count` that the database lacks, and return how many were added.

    Those that are there stay as they are, so that what somebody tries out on them is kept.
    """
    last = database.transact_now(last_number)
    return run_import(database, SOURCE, islice(demonstration_listings(count), last, None), progress).new


def last_number(session: Session) -> int:
    """Return the number of the last invented listing, 0 if there is none."""
    number = func.max(cast(Listing.source_id, Integer))
    return session.scalar(select(number).where(Listing.source == SOURCE)) or 0
