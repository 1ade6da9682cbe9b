"""The command line as people meet it: one sentence and exit status 2 for what is wrong, never a traceback."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.servers import Server, serving

COMMAND = (sys.executable, "-m", "hytte")


def run(
    directory: Path, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=directory,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("serve", "--host", "0.0.0.0"), "this machine only"),
        (("serve", "--host", "127.0.0.2"), "this machine only"),
        (("serve", "--database", "mysql://ada@localhost/homes"), "no driver for mysql"),
        (("serve", "--database", "nonsense"), "cannot be read"),
        (("serve", "--database", "postgresql://ada@host:abc/homes"), "cannot be read"),
        (("serve", "--database", "sqlite://"), "is a file"),
        (("serve", "--database", "sqlite:///missing/homes.db"), "does not exist"),
        (("migrate", "--database", "postgresql://ada@127.0.0.1:1/homes"), "cannot be used"),
        (("import", "insideairbnb", "missing.csv", "--city", "Ribe", "--currency", "DKK"), "no file"),
        (("import", "insideairbnb", ".", "--city", "Ribe", "--currency", "DKK"), "directory"),
    ],
)
def test_a_mistake_is_one_sentence_and_status_2(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(tmp_path, *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HYTTE_CURRENCY", "ABC"),
        ("HYTTE_MAX_BODY_BYTES", "many"),
        ("HYTTE_STATEMENT_TIMEOUT", "inf"),
        ("HYTTE_LOCK_TIMEOUT", "0.0001"),
        ("HYTTE_PUBLIC_URL", "homes"),
        ("HYTTE_PUBLIC_URL", "https://homes.example/?a=b"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "migrate", "openapi"])
def test_a_bad_setting_is_named(tmp_path: Path, command: str, name: str, value: str) -> None:
    result = run(tmp_path, command, environment={name: value})
    assert result.returncode == 2
    assert name in result.stderr
    assert "Traceback" not in result.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        result = run(tmp_path, "serve", "--port", str(listener.getsockname()[1]))
    assert result.returncode == 2
    assert "choose another with --port" in result.stderr


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "homes.db").write_bytes(b"not a database, but long enough to be taken for one" * 100)
    result = run(tmp_path, "serve", "--database", "sqlite:///homes.db")
    assert result.returncode == 2
    assert "file is not a database" in result.stderr


def test_a_file_without_listings_leaves_no_database(tmp_path: Path) -> None:
    (tmp_path / "letters.csv").write_text("name,text\nAda,Dear Bo\n")
    result = run(tmp_path, "import", "insideairbnb", "letters.csv", "--city", "Ribe", "--currency", "DKK")
    assert result.returncode == 2
    assert "no column id" in result.stderr
    assert not (tmp_path / "hytte.db").exists()


def test_import_tells_what_became_of_each_row(tmp_path: Path) -> None:
    (tmp_path / "homes.csv").write_text(
        "id,name,host_id,host_name,neighbourhood,latitude,longitude,room_type,price,minimum_nights\n"
        "1,Cabin by the sea,7,Ada,Strand,55.3,8.7,Entire home/apt,700,2\n"
        "two,Broken,7,Ada,Strand,55.3,8.7,Entire home/apt,700,2\n"
    )
    command = ("import", "insideairbnb", "homes.csv", "--city", "Ribe", "--currency", "DKK")
    first, second = run(tmp_path, *command), run(tmp_path, *command)
    assert first.stdout == "Read 2 listings: 1 new, 0 updated, 0 unchanged, 1 refused.\n"
    assert first.stderr.startswith("Line 3: ")
    assert second.stdout == "Read 2 listings: 0 new, 0 updated, 1 unchanged, 1 refused.\n"


def test_a_demonstration_is_filled_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    for _ in range(2):
        with serving(url, tmp_path, "--listings", "30", command="demo"):
            pass
    with sqlite3.connect(tmp_path / "demo.db") as connection:
        assert connection.execute("SELECT count(*) FROM listings").fetchone() == (30,)


def test_an_unmigrated_postgresql_is_refused(unmigrated_postgresql: str, tmp_path: Path) -> None:
    result = run(tmp_path, "serve", "--database", unmigrated_postgresql)
    assert result.returncode == 2
    assert "run `hytte migrate`" in result.stderr
    assert run(tmp_path, "migrate", "--database", unmigrated_postgresql).returncode == 0


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_postgresql_that_cannot_hold_every_name_is_refused(
    unmigrated_postgresql: str, tmp_path: Path, encoding: str
) -> None:
    name = f"{unmigrated_postgresql.rpartition('/')[2]}_{encoding.lower()}"
    with psycopg.connect(unmigrated_postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0".encode())
    url = f"{unmigrated_postgresql.rpartition('/')[0]}/{name}"
    for command in ("migrate", "serve"):
        result = run(tmp_path, command, "--database", url)
        assert result.returncode == 2
        assert f"has the encoding {encoding}" in result.stderr


def test_sigterm_ends_a_server_with_status_0(server: Server, tmp_path: Path) -> None:
    with serving(server.database_url, tmp_path) as second:
        os.kill(second.process.pid, signal.SIGTERM)
        assert second.process.wait(timeout=25) == 0


def test_help_describes_every_option(tmp_path: Path) -> None:
    for command in (("serve",), ("demo",), ("import", "insideairbnb"), ("migrate",), ("openapi",)):
        result = run(tmp_path, *command, "--help")
        assert result.returncode == 0
        assert "Usage" in result.stdout
