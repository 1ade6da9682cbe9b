"""What it was measured on."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.tables import Table
from hytte.database.sqlite import driver


def machine(data: str, engines: Mapping[str, str]) -> Table:
    """Return the table of the machine; `engines` are further programs and their versions."""
    packages = {name: version(name) for name in ("fastapi", "pydantic", "sqlalchemy", "uvicorn", "uvloop")}
    rows = {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "System": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "Python": platform.python_version(),
        "Packages": ", ".join(f"{name} {number}" for name, number in packages.items()),
        "SQLite": str(driver.sqlite_version),
        **engines,
        "Data": data,
        "Date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    return Table("The machine", ("What", "which"), [[name, value] for name, value in rows.items()])


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
