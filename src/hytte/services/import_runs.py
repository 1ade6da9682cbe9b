"""A run of an import: any number of records, written batch by batch, each batch whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from hytte.database import Database
from hytte.domain.imports import ListingRecord
from hytte.domain.rows import RefusedRow
from hytte.services.imports import store_batch

BATCH = 500
"""Rows of one transaction: more are hardly faster, and hold the only writer of SQLite longer."""

KEPT_REFUSALS = 1_000
"""Refused rows that a summary holds; all are counted."""


@dataclass(slots=True)
class Summary:
    """What a run has done: `read` is the sum of `new`, `updated`, `unchanged` and `refused`.

    `refusals` has the first `KEPT_REFUSALS` refused rows with their lines and reasons.
    """

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: list[RefusedRow] = field(default_factory=list)


def run_import(
    database: Database,
    source: str,
    rows: Iterable[ListingRecord | RefusedRow],
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Write the listings of a source and return what became of them.

    `rows` is read lazily, and memory does not grow with it; `progress` is called after each batch with the
    number of rows read. Each batch is a transaction of its own: a run that ends early, by an error of `rows`
    or by `Unavailable`, has stored the batches before, and running it again stores the rest.
    """
    summary = Summary()
    for batch in _batches(rows):
        records = [row for row in batch if isinstance(row, ListingRecord)]
        refusals = [row for row in batch if isinstance(row, RefusedRow)]
        if records:
            counts = database.transact_now(store_batch, source, records)
            summary.new += counts.new
            summary.updated += counts.updated
            summary.unchanged += counts.unchanged
        summary.read += len(batch)
        summary.refused += len(refusals)
        summary.refusals += refusals[: KEPT_REFUSALS - len(summary.refusals)]
        if progress is not None:
            progress(summary.read)
    return summary


def _batches(
    rows: Iterable[ListingRecord | RefusedRow],
) -> Iterator[list[ListingRecord | RefusedRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
