"""CPU and memory of importing a listings file, as whole processes, beside `sqlite-utils insert`."""

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.data import import_command, repeated
from bench.processes import Usage, measured, run

TIMES = 4
"""How many times as many rows the larger file has."""


@dataclass(frozen=True, slots=True)
class ImportCosts:
    """Medians over the pairs; the ratios are to `sqlite-utils insert` just before."""

    control: Usage
    first: Usage
    again: Usage
    first_ratio: float
    again_ratio: float
    larger: Usage


def import_costs(file: Path, directory: Path, pairs: int) -> ImportCosts:
    """Measure pairs of imports into new SQLite files, and one of the larger file."""
    controls, firsts, seconds = [], [], []
    for pair in range(pairs):
        target = directory / f"import-{pair}.db"
        url = f"sqlite:///{target}"
        controls.append(measured(_sqlite_utils(file, directory / f"control-{pair}.db")))
        run([sys.executable, "-m", "hytte", "migrate", "--database", url])
        firsts.append(measured(import_command(file, url)))
        seconds.append(measured(import_command(file, url)))
    larger = directory / "import-larger.db"
    return ImportCosts(
        _median(controls),
        _median(firsts),
        _median(seconds),
        median(first.cpu / control.cpu for first, control in zip(firsts, controls, strict=True)),
        median(again.cpu / control.cpu for again, control in zip(seconds, controls, strict=True)),
        measured(import_command(repeated(file, TIMES), f"sqlite:///{larger}")),
    )


def _sqlite_utils(file: Path, target: Path) -> list[str]:
    return [sys.executable, "-m", "sqlite_utils", "insert", str(target), "listings", str(file), "--csv"]


def _median(usages: list[Usage]) -> Usage:
    return Usage(median(usage.cpu for usage in usages), median(usage.memory for usage in usages))
