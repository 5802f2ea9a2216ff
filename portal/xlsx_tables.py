"""The first visible sheet of an XLSX workbook, read row by row as text. Pure."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from . import archives
from .file_problems import BadFile, FileProblem
from .table_problems import MAX_CELL, MAX_COLUMNS, MAX_ROWS, BadTable, TableProblem

MAX_UNPACKED = 500 * 1024 * 1024
# All distinct texts of a workbook are in memory while it is read.
_MAX_SHARED_STRINGS = 64 * 1024 * 1024
_SHARED_STRINGS = "xl/sharedStrings.xml"
_CHUNK = 1_048_576
# A row that holds cells has an end tag of its own.
_ROW_END = re.compile(rb"</(?:\w{1,16}:)?row>")
_TAG_LENGTH = 24

_PROBLEMS = {
    FileProblem.TOO_BIG: TableProblem.TOO_BIG,
    FileProblem.PROTECTED: TableProblem.PROTECTED,
}


class XlsxTable:
    """The rows of a workbook's first visible sheet, with the numbers that the sheet shows."""

    kind = "xlsx"

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        try:
            self._archive = archives.open_archive(file, MAX_UNPACKED)
        except BadFile as bad:
            raise BadTable(_PROBLEMS.get(bad.code, TableProblem.BROKEN)) from bad
        self._refuse_others()
        try:
            # data_only: what formulas gave last, never the formulas.
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book if isinstance(sheet, ReadOnlyWorksheet)]
            self._sheet = next(sheet for sheet in sheets if sheet.sheet_state == "visible")
            # A sheet may announce any size; it is read to its end instead.
            self._sheet.reset_dimensions()
        except StopIteration as error:
            raise BadTable(TableProblem.EMPTY) from error
        except Exception as error:  # openpyxl fails in many ways on a damaged workbook
            raise BadTable(TableProblem.BROKEN) from error

    def _refuse_others(self) -> None:
        """Refuses macros, other kinds of zipped files, and texts that would fill the memory."""
        names = self._archive.namelist()
        types = "[Content_Types].xml"
        declared = archives.read_member(self._archive, types) if types in names else b""
        if b"macroEnabled" in declared or any("vbaproject" in name.lower() for name in names):
            raise BadTable(TableProblem.MACROS)
        if b"spreadsheetml.sheet.main+xml" not in declared:
            raise BadTable(TableProblem.WRONG_KIND)
        strings = [name for name in names if name.lower().endswith("sharedstrings.xml")]
        if any(self._archive.getinfo(name).file_size > _MAX_SHARED_STRINGS for name in strings):
            raise BadTable(TableProblem.TOO_BIG)

    def records(self, width: int = MAX_COLUMNS) -> Iterator[tuple[int, list[str]]]:
        """All rows that hold something, the header among them, up to `width` cells and one more."""
        rows = self._sheet.iter_rows(max_col=width + 1, values_only=True)
        number = 0
        while True:
            try:
                values = next(rows)
                number += 1
                cells = [_text(value) for value in values]
            except StopIteration:
                return
            except Exception as error:
                raise BadTable(TableProblem.BROKEN, number + 1) from error
            if number > MAX_ROWS:
                raise BadTable(TableProblem.TOO_MANY_ROWS, number)
            if any(map(str.strip, cells)):
                yield number, _checked(cells, number)

    def count_records(self) -> int:
        """How many rows have cells, the header among them: counted without reading them.

        Rows whose cells are only coloured count too.
        """
        count, tail = 0, b""
        with self._archive.open(self._sheet._worksheet_path) as source:
            while chunk := source.read(_CHUNK):
                text = tail + chunk
                ends = [found.end() for found in _ROW_END.finditer(text)]
                count += len(ends)
                tail = text[max(ends[-1] if ends else 0, len(text) - _TAG_LENGTH) :]
        return count


def _checked(cells: list[str], number: int) -> list[str]:
    if max(map(len, cells)) > MAX_CELL:
        raise BadTable(TableProblem.LONG_CELL, number)
    if len(cells) > MAX_COLUMNS and cells[MAX_COLUMNS].strip():
        raise BadTable(TableProblem.TOO_MANY_COLUMNS, number)
    return cells[:MAX_COLUMNS]


def _text(value: Any) -> str:
    """A cell as it would be typed: ISO dates, whole numbers without a decimal part."""
    if value is None:
        return ""
    if isinstance(value, bool):  # as a French spreadsheet shows them
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        # Fifteen digits are what a spreadsheet keeps; never an exponent.
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    # Spreadsheets write the carriage returns of a cell in this way.
    return str(value).replace("\0", "").replace("_x000D_", "")


def formulas(file: BinaryIO) -> list[str]:
    """The cells of the first visible sheet that hold a formula, as a spreadsheet names them.

    For a file that was read as an `XlsxTable` already, so that its size is known.
    """
    book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    sheets = [sheet for sheet in book if isinstance(sheet, ReadOnlyWorksheet)]
    sheet = next((one for one in sheets if one.sheet_state == "visible"), None)
    if sheet is None:
        return []
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MAX_COLUMNS)
    return [cell.coordinate for row in rows for cell in row if cell.data_type == "f"]
