"""A fuzzer that knows nothing but the served description finds no answer that the description does not give.

It sends examples, bounds, valid and invalid data, and sequences of requests that use what others made.
The seed is fixed: the same requests are sent each time.
"""

import subprocess
import sys
from pathlib import Path

from tests.servers import Server

EXAMPLES = 5
"""Requests of each kind for an operation."""

SECONDS = 300

CONFIGURATION = """
[checks.positive_data_acceptance]
# Valid data may be refused where the state asks for it; 422 has rules that JSON Schema cannot say.
expected-statuses = ["2xx", 401, 403, 404, 409, 412, 422, 429]
"""


def test_every_answer_is_as_described(server: Server, tmp_path: Path) -> None:
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml"),
            *("run", f"{server.url}/openapi.json", "--checks", "all", "--mode", "all"),
            *("--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES)),
            *("--seed", "1", "--generation-database", "none"),
            *("--continue-on-failure", "--no-color", "--warnings", "off"),
        ],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr
    assert "Traceback" not in server.log.read_text()
