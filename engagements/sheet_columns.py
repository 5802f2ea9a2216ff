"""The columns of the spreadsheet of reports, and what their cells say. Pure: no query."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import CommitmentStatus, DatePrecision

NUMBER, WORDING, STATUS, REASON, TEXT = "number", "wording", "status", "status_reason", "text"
NEXT, DAY, DUE, FIGURES = "next_step", "reported_on", "due_on", "figures"
ADDRESS, TITLE, FUNCTION, VERSION = "evidence_url", "evidence_label", "author_function", "version"
LABELS: dict[str, Any] = {
    NUMBER: gettext_lazy("No."),
    WORDING: gettext_lazy("Wording (not read back)"),
    STATUS: gettext_lazy("Status"),
    REASON: gettext_lazy("Reason of the status"),
    TEXT: gettext_lazy("What was done"),
    NEXT: gettext_lazy("Next step"),
    DAY: gettext_lazy("Date of the news"),
    DUE: gettext_lazy("New due date"),
    FIGURES: gettext_lazy("Figures"),
    ADDRESS: gettext_lazy("Address of the evidence"),
    TITLE: gettext_lazy("Title of the evidence"),
    FUNCTION: gettext_lazy("In the name of"),
    VERSION: gettext_lazy("Version (do not change)"),
}
COLUMNS = tuple(LABELS)
# What a department fills in; the other columns say which commitment it is.
FILLED = (STATUS, REASON, TEXT, NEXT, DAY, DUE, FIGURES, ADDRESS, TITLE, FUNCTION)
LONGEST = {TEXT: 5_000, REASON: 2_000, NEXT: 300, ADDRESS: 500, TITLE: 200, FUNCTION: 150}
_FORMULA_STARTS = "=+-@|%＝＋－＠\t\r\n"
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(?:(\d{1,2})[/.](\d{4})|(\d{4})-(\d{1,2}))")


class BadCell(ValueError):
    """A cell does not say what its column holds; its text tells the sender what to write."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line, and in which column."""

    column: str
    message: str


def headings() -> list[str]:
    """Return the first line of the spreadsheet."""
    return [str(LABELS[name]) for name in COLUMNS]


def places(found: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    """Return where each column stands in a file, and the headings that are missing."""
    known = {_folded(heading): place for place, heading in reversed(list(enumerate(found)))}
    at = {name: known[_folded(LABELS[name])] for name in COLUMNS if _folded(LABELS[name]) in known}
    missing = [str(LABELS[name]) for name in COLUMNS if name not in at and name != WORDING]
    return at, missing


def _folded(heading: Any) -> str:
    return " ".join(str(heading).replace("’", "'").casefold().split())


def plain(cell: str) -> str:
    """Return what a cell says, without the apostrophe that keeps a text from being a formula."""
    text = cell.replace("\r\n", "\n").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _FORMULA_STARTS:
        text = text[1:]
    elif text.startswith("="):
        raise BadCell(_("A formula stands here: write what it gives instead."))
    return text


def status_of(cell: str) -> str:
    """Return the status that a cell names, by its word."""
    words = {_folded(status.label): status for status in CommitmentStatus}
    if _folded(cell) in words:
        return words[_folded(cell)].value
    choices = ", ".join(str(status.label) for status in CommitmentStatus)
    raise BadCell(_("Write one of: %(choices)s.") % {"choices": choices})


def number_of(cell: str) -> int:
    """Return the number of a commitment."""
    if cell.isdecimal() and 0 < len(cell) <= 5:
        return int(cell)
    raise BadCell(_("Write the number of the commitment."))


def day_in(cell: str) -> date | None:
    """Return the day a cell names: 12/06/2026 or 2026-06-12; nothing when it is empty."""
    if not cell:
        return None
    if found := _DAY_FIRST.fullmatch(cell):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(cell):
        year, month, day = map(int, found.groups())
    else:
        raise BadCell(_("Write a day: 12/06/2026."))
    return _date(year, month, day)


def due_in(cell: str) -> tuple[date | None, str]:
    """Return a due date and how exactly it is said: 12/06/2026, 06/2026 or 2026."""
    if not cell:
        return None, DatePrecision.MONTH
    if cell.isdecimal() and len(cell) == 4:
        return _date(int(cell), 1, 1), DatePrecision.YEAR
    if found := _MONTH.fullmatch(cell):
        month, year, other_year, other_month = found.groups()
        return _date(int(year or other_year), int(month or other_month), 1), DatePrecision.MONTH
    try:
        return day_in(cell), DatePrecision.DAY
    except BadCell as error:
        raise BadCell(_("Write a date: 12/06/2026, 06/2026 or 2026.")) from error


def due_cell(day: date | None, precision: str) -> str:
    """Return a due date as a cell says it."""
    if day is None:
        return ""
    if precision == DatePrecision.YEAR:
        return str(day.year)
    return f"{day:%m/%Y}" if precision == DatePrecision.MONTH else f"{day:%d/%m/%Y}"


def day_cell(day: date | None) -> str:
    """Return a day as a cell says it."""
    return f"{day:%d/%m/%Y}" if day else ""


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell(_("This day does not exist in the calendar.")) from error


def figures_in(cell: str, indicators: Mapping[str, int]) -> dict[str, str]:
    """Return the figures of a cell, by key of their indicator: one “name = figure” a line.

    A name without a figure gives none.
    """
    known = {_folded(label): key for label, key in indicators.items()}
    found: dict[str, str] = {}
    for line in filter(None, (part.strip() for part in cell.replace(";", "\n").split("\n"))):
        label, equals, figure = line.rpartition("=")
        if not equals or _folded(label) not in known:
            named = ", ".join(indicators) or _("none")
            message = _("Write “name = figure” with a name of: %(names)s.")
            raise BadCell(message % {"names": named})
        if figure.strip():
            found[str(known[_folded(label)])] = str(_decimal(figure))
    return found


def _decimal(figure: str) -> Decimal:
    bare = re.sub(r"[\s\u00a0\u202f]", "", figure).replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise BadCell(_("“%(figure)s” is not a figure.") % {"figure": figure.strip()}) from error
    exponent = value.as_tuple().exponent
    if not value.is_finite() or abs(value) >= Decimal(10) ** 11 or not isinstance(exponent, int):
        raise BadCell(_("“%(figure)s” is not a figure.") % {"figure": figure.strip()})
    if exponent < -3:
        raise BadCell(_("Keep three decimals at most."))
    return value


def figures_cell(indicators: Mapping[str, int], measures: Mapping[str, str]) -> str:
    """Return the figures of a report as a cell says them: every indicator, with its figure."""
    lines = []
    for label, key in indicators.items():
        figure = measures.get(str(key), "").replace(".", ",")
        lines.append(f"{label} = {figure}".rstrip())
    return "\n".join(lines)
