"""Pabulib files (`.pb`): read strictly, ballots grouped while reading.

The format: Faliszewski et al., “Participatory Budgeting: Data, Tools and Analysis” (IJCAI 2023),
pabulib.org/format. Lines are counted as the text editor of the reader counts them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .amounts import read_number, read_whole
from .election import KINDS, Election, Limits, Project
from .faults import Fault
from .votes import BallotReader

if TYPE_CHECKING:
    from .amounts import Number
    from .votes import Raw

    _Numbered = Iterator[tuple[int, list[str]]]

META, PROJECTS, VOTES = "meta", "projects", "votes"
_SECTIONS = (META, PROJECTS, VOTES)
_LENGTHS = ("min_length", "max_length")
_SUMS = (
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
)


@dataclass
class Reading:
    """An election as a file tells it, with what was strange in the file but could be counted."""

    election: Election
    notes: list[Fault]


@dataclass
class _Parts:
    """What has been read of a file so far."""

    meta: dict[str, str] = field(default_factory=dict)
    meta_lines: dict[str, int] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    groups: dict[Raw, int] = field(default_factory=dict)
    lines: dict[Raw, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    notes: list[Fault] = field(default_factory=list)


class _Rows:
    """The cells of each line. A quoted cell may hold semicolons and line breaks."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.number = 0
        self._lines = iter(lines)

    def _counted(self) -> Iterator[str]:
        for line in self._lines:
            self.number += 1
            yield line

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        counted = self._counted()
        for line in counted:
            number = self.number
            if '"' not in line:
                yield number, line.rstrip("\n").split(";")
                continue
            try:
                row = next(csv.reader(_after(line, counted), delimiter=";", strict=True))
            except csv.Error:
                if self.number > number:
                    # A quote that no line closes would swallow the rest of the file.
                    raise Fault("quotes", number) from None
                row = self._forgiven(line, number)
            yield number, row

    @staticmethod
    def _forgiven(line: str, number: int) -> list[str]:
        """A line with text after a closing quote, as every reader of these files takes it."""
        try:
            return next(csv.reader([line], delimiter=";"))
        except csv.Error:
            raise Fault("quotes", number) from None


def _after(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    # Not `yield from`: the lines go on when this reader of a few of them is thrown away.
    for line in others:  # noqa: UP028
        yield line


def read_pb(path: Path, strict: bool = False) -> Reading:
    """The election of a file.

    Args:
        path: the file, in UTF-8, with or without a mark of byte order, with any line ends.
        strict: refuse what can be counted all the same but should not be there: a project named
            twice on a ballot, a knapsack over its limit, other numbers than announced.

    Raises:
        Fault: when the file cannot be read, with the line where it fails.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return read_lines(lines, strict)
    except UnicodeDecodeError:
        raise Fault("encoding", _line_of_bad_byte(path)) from None
    except OSError:
        raise Fault("unreadable", name=path.name) from None


def read_text(text: str, strict: bool = False) -> Reading:
    """The election of a text: see `read_pb`."""
    return read_lines(io.StringIO(text.removeprefix("\ufeff"), newline=None), strict)


def _line_of_bad_byte(path: Path) -> int | None:
    content = path.read_bytes()
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return content.count(b"\n", 0, fault.start) + 1
    return None


def read_lines(lines: Iterable[str], strict: bool = False) -> Reading:
    """The election of lines that end with a line feed: see `read_pb`."""
    parts = _Parts()
    rows = iter(_Rows(lines))
    following = _first_section(rows)
    while following:
        section, number = following
        if section in parts.seen:
            raise Fault("double-section", number, section=section.upper())
        parts.seen.add(section)
        header = _header(_next_line(rows), section, number)
        following = _SECTION_READERS[section](parts, rows, header)
    return _assembled(parts, strict)


def _section_of(row: list[str]) -> str | None:
    """The section that a line opens, spreadsheets' empty cells after it forgiven."""
    name = row[0].strip().lower() if row else ""
    return name if name in _SECTIONS and not any(row[1:]) else None


def _first_section(rows: _Numbered) -> tuple[str, int] | None:
    for number, row in rows:
        if name := _section_of(row):
            return name, number
        if any(cell.strip() for cell in row):
            raise Fault("before-sections", number)
    raise Fault("empty")


def _next_line(rows: _Numbered) -> tuple[int, list[str]] | None:
    """The next line that holds something."""
    return next((line for line in rows if any(cell.strip() for cell in line[1])), None)


def _header(line: tuple[int, list[str]] | None, section: str, number: int) -> list[str]:
    """The names of the columns; what is after the last name is no column."""
    if line is None or _section_of(line[1]):
        raise Fault("missing-header", number, section=section.upper())
    names = [name.strip().lower() for name in line[1]]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if names.count(name) > 1:
            raise Fault("double-column", line[0], section=section.upper(), column=name)
    asked = {META: (), PROJECTS: ("project_id", "cost"), VOTES: ("vote",)}[section]
    for name in asked:
        if name not in names:
            raise Fault("missing-column", line[0], section=section.upper(), column=name)
    return names


def _read_meta(parts: _Parts, rows: _Numbered, header: list[str]) -> tuple[str, int] | None:
    for number, row in rows:
        if name := _section_of(row):
            return name, number
        key = row[0].strip()
        if not key:
            continue
        if key in parts.meta:
            parts.notes.append(Fault("double-key", number, key=key))
        parts.meta[key] = row[1].strip() if len(row) > 1 else ""
        parts.meta_lines[key] = number
    return None


def _read_projects(parts: _Parts, rows: _Numbered, header: list[str]) -> tuple[str, int] | None:
    for number, row in rows:
        if name := _section_of(row):
            return name, number
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(header) :]):
            raise Fault("quotes", number)
        cells = {name: cell.strip() for name, cell in zip(header, row)}  # noqa: B905
        project = cells.get("project_id", "")
        if not project:
            raise Fault("no-project-id", number)
        if project in parts.projects:
            raise Fault("double-project", number, project=project)
        if "cost" not in cells:
            raise Fault("short-line", number, column="cost")
        cost = _amount(cells["cost"], "cost", number)
        district = cells.get("district") or cells.get("subdistrict") or ""
        district = "" if district.lower() == "none" else district
        category = cells.get("category") or cells.get("categories") or ""
        parts.projects[project] = Project(project, cost, cells.get("name", ""), district, category)
    return None


