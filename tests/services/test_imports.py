"""Imports into a real database: what is new, changed or the same, and two importers at once."""

import gzip
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Table, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hytte.clients.csv_files import CsvFile
from hytte.database import Database
from hytte.domain.imports import HostRecord, ListingRecord
from hytte.domain.insideairbnb import SOURCE, read_listings
from hytte.domain.rows import RefusedRow
from hytte.models import Listing, User
from hytte.services import imported_hosts, imports, source_keys
from hytte.services.import_runs import BATCH, KEPT_REFUSALS, run_import
from hytte.services.imports import BatchCounts, store_batch

ADA = HostRecord("815", "Ada")
LOFT = ListingRecord(
    source_id="1382677918676502519",
    host=ADA,
    title="Loft by the lakes",
    description="Quiet.\nNo pets.",
    address="Nørrebro, København",
    neighbourhood="Nørrebro",
    city="København",
    price=90050,
    currency="DKK",
    latitude=55.680123456789012,
    longitude=12.1,
    room_type="entire_home",
    property_type="Entire loft",
    capacity=4,
    bedrooms=2,
    beds=3,
    bathrooms=1.5,
    amenities=("Wifi", "Host’s bikes", "🛁"),
    minimum_nights=3,
    maximum_nights=2**31 - 1,
    licence="AB 12",
)
CELLAR = ListingRecord(source_id="2", host=ADA, address="København", currency="DKK")


def store(database: Database, *records: ListingRecord, source: str = SOURCE) -> BatchCounts:
    return database.transact_now(store_batch, source, records)


def listings(database: Database) -> Sequence[Row[Any]]:
    return database.transact_now(lambda session: session.execute(select(Listing.__table__)).all())


def listing(database: Database, source_id: str = LOFT.source_id) -> Row[Any]:
    return next(row for row in listings(database) if row.source_id == source_id)


def usernames(database: Database) -> list[str]:
    return sorted(database.transact_now(lambda session: session.scalars(select(User.username)).all()))


def test_a_listing_is_stored_as_the_record_says(database: Database) -> None:
    assert store(database, LOFT) == BatchCounts(new=1, updated=0, unchanged=0)
    row = listing(database)
    for name in LOFT.__slots__:
        if name not in {"host", "amenities"}:
            assert getattr(row, name) == getattr(LOFT, name)
    assert row.amenities == list(LOFT.amenities)
    assert (row.source, row.address_folded, row.city_folded) == (
        "insideairbnb",
        "noerrebro koebenhavn",
        "koebenhavn",
    )
    assert row.created_at == row.updated_at


def test_a_listing_without_city_has_nothing_to_search_for(database: Database) -> None:
    store(database, replace(CELLAR, city=None))
    assert listing(database, "2").city_folded is None


def test_a_host_is_a_user_who_cannot_sign_in(database: Database) -> None:
    store(database, LOFT, CELLAR)
    ada = database.transact_now(lambda session: session.execute(select(User.__table__)).one())
    assert (ada.username, ada.source, ada.source_id) == ("Ada", "insideairbnb", "815")
    assert (ada.email, ada.email_key) == (None, None)
    assert {row.user_id for row in listings(database)} == {ada.id}


def test_importing_twice_changes_nothing(database: Database) -> None:
    store(database, LOFT, CELLAR)
    before = listings(database)
    assert store(database, LOFT, CELLAR) == BatchCounts(new=0, updated=0, unchanged=2)
    assert listings(database) == before


def test_a_newer_scrape_updates_only_what_has_changed(database: Database) -> None:
    store(database, LOFT, CELLAR)
    loft, cellar = listing(database), listing(database, "2")
    counts = store(database, replace(LOFT, price=None, address="Østerbro, København"), CELLAR)
    assert counts == BatchCounts(new=0, updated=1, unchanged=1)
    changed = listing(database)
    assert (changed.id, changed.price, changed.address_folded) == (loft.id, None, "oesterbro koebenhavn")
    assert changed.created_at == loft.created_at
    assert changed.updated_at > loft.updated_at
    assert listing(database, "2") == cellar


@pytest.mark.parametrize("changed", [{"amenities": ("Wifi",)}, {"city": None}, {"bathrooms": 1.0}, {"beds": 0}])
def test_every_fact_is_compared(database: Database, changed: dict[str, Any]) -> None:
    store(database, LOFT)
    assert store(database, replace(LOFT, **changed)).updated == 1
    assert store(database, replace(LOFT, **changed)).unchanged == 1


def test_a_listing_can_change_hands(database: Database) -> None:
    store(database, LOFT)
    assert store(database, replace(LOFT, host=HostRecord("9", "Bo"))).updated == 1
    assert usernames(database) == ["Ada", "Bo"]


def test_a_host_is_renamed(database: Database) -> None:
    store(database, LOFT)
    counts = store(database, replace(LOFT, host=HostRecord("815", "Ada and Bo")))
    assert counts == BatchCounts(new=0, updated=0, unchanged=1)
    assert usernames(database) == ["Ada and Bo"]


def test_of_a_listing_that_occurs_twice_the_last_is_kept(database: Database) -> None:
    counts = store(database, LOFT, replace(LOFT, title="Attic"), replace(LOFT, title="Attic"))
    assert counts == BatchCounts(new=1, updated=1, unchanged=1)
    assert [row.title for row in listings(database)] == ["Attic"]


