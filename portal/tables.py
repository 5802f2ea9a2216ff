"""Tables that cities send and take away: CSV and XLSX, row by row, whatever their length. Pure."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any, BinaryIO

from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from . import archives
from .csv_tables import CsvTable
from .table_problems import BadTable, TableProblem
from .xlsx_tables import XlsxTable

__all__ = [
    "BadTable",
    "Table",
    "TableProblem",
    "open_table",
    "safe_cell",
    "write_csv",
    "write_xlsx",
]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_TEXT_NAMES = {"", ".csv", ".tsv", ".tab", ".txt"}
_BOM = "\ufeff"
# What one piece of a streamed file holds: neither a piece per row nor a whole file.
_PIECE = 65_536
_SHEET_CELL = 32_767


class Table:
    """A table opened for reading: its headers, then its rows as often as one likes."""

    def __init__(self, source: CsvTable | XlsxTable) -> None:
        self._source = source
        self.kind = source.kind
        first = next(source.records(), None)
        if first is None:
            raise BadTable(TableProblem.EMPTY)
        self._header_line, cells = first
        while not cells[-1].strip():
            cells.pop()
        self.headers = [" ".join(cell.split()) for cell in cells]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that holds something: its number in a spreadsheet, and its cells as text.

        Always as many cells as headers. More of them means that the row holds something beyond
        the last header, often an unquoted delimiter: nothing is dropped silently.
        """
        width = len(self.headers)
        for line, cells in self._source.records(width):
            if line > self._header_line:
                while len(cells) > width and not cells[-1].strip():
                    cells.pop()
                yield line, cells + [""] * (width - len(cells))

    def count_rows(self) -> int:
        """How many rows there are, to tell progress; may count a few blank ones in a workbook."""
        return max(self._source.count_records() - 1, 0)


def open_table(file: BinaryIO, name: str) -> Table:
    """The table in a CSV or XLSX file, known by its content; raises BadTable.

    The name only helps to refuse a text that is no table: JSON, HTML, SQL. The file must stay
    open while rows are read, and belongs to the caller.
    """
    file.seek(0)
    start = file.read(8)
    if start.startswith(archives.ZIP_MAGIC):
        return Table(XlsxTable(file))
    if start.startswith(archives.OLE_MAGIC):
        encrypted = archives.is_encrypted_office(file)
        raise BadTable(TableProblem.PROTECTED if encrypted else TableProblem.OLD_FORMAT)
    if PurePath(name).suffix.lower() not in _TEXT_NAMES:
        raise BadTable(TableProblem.WRONG_KIND)
    return Table(CsvTable(file))


def safe_cell(value: Any) -> Any:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula."""
    # Some programs drop NUL when they read: it must not hide what follows.
    if isinstance(value, str) and value.lstrip("\0").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


class _Line:
    """Where csv writes: the last line written, taken away at once."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def write_csv(
    headers: Iterable[Any], rows: Iterable[Iterable[Any]], delimiter: str = ";"
) -> Iterator[bytes]:
    """The table as CSV in pieces, as French spreadsheets open it; no cell is a formula.

    Headers are always quoted, so that whoever reads the file cannot mistake its delimiter.
    """
    line = _Line()
    csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow(map(_csv_cell, headers))
    pieces, length = [_BOM, line.text], len(line.text)
    writer = csv.writer(line, delimiter=delimiter)
    for row in rows:
        writer.writerow(map(_csv_cell, row))
        pieces.append(line.text)
        length += len(line.text)
        if length >= _PIECE:
            yield "".join(pieces).encode(errors="replace")
            pieces, length = [], 0
    yield "".join(pieces).encode(errors="replace")


def _csv_cell(value: Any) -> Any:
    return safe_cell(str(value) if isinstance(value, Promise) else value)


def write_xlsx(headers: Iterable[Any], rows: Iterable[Iterable[Any]], file: BinaryIO) -> None:
    """Writes the table as a workbook of one sheet, row by row; no cell is a formula.

    Numbers and dates stay what they are; a text is cut at 32,767 characters, as sheets do.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([_sheet_cell(header) for header in headers])
    for row in rows:
        sheet.append([_sheet_cell(value) for value in row])
    book.save(file)


def _sheet_cell(value: Any) -> Any:
    """A value that a sheet can hold: its own types, or a text without forbidden characters."""
    plain = isinstance(value, bool | int | float | Decimal | date | time | timedelta)
    # Sheets know no time zones.
    zoned = isinstance(value, datetime | time) and value.tzinfo is not None
    if value is None or (plain and not zoned):
        return value
    text = value.isoformat() if zoned else str(value)
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", text))[:_SHEET_CELL]
