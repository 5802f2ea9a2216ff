"""The meetings of a workshop as open data: figures and minutes, nobody's registration.

The columns are a contract (docs/open-data.md): they are added to, never renamed or moved.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from .models import Meeting, MeetingOutcome, Workshop

COLUMNS = (
    "number",
    "title",
    "starts_at",
    "ends_at",
    "place",
    "address",
    "department",
    "online",
    "wheelchair",
    "hearing_loop",
    "sign_language",
    "childcare",
    "capacity",
    "seats_taken",
    "cancelled",
    "attendance",
    "minutes",
    "outcomes",
    "url",
)


def records(workshop: Workshop, base: str) -> Iterator[dict[str, Any]]:
    """One line a published meeting, by number; two queries."""
    public = Meeting.objects.filter(workshop=workshop, is_public=True)
    said: dict[int, list[str]] = {}
    outcomes = MeetingOutcome.objects.filter(meeting__in=public).order_by("sort_order", "pk")
    for meeting_id, text in outcomes.values_list("meeting_id", "text"):
        said.setdefault(meeting_id, []).append(text)
    for meeting in public.select_related("department").order_by("number"):
        meeting.workshop = workshop
        yield _record(meeting, said.get(meeting.pk, []), base)


def _record(meeting: Meeting, outcomes: list[str], base: str) -> dict[str, Any]:
    return {
        "number": meeting.number,
        "title": meeting.title,
        "starts_at": timezone.localtime(meeting.starts_at).isoformat(),
        "ends_at": timezone.localtime(meeting.ends_at).isoformat(),
        "place": meeting.place or None,
        "address": meeting.address or None,
        "department": meeting.department.name if meeting.department else None,
        "online": bool(meeting.online_url),
        "wheelchair": meeting.wheelchair or None,
        "hearing_loop": meeting.hearing_loop or None,
        "sign_language": meeting.sign_language or None,
        "childcare": meeting.childcare or None,
        "capacity": meeting.capacity,
        "seats_taken": meeting.seats_taken if meeting.takes_registrations else None,
        "cancelled": meeting.is_cancelled,
        "attendance": meeting.attendance,
        "minutes": meeting.minutes or None,
        "outcomes": outcomes,
        "url": base + meeting.url,
    }
