"""CSV files as people have them: compressed, torn, misnamed, with line ends inside of fields."""

import gzip
import os
from pathlib import Path

import pytest

from hytte.clients.csv_files import CsvFile
from hytte.domain.rows import RefusedRow, Row
from hytte.errors import ConfigurationError


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def read(path: Path) -> tuple[list[str], list[Row | RefusedRow]]:
    with CsvFile(path) as file:
        return file.header, list(file)


@pytest.mark.parametrize("name", ["homes.csv", "homes.csv.gz", "HOMES.CSV.GZ"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_rows_are_read_whether_or_not_the_file_is_compressed(tmp_path: Path, name: str, mark: bytes) -> None:
    path = tmp_path / name
    content = mark + "id,name\n1,Sø\n".encode()
    path.write_bytes(gzip.compress(content, mtime=0) if name.lower().endswith(".gz") else content)
    assert read(path) == (["id", "name"], [Row(2, ["1", "Sø"])])


def test_a_row_has_the_line_on_which_it_starts(tmp_path: Path) -> None:
    path = write(tmp_path / "homes.csv", b'id,name\r\n1,"two\r\nlines"\r\n\r\n2,"a\rb"\r\n3,\x00\r\n')
    assert read(path)[1] == [Row(2, ["1", "two\r\nlines"]), Row(5, ["2", "a\rb"]), Row(7, ["3", "\x00"])]


def test_a_row_with_a_stray_quote_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "homes.csv", b'id,name\n1,"Loft" by the lakes\n2,"Cellar\n3,"Attic"\n4,Hut\n')
    quote = "The row is no CSV: ',' expected after '\"'."
    assert read(path)[1] == [RefusedRow(2, quote), RefusedRow(3, quote), Row(5, ["4", "Hut"])]


def test_a_quote_that_is_never_closed_is_refused_where_it_opens(tmp_path: Path) -> None:
    path = write(tmp_path / "homes.csv", b'id,name\n1,"Loft\n2,Attic\n')
    assert read(path)[1] == [RefusedRow(2, "The row is no CSV: unexpected end of data.")]


def test_a_value_that_is_too_long_costs_its_row_only(tmp_path: Path) -> None:
    path = write(tmp_path / "homes.csv", b"id\n" + b"1" * 200_000 + b"\n2\n")
    refused, taken = read(path)[1]
    assert isinstance(refused, RefusedRow)
    assert (refused.line, taken) == (2, Row(3, ["2"]))


def test_a_file_with_a_header_only_has_no_rows(tmp_path: Path) -> None:
    assert read(write(tmp_path / "homes.csv", b"id,name")) == (["id", "name"], [])


@pytest.mark.parametrize("name", ["homes.csv", "homes.csv.gz"])
def test_the_position_ends_at_the_size_of_the_stored_file(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, b"id\n" + b"".join(b"%d\n" % number for number in range(200_000)))
    with CsvFile(path) as file:
        next(iter(file))
        assert 0 < file.position < file.size == path.stat().st_size
        assert sum(1 for _ in file) == 199_999
        assert file.position == file.size


def test_a_pipe_is_read_as_it_comes(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"id\n1\n")
    os.close(writing)
    try:
        with CsvFile(Path(f"/dev/fd/{reading}")) as file:
            assert (list(file), file.size, file.position) == ([Row(2, ["1"])], 0, 0)
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("homes.csv", b"", "is empty."),
        ("homes.csv", b"\n\n", "is empty."),
        ("homes.csv.gz", gzip.compress(b"", mtime=0), "is empty."),
        ("homes.csv", b'"id', "is no CSV file."),
        ("homes.csv", b"id\n" + b"1\n" * 50_000 + b"\xff", "is not UTF-8 text."),
        ("homes.csv", gzip.compress(b"id\n1\n", mtime=0), "is not UTF-8 text."),
        ("homes.csv.gz", b"id\n1\n", "is no gzip file, though its name says so, or damaged."),
        ("homes.csv.gz", gzip.compress(b"id\n1\n" * 99, mtime=0)[:-9], "is cut off or damaged; fetch it again."),
        (
            "homes.csv.gz",
            gzip.compress(b"id\n1\n", mtime=0)[:10] + b"\xff" * 9,
            "is cut off or damaged; fetch it again.",
        ),
    ],
)
def test_a_broken_file_is_refused_with_one_sentence_when_it_is_opened(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as refusal:
        CsvFile(path)
    assert refusal.value.detail == f"{path} {sentence}"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"There is no file .*homes\.csv"):
        CsvFile(tmp_path / "homes.csv")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is a directory"):
        CsvFile(tmp_path)
