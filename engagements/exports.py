"""Open data of the board, and what the room keeps about a person."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import DataSource, Person, Taken
from portal.icalendar import CalendarEvent

from .models import BodyMeeting, DepartmentMember
from .open_data import iso_date, open_tables

__all__ = ["MEMBERSHIPS", "board_lines", "iso_date"]


def board_lines(at: datetime, base: str) -> Iterator[bytes]:
    """Yield the board as CSV, header first: the table of commitments of the open data."""
    return open_tables(at, base)["engagements"].csv_pieces()


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
