"""Processes that are measured: their CPU time, and that they end."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_SECONDS = 20
STOP_SECONDS = 10
COMMAND_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Usage:
    """What a whole process has used: seconds of CPU (user and system), and its largest memory in MiB."""

    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Server:
    """A server process that listens on a port of 127.0.0.1."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return what the server's process tree has used up to now."""
        return cpu_seconds(self.pid)


def cpu_seconds(pid: int) -> float:
    """Return user and system time of a process and its descendants.

    From the kernel's CPU clock of each process (`clock_getcpuclockid`), which counts every thread and has
    nanoseconds, where /proc/PID/stat has hundredths of a second.
    """
    own = time.clock_gettime(~pid << 3 | 2)
    return own + sum(cpu_seconds(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (thread / "children").read_text().split())
    return found


def measured(command: Sequence[str]) -> Usage:
    """Run a command to its end and return what it used. Raises `RuntimeError` when it fails.

    It is started by a small process of its own (`bench.usage`): a child begins with the largest memory of
    the process that forked it, and this one is large.
    """
    return Usage(**json.loads(run([sys.executable, "-m", "bench.usage", *command])))


def run(command: Sequence[str]) -> str:
    """Run a command to its end and return what it printed. Raises `RuntimeError` when it fails."""
    finished = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
    )
    if finished.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {finished.returncode}: {finished.stderr}")
    return finished.stdout


@contextmanager
def served(target: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve an application factory (`module:function`) as hytte serves itself, and stop it at the end."""
    port = free_port()
    options = (
        "--factory --loop uvloop --http httptools --ws none --no-access-log --log-level warning "
        "--no-server-header --no-proxy-headers"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", target, f"--port={port}", *options.split()],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
    )
    try:
        _wait_for(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The server {process.args!r} does not start.")
