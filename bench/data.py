"""The listings that everything is measured on: Copenhagen, or as many invented ones."""

import csv
import gzip
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT, run
from hytte.domain.demonstration import demonstration_listings

COPENHAGEN = ROOT.parent / "shared" / "data" / "insideairbnb" / "copenhagen" / "listings.csv.gz"
ROWS_OF_COPENHAGEN = 21_722
CITY = "København"
CURRENCY = "DKK"


@dataclass(frozen=True, slots=True)
class ListingFile:
    """A listings file as Inside Airbnb publishes them, and what to call it."""

    path: Path
    name: str


def listing_file(directory: Path) -> ListingFile:
    """Put the file into a directory: that of Copenhagen, unpacked, if it is beside the repository."""
    path = directory / "listings.csv"
    if not COPENHAGEN.exists():
        _write_invented(path)
        return ListingFile(path, f"{ROWS_OF_COPENHAGEN:,} invented listings")
    with gzip.open(COPENHAGEN, "rb") as packed, path.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    return ListingFile(path, f"Inside Airbnb's Copenhagen, {ROWS_OF_COPENHAGEN:,} listings")


def repeated(path: Path, times: int) -> Path:
    """Write a file beside `path` with its rows that many times, each time under other ids."""
    result = path.with_stem(f"{path.stem}-{times}")
    with result.open("w", encoding="utf-8", newline="") as to:
        writer = csv.writer(to)
        for repetition in range(times):
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                header = next(rows)
                if repetition == 0:
                    writer.writerow(header)
                # Longer than any id of Inside Airbnb, so these are new ones.
                prefix = f"{repetition}{'0' * 20}" if repetition else ""
                writer.writerows([prefix + identifier, *values] for identifier, *values in rows)
    return result


def _write_invented(path: Path) -> None:
    names = (
        "id,name,description,host_id,host_name,neighbourhood,latitude,longitude,room_type,price,minimum_nights"
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names.split(","))
        for listing in demonstration_listings(ROWS_OF_COPENHAGEN):
            writer.writerow(
                (
                    listing.source_id,
                    listing.title,
                    listing.description,
                    listing.host.source_id,
                    listing.host.username,
                    listing.neighbourhood or listing.city,
                    listing.latitude,
                    listing.longitude,
                    "Entire home/apt",
                    None if listing.price is None else listing.price // 100,
                    listing.minimum_nights,
                )
            )


def import_command(path: Path, url: str) -> list[str]:
    """Return the command that imports a listings file into a database."""
    options = ["--city", CITY, "--currency", CURRENCY, "--database", url]
    return [sys.executable, "-m", "hytte", "import", "insideairbnb", str(path), *options]


def fill(path: Path, url: str) -> None:
    """Make the tables of a database and import a listings file."""
    run([sys.executable, "-m", "hytte", "migrate", "--database", url])
    run(import_command(path, url))
