"""Open data of the board, and what the room keeps about a person."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import DataSource, Person, Taken
from portal.cms.spreadsheets import safe_cell
from portal.icalendar import CalendarEvent

from .enums import DatePrecision
from .models import BodyMeeting, DepartmentMember
from .queries import Board, BoardRow

COLUMNS = (
    "number",
    "wording",
    "priority_number",
    "priority",
    "objective_number",
    "objective",
    "state",
    "state_label",
    "period",
    "lead_department",
    "due_on",
    "revised_due_on",
    "last_reported_on",
)
_ISO_LENGTHS = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}


class Echo:
    """A file that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def iso_date(day: date | None, precision: str = DatePrecision.DAY) -> str:
    """Return an ISO 8601 date no more precise than what was published: 2026-12, 2026."""
    if day is None:
        return ""
    return day.isoformat()[: _ISO_LENGTHS[DatePrecision(precision)]]


def board_lines(board: Board) -> Iterator[str]:
    """Yield the board as CSV lines, header first."""
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for row in _rows(board):
        yield writer.writerow([safe_cell(value) for value in _cells(row)])


def _rows(board: Board) -> Iterable[BoardRow]:
    return sorted(
        (row for priority in board.priorities for row in priority.rows),
        key=lambda row: row.commitment.number,
    )


def _cells(row: BoardRow) -> list[Any]:
    commitment = row.commitment
    objective = commitment.objective
    return [
        commitment.number,
        commitment.wording,
        objective.priority.number,
        objective.priority.title,
        objective.number,
        objective.label,
        row.state.value,
        row.state.label,
        commitment.period.label if commitment.period else "",
        commitment.lead_department.name if commitment.lead_department else "",
        iso_date(commitment.due_on, commitment.due_precision),
        iso_date(commitment.revised_due_on, commitment.revised_due_precision),
        iso_date(row.last_reported_on),
    ]


def meeting_events(meetings: Iterable[BodyMeeting], *, site: str) -> list[CalendarEvent]:
    """Return meetings as events of a diary; `site` is the address of the home page."""
    host = urlsplit(site).hostname or "localhost"
    return [
        CalendarEvent(
            uid=f"reunion-{meeting.pk}@{host}",
            title=meeting.title,
            starts_at=meeting.starts_at,
            place=meeting.place,
            text=meeting.agenda,
            url=site.rstrip("/") + meeting.get_absolute_url(),
            is_cancelled=meeting.is_cancelled,
        )
        for meeting in meetings
    ]


def _memberships(person: Person) -> Iterator[Taken]:
    held = DepartmentMember.objects.filter(user=person.user_id).select_related("department")
    for one in held if person.user_id else ():
        yield Taken(
            values={"department": one.department.name, "since": one.since},
            labels={"department": _("Department"), "since": _("Since")},
        )


def _forget_memberships(person: Person, at: datetime) -> int:
    if person.user_id is None:
        return 0
    return DepartmentMember.objects.filter(user=person.user_id).delete()[0]


# The author of a report is a department: who recorded it is forgotten with the account.
MEMBERSHIPS = DataSource(
    name="departments",
    label=_("Departments you act for"),
    export=_memberships,
    erase=_forget_memberships,
)
