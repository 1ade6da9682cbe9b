"""CSV files, plain or compressed with gzip, read row by row."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Self

from hytte.domain.rows import RefusedRow, Row
from hytte.errors import ConfigurationError

LONGEST_LINE = 1 << 20
"""Characters that are read at once, whether or not a line ends there: memory stays flat with any file."""


class CsvFile:
    """An open `.csv` or `.csv.gz` file in UTF-8, with or without a byte order mark.

    `header` is its first row; iterating gives the others, once, without empty lines. A row that is no CSV,
    such as one with a stray quote, is a `RefusedRow`, and reading goes on with the next line. `size` and
    `position` are in bytes of the file as it is stored, for a progress bar; both are 0 for a pipe.
    """

    header: list[str]
    size: int

    def __init__(self, path: Path) -> None:
        """Open the file, and read all of it once, so that a broken one is refused before it is used.

        Raises `ConfigurationError` when there is no such file, it cannot be read, is not UTF-8, is cut off,
        is not what its name says, or is empty. A pipe cannot be read twice: iterating it raises the same.
        """
        self._path = path
        with _one_sentence(path):
            self._file = path.open("rb")
        try:
            self.size = self._check()
            self._text = self._decoded()
            self._rows = self._read()
            self.header = self._first_row()
        except BaseException:
            self._file.close()
            raise

    @property
    def position(self) -> int:
        """Bytes that have been read of the file."""
        return self._file.tell() if self.size else 0

    def __iter__(self) -> Iterator[Row | RefusedRow]:
        """Return the iterator over the rows that have not been read. Raises `ConfigurationError`."""
        return self._rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._text.close()
        self._file.close()

    def _check(self) -> int:
        with _one_sentence(self._path):
            if not self._file.seekable():
                return 0
            text = self._decoded()
            while text.read(LONGEST_LINE):
                pass
            text.detach()  # or it closes the file when it is forgotten
            size = self._file.seek(0, 2)
            self._file.seek(0)
            return size

    def _decoded(self) -> TextIOWrapper:
        compressed = self._path.suffix.lower() == ".gz"
        binary: Any = gzip.GzipFile(fileobj=self._file) if compressed else self._file
        return TextIOWrapper(binary, encoding="utf-8-sig", newline="")

    def _first_row(self) -> list[str]:
        first = next(self._rows, None)
        if first is None:
            raise ConfigurationError(f"{self._path} is empty.")
        if isinstance(first, RefusedRow):
            raise ConfigurationError(f"{self._path} is no CSV file.")
        return first.values

    def _read(self) -> Iterator[Row | RefusedRow]:
        lines = iter(partial(self._text.readline, LONGEST_LINE), "")
        # Strict, so that a stray quote costs its own row; otherwise it swallows rows up to the next quote.
        reader = csv.reader(lines, strict=True)
        line = 1
        with _one_sentence(self._path):
            while True:
                try:
                    if values := next(reader):
                        yield Row(line, values)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield RefusedRow(line, f"The row is no CSV: {error}.")
                line = reader.line_num + 1


@contextmanager
def _one_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} is not UTF-8 text.") from None
    except gzip.BadGzipFile:
        raise ConfigurationError(f"{path} is no gzip file, though its name says so, or damaged.") from None
    except (EOFError, zlib.error):
        raise ConfigurationError(f"{path} is cut off or damaged; fetch it again.") from None
    except FileNotFoundError:
        raise ConfigurationError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise ConfigurationError(f"{path} is a directory; name a file in it.") from None
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror or error}.") from None
