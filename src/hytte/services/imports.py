"""Listings of other systems, written in batches; what is unchanged stays untouched."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from sqlalchemy.orm import Session

from hytte.domain.imports import ListingRecord
from hytte.domain.text import folded
from hytte.models import Listing
from hytte.models.base import now
from hytte.services.imported_hosts import store_hosts
from hytte.services.source_keys import stored_by_source_id, upsert

LISTINGS = Listing.metadata.tables[Listing.__tablename__]

# What a record says has the name of its column. The amenities are last, see `_stored_facts`.
_OTHERWISE_HANDLED = {"source_id", "host", "amenities"}
_FACTS = (*(f.name for f in fields(ListingRecord) if f.name not in _OTHERWISE_HANDLED), "amenities")
_facts_of = attrgetter(*_FACTS)
_COMPARED = ("user_id", *_FACTS)


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many records of a batch were new, changed what was stored, or changed nothing."""

    new: int
    updated: int
    unchanged: int


def store_batch(session: Session, source: str, records: Sequence[ListingRecord]) -> BatchCounts:
    """Write the listings of one batch and their hosts; only what differs from the stored row is written.

    A listing that occurs twice counts twice, as it would in two batches: once as new, then as updated or
    unchanged; the last one is kept. `updated_at` changes with the row only.
    """
    user_ids = store_hosts(session, source, {r.host.source_id: r.host.username for r in records})
    known = _stored_facts(session, source, {record.source_id for record in records})
    changed: dict[str, tuple[Any, ...]] = {}
    new = unchanged = 0
    for record in records:
        facts = (user_ids[record.host.source_id], *_facts_of(record))
        stored = known.get(record.source_id)
        if facts == stored:
            unchanged += 1
            continue
        new += stored is None
        known[record.source_id] = changed[record.source_id] = facts
    if changed:
        upsert(session, LISTINGS, _rows(source, changed))
    return BatchCounts(new, len(records) - new - unchanged, unchanged)


def _stored_facts(session: Session, source: str, source_ids: set[str]) -> dict[str, tuple[Any, ...]]:
    columns = [LISTINGS.c[name] for name in _COMPARED]
    stored = stored_by_source_id(session, LISTINGS, columns, source, source_ids)
    # JSON gives lists, records have tuples.
    return {source_id: (*facts, tuple(amenities)) for source_id, (*facts, amenities) in stored.items()}


def _rows(source: str, changed: dict[str, tuple[Any, ...]]) -> list[dict[str, Any]]:
    instant = now()
    rows = []
    for source_id, facts in sorted(changed.items()):
        row = dict(zip(_COMPARED, facts, strict=True), source=source, source_id=source_id)
        row["address_folded"] = folded(row["address"])
        row["city_folded"] = None if row["city"] is None else folded(row["city"])
        row["created_at"] = row["updated_at"] = instant
        rows.append(row)
    return rows