def test_the_same_id_of_another_source_is_another_listing(database: Database) -> None:
    store(database, LOFT)
    assert store(database, LOFT, source="elsewhere").new == 1
    assert usernames(database) == ["Ada", "Ada"]


def test_a_batch_may_have_more_rows_than_a_statement_has_variables(database: Database) -> None:
    many = [replace(CELLAR, source_id=str(number)) for number in range(3_000)]
    assert store(database, *many).new == 3_000
    assert store(database, *many).unchanged == 3_000


def many_rows(count: int) -> Iterator[ListingRecord]:
    for number in range(count):
        yield replace(CELLAR, source_id=str(number), host=HostRecord(str(number % 99), "Ada"))


def test_a_run_counts_all_rows_and_tells_its_progress(database: Database) -> None:
    progress: list[int] = []
    rows: list[ListingRecord | RefusedRow] = [*many_rows(BATCH), RefusedRow(7, "It is torn."), CELLAR, LOFT]
    summary = run_import(database, SOURCE, rows, progress.append)
    assert (summary.read, summary.new, summary.updated) == (BATCH + 3, BATCH + 1, 1)
    assert (summary.refused, summary.refusals) == (1, [RefusedRow(7, "It is torn.")])
    assert progress == [BATCH, BATCH + 3]


def test_a_run_keeps_some_refusals_and_counts_all(database: Database) -> None:
    summary = run_import(database, SOURCE, (RefusedRow(line, "It is torn.") for line in range(2, 2_002)))
    assert (summary.read, summary.refused, len(summary.refusals)) == (2_000, 2_000, KEPT_REFUSALS)


def test_a_run_that_breaks_has_stored_whole_batches(database: Database) -> None:
    def breaking() -> Iterator[ListingRecord]:
        yield from many_rows(BATCH + 1)
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - its own
        run_import(database, SOURCE, breaking())
    assert len(listings(database)) == BATCH
    assert run_import(database, SOURCE, many_rows(BATCH + 1)).new == 1


def test_a_file_is_imported_row_by_row(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "listings.csv.gz"
    path.write_bytes(
        gzip.compress(
            b"id,name,host_id,host_name,neighbourhood,price\n"
            b'7,"Loft\nby the lakes",1,Ada,Nrrebro,900\n'
            b"no number,Hut,1,Ada,Valby,500\n"
            b"8,=1+1,2,,sterbro,0\n"
        )
    )
    with CsvFile(path) as file:
        rows = read_listings(file.header, file, city="København", currency="DKK")
        summary = run_import(database, SOURCE, rows)
    assert (summary.new, summary.refusals) == (2, [RefusedRow(4, "The id 'no number' is no number.")])
    assert [(row.title, row.address, row.price) for row in listings(database)] == [
        ("Loft by the lakes", "Nørrebro, København", 90000),
        ("=1+1", "Østerbro, København", None),
    ]
    assert usernames(database) == ["Ada", "Host 2"]


def test_two_importers_at_once_store_each_listing_once(database: Database) -> None:
    failures: list[Exception] = []

    def import_shuffled(seed: int) -> None:
        rows = list(many_rows(2_000))
        random.Random(seed).shuffle(rows)
        try:
            run_import(database, SOURCE, rows)
        except Exception as error:
            failures.append(error)

    importers = [threading.Thread(target=import_shuffled, args=(seed,)) for seed in (1, 2)]
    for importer in importers:
        importer.start()
    for importer in importers:
        importer.join()
    assert failures == []
    assert len(listings(database)) == 2_000
    assert len(usernames(database)) == 99


Upsert = Callable[[Session, Table, Sequence[dict[str, Any]]], None]


def overtaken(database: Database, then: Upsert, *records: ListingRecord) -> Upsert:
    """Return an `upsert` that another importer overtakes, once: it commits what we found missing."""
    waiting = [records]

    def overtaken_upsert(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        if waiting:
            store(database, *waiting.pop())
        then(session, table, rows)

    return overtaken_upsert


def insert_only(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    session.execute(insert(table), list(rows))


# SQLite has one writer: there, nothing happens between its reading and its writing.
with_many_writers = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@with_many_writers
@pytest.mark.parametrize("service", [imports, imported_hosts])
def test_the_second_of_two_importers_overwrites(
    database: Database, monkeypatch: pytest.MonkeyPatch, service: Any
) -> None:
    if service is imports:
        store(database, CELLAR)  # so that the host is not in question
    first = replace(LOFT, title="Attic", host=ADA if service is imports else HostRecord("815", "Bo"))
    monkeypatch.setattr(service, "upsert", overtaken(database, source_keys.upsert, first))
    store(database, LOFT)
    assert listing(database).title == "Loft by the lakes"
    assert usernames(database) == ["Ada"]


@with_many_writers
@pytest.mark.parametrize("service", [imports, imported_hosts])
def test_control_a_plain_insert_fails_when_another_importer_was_first(
    database: Database, monkeypatch: pytest.MonkeyPatch, service: Any
) -> None:
    if service is imports:
        store(database, CELLAR)
    monkeypatch.setattr(service, "upsert", overtaken(database, insert_only, LOFT))
    with pytest.raises(IntegrityError):
        store(database, LOFT)


def test_what_an_owner_changed_is_as_the_source_says_after_the_next_import(database: Database) -> None:
    store(database, LOFT)
    rename = update(Listing).values(title="Attic")
    database.transact_now(lambda session: session.execute(rename))
    assert store(database, LOFT).updated == 1
    assert listing(database).title == "Loft by the lakes"
