"""Tables published as open data: their columns defined once, their files and Table Schema. Pure.

The descriptors follow Table Schema and Data Package as frictionlessdata.io specifies them.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .tables import safe_cell

_PIECE = 65_536
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}


@dataclass(frozen=True)
class Column:
    """A column: its name in the contract, what it says, of which type, and how it is read."""

    name: str
    title: str
    type: str
    value: Callable[[Any], Any]
    # string, integer, number, boolean, date; a date of a month or year is a string of this form.
    pattern: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    unique: bool = False

    def field(self) -> dict[str, Any]:
        """The column in a Table Schema."""
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.unique:
            constraints["unique"] = True
        if self.pattern:
            constraints["pattern"] = self.pattern
        if self.values:
            constraints["enum"] = list(self.values)
        described: dict[str, Any] = {
            "name": self.name,
            "title": str(self.title),
            "type": self.type,
        }
        return {**described, "constraints": constraints} if constraints else described


# A date no more precise than what was published: 2026, 2026-12, 2026-12-31.
PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


@dataclass(frozen=True)
class OpenTable:
    """A table of open data: a contract of columns, and the rows it reads when it is asked."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Any]]
    primary_key: tuple[str, ...] = field(default=())

    def schema(self) -> dict[str, Any]:
        """The Table Schema of the table."""
        described: dict[str, Any] = {
            "fields": [column.field() for column in self.columns],
            "missingValues": [""],
        }
        if self.primary_key:
            described["primaryKey"] = list(self.primary_key)
        return described

    def resource(self, path: str) -> dict[str, Any]:
        """The table as a resource of a Data Package."""
        return {
            "name": self.name,
            "title": str(self.title),
            "description": str(self.description),
            "path": path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": self.schema(),
        }

    def csv_pieces(self) -> Iterator[bytes]:
        """The table as CSV: UTF-8, commas, one line of names; no cell is run as a formula."""
        lines = _Lines()
        writer = csv.writer(lines)
        writer.writerow([column.name for column in self.columns])
        for row in self.rows():
            writer.writerow([_cell(column.value(row)) for column in self.columns])
            if lines.length > _PIECE:
                yield lines.taken()
        yield lines.taken()

    def json_pieces(self) -> Iterator[bytes]:
        """The table as one JSON document, written as it is read: schema, licence, data."""
        head = {
            "name": self.name,
            "title": str(self.title),
            "licence": LICENCE["name"],
            "schema": self.schema(),
        }
        text = [f'{json.dumps(head, ensure_ascii=False)[:-1]}, "data": [']
        between, length = "\n", 0
        for row in self.rows():
            said = {column.name: column.value(row) for column in self.columns}
            line = json.dumps(said, ensure_ascii=False, default=str)
            text.append(f"{between}{line}")
            between, length = ",\n", length + len(line)
            if length > _PIECE:
                yield "".join(text).encode(errors="replace")
                text, length = [], 0
        text.append("\n]}\n")
        yield "".join(text).encode(errors="replace")


def data_package(
    name: str, title: str, tables: Iterable[OpenTable], path: Callable[[OpenTable], str]
) -> dict[str, Any]:
    """Describe several tables as one Data Package, with its licence."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "licenses": [LICENCE],
        "resources": [table.resource(path(table)) for table in tables],
    }


class _Lines:
    """A file that gives back what was written since it was last asked."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.length = 0

    def write(self, line: str) -> None:
        self._lines.append(line)
        self.length += len(line)

    def taken(self) -> bytes:
        """What was written since."""
        text = "".join(self._lines)
        self._lines, self.length = [], 0
        return text.encode(errors="replace")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_cell(value) if isinstance(value, str) else value
