"""The real listing files of three cities, imported twice."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from hytte.clients.csv_files import CsvFile
from hytte.database import Database
from hytte.domain.insideairbnb import SOURCE, read_listings
from hytte.models import Listing
from hytte.services.import_runs import Summary, run_import


def import_city(database: Database, path: Path, city: str, currency: str) -> Summary:
    with CsvFile(path) as file:
        return run_import(database, SOURCE, read_listings(file.header, file, city=city, currency=currency))


@pytest.mark.parametrize(
    ("folder", "city", "currency", "count", "without_price"),
    [
        ("copenhagen", "København", "DKK", 21_722, 8_843),
        ("albany", "Albany", "USD", 421, 37),
        ("antwerp", "Antwerpen", "EUR", 2_870, 424),
    ],
)
def test_a_real_file_is_taken_whole_and_a_second_import_changes_nothing(
    database: Database, shared: Path, folder: str, city: str, currency: str, count: int, without_price: int
) -> None:
    path = shared / "data" / "insideairbnb" / folder / "listings.csv.gz"
    assert import_city(database, path, city, currency) == Summary(read=count, new=count)
    assert import_city(database, path, city, currency) == Summary(read=count, unchanged=count)
    priceless = select(func.count()).select_from(Listing).where(Listing.price.is_(None))
    assert database.transact_now(lambda session: session.scalar(priceless)) == without_price
