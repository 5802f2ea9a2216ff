"""CSV as cities send it: any usual encoding and delimiter, read row by row. Pure."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from .table_problems import MAX_CELL, MAX_COLUMNS, MAX_ROWS, BadTable, TableProblem

# In this order when the header holds as many of two of them.
DELIMITERS = (";", "\t", ",")
_CHUNK = 65_536
# A physical line, and a row over several lines, hold no more characters than this.
_MAX_ROW = 4_000_000
_SEPARATOR_LINE = re.compile(r"sep=([;,\t])\s*")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# Beyond one control in fifty bytes, this is no text.
_TEXT_CONTROLS = 50


class CsvTable:
    """The rows of a CSV file, numbered as a spreadsheet shows them: blank ones count."""

    kind = "csv"

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._encoding = _encoding(file)
        with _opened(file, self._encoding) as lines:
            self._delimiter = lines.delimiter or _delimiter(lines)

    def records(self, width: int = MAX_COLUMNS) -> Iterator[tuple[int, list[str]]]:
        """All rows that hold something, the header among them, with their numbers.

        All cells of a row have been read anyway: `width` is for workbooks.
        """
        number = 0
        with _opened(self._file, self._encoding) as lines:
            reader = csv.reader(lines, delimiter=self._delimiter)
            try:
                for number, cells in enumerate(reader, start=1):
                    lines.taken = 0
                    if number > MAX_ROWS:
                        raise BadTable(TableProblem.TOO_MANY_ROWS, number)
                    if any(map(str.strip, cells)):
                        yield number, _checked(cells, number)
            except (csv.Error, _LongRow) as error:  # csv has a limit of its own, above ours
                raise BadTable(TableProblem.LONG_CELL, number + 1) from error

    def count_records(self) -> int:
        """How many rows hold something, the header among them."""
        return sum(1 for _ in self.records())


def _checked(cells: list[str], number: int) -> list[str]:
    if max(map(len, cells)) > MAX_CELL:
        raise BadTable(TableProblem.LONG_CELL, number)
    if len(cells) > MAX_COLUMNS and any(map(str.strip, cells[MAX_COLUMNS:])):
        raise BadTable(TableProblem.TOO_MANY_COLUMNS, number)
    return cells[:MAX_COLUMNS]


class _LongRow(Exception):
    """A row holds more than any row does."""


class _Lines:
    """Physical lines without NUL, none longer than the limit; counts what a row took."""

    def __init__(self, text: io.TextIOWrapper, delimiter: str | None) -> None:
        self._text = text
        self.delimiter = delimiter
        self.taken = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(_MAX_ROW)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken >= _MAX_ROW:
            raise _LongRow
        return line.replace("\0", "")


@contextmanager
def _opened(file: BinaryIO, encoding: str) -> Iterator[_Lines]:
    """The lines of the file from its start, past a spreadsheet's own `sep=` line."""
    file.seek(0)
    # Bytes that Windows-1252 does not know are shown as such, not a reason to refuse a file.
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        first = text.readline(_CHUNK)
        told = _SEPARATOR_LINE.fullmatch(first)
        if not told:
            text.seek(0)
        yield _Lines(text, told[1] if told else None)
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    """The encoding of a text; raises BadTable when the file is no text at all."""
    file.seek(0)
    sample = file.read(_CHUNK)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if sample.startswith(codecs.BOM_UTF8) and _is_utf8(file):
        return "utf-8-sig"
    if guess := _utf16_without_mark(sample):
        return guess
    # NUL bytes are dropped on reading, but a file full of them is a program or a picture.
    odd = len(_CONTROLS.findall(sample)) + sample.count(0)
    if odd * _TEXT_CONTROLS > len(sample) + _TEXT_CONTROLS * 4:
        raise BadTable(TableProblem.WRONG_KIND)
    return "utf-8-sig" if _is_utf8(file) else "cp1252"


def _utf16_without_mark(sample: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of plain letters is zero."""
    even, odd = sample[0::2], sample[1::2]
    if len(odd) < 4:
        return None
    if odd.count(0) > len(odd) * 0.7 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.7 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return None


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(lines: _Lines) -> str:
    """The sign that separates the columns in the header: the most frequent outside quotes."""
    try:
        header = next((line for line in lines if line.strip()), "")
        while header.count('"') % 2 and len(header) < _CHUNK:
            header += next(lines)
    except StopIteration:
        pass  # a quote that is never closed
    except _LongRow as error:
        raise BadTable(TableProblem.LONG_CELL, 1) from error
    bare = re.sub(r'"[^"]*"', "", header)
    counts = {sign: bare.count(sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])