def _read_votes(parts: _Parts, rows: _Numbered, header: list[str]) -> tuple[str, int] | None:
    width, vote = len(header), header.index("vote")
    points = header.index("points") if "points" in header else None
    groups, lines = parts.groups, parts.lines
    for number, row in rows:
        if len(row) != width or not row[vote]:
            # Unusual: another section, a blank line or ballot, too many cells or too few.
            if name := _section_of(row):
                return name, number
            if not any(cell.strip() for cell in row):
                continue
            if any(cell.strip() for cell in row[width:]):
                raise Fault("quotes", number)
            if len(row) <= vote:
                raise Fault("short-line", number, column="vote")
        given = row[points] if points is not None and len(row) > points else ""
        raw = row[vote], given
        if raw in groups:
            groups[raw] += 1
        else:
            groups[raw] = 1
            lines[raw] = number
    return None


_SECTION_READERS = {META: _read_meta, PROJECTS: _read_projects, VOTES: _read_votes}


def _amount(text: str, key: str, line: int | None) -> Number:
    try:
        value = read_number(text)
    except ValueError:
        raise Fault("bad-number", line, text=text, key=key) from None
    if value < 0:
        raise Fault("negative", line, text=text, key=key)
    return value


def _assembled(parts: _Parts, strict: bool) -> Reading:
    for section in _SECTIONS:
        if section not in parts.seen:
            raise Fault("missing-section", section=section.upper())
    for key in ("budget", "vote_type"):
        if not parts.meta.get(key):
            raise Fault("missing-key", parts.meta_lines.get(key), key=key)
    kind = parts.meta["vote_type"].lower()
    if kind not in KINDS:
        raise Fault("vote-type", parts.meta_lines["vote_type"], text=parts.meta["vote_type"])
    budget = _amount(parts.meta["budget"], "budget", parts.meta_lines["budget"])
    limits = _limits(parts)
    reader = BallotReader(kind, limits, parts.projects)
    ballots = reader.grouped(parts.groups, parts.lines)
    notes = [*parts.notes, *reader.notes, *_announced(parts)]
    if strict and notes:
        raise notes[0]
    election = Election(budget, tuple(parts.projects.values()), kind, ballots, limits, parts.meta)
    return Reading(election, notes)


def _limits(parts: _Parts) -> Limits:
    found: dict[str, Any] = {}
    for key in (*_LENGTHS, *_SUMS):
        text = parts.meta.get(key, "")
        if not text or text.lower() == "none":
            continue
        try:
            found[key] = read_whole(text) if key in _LENGTHS else read_number(text)
        except ValueError:
            raise Fault("bad-number", parts.meta_lines[key], text=text, key=key) from None
    return Limits(**found)


def _announced(parts: _Parts) -> Iterator[Fault]:
    """What the file says of its own size, when it is not so."""
    found = {"votes": sum(parts.groups.values()), "projects": len(parts.projects)}
    for what, many in found.items():
        text = parts.meta.get(f"num_{what}", "")
        line = parts.meta_lines.get(f"num_{what}")
        try:
            if text and read_whole(text) != many:
                yield Fault(f"{what}-announced", line, limit=text, found=many)
        except ValueError:
            yield Fault("bad-number", line, text=text, key=f"num_{what}")
