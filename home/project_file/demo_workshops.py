"""The fictitious workshops: their meetings around the day of the load, who registered, minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from engagements.models import Commitment, Department
from participation.actions.promises import move_example
from participation.workshops.actions import add_meeting, register
from participation.workshops.models import Meeting, MeetingOutcome, Workshop

from .demo_activities import moment, numbered
from .demo_workshop_set import MeetingExample, WorkshopExample
from .report import Outcome
from .wanted import Wanted
from .writer import Writer

_COPIED = (
    "title",
    "place",
    "address",
    "transport",
    "wheelchair",
    "hearing_loop",
    "sign_language",
    "childcare",
    "online_url",
    "capacity",
    "minutes",
)
# How long before a meeting its fictitious registrations were made.
_BEFORE = timedelta(days=3)


class WorkshopLoader:
    """Brings the fictitious workshops to the day of the demonstration."""

    def __init__(self, writer: Writer, *, at: datetime, departments: dict[str, Department]) -> None:
        self.writer = writer
        self.at = at
        self.today = timezone.localdate(at)
        self.departments = departments

    def load(self, workshop: WorkshopExample) -> None:
        """The workshop and its meetings; one that somebody deleted does not come back."""
        key = f"workshop/{workshop.key}"
        found = Workshop.objects.filter(import_key=key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        dates = self._dates(workshop)
        if found is not None:
            move_example(activity=found, dates=dates)
        wanted = Wanted(
            key=key,
            texts=_texts(workshop),
            defaults={**self._defaults(workshop, key), **({} if found else dates)},
            relations={} if found else {"commitments": numbered(workshop.commitments)},
        )
        kept = self.writer.snippet("workshop", wanted, found, Workshop(slug=workshop.slug))
        for meeting in workshop.meetings:
            self._load_meeting(kept, meeting, f"{key}/{meeting.key}")

    def _dates(self, workshop: WorkshopExample) -> dict[str, Any]:
        days = workshop.answer_by_in_days
        return {
            "opens_at": moment(self.at, workshop.opens_in_days, "00:00"),
            "closes_at": moment(self.at, workshop.closes_in_days, "23:59"),
            "answer_by": None if days is None else self.today + timedelta(days=days),
        }

    def _defaults(self, workshop: WorkshopExample, key: str) -> dict[str, Any]:
        return {
            "import_key": key,
            "is_example": True,
            "level": workshop.level,
            "department": self.departments.get(workshop.department or ""),
        }

    def _load_meeting(self, workshop: Workshop, example: MeetingExample, key: str) -> None:
        starts_at = moment(self.at, example.in_days, example.at)
        dates = {
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=example.minutes_long),
        }
        known = Meeting.objects.filter(workshop=workshop, import_key=key)
        if known.exists():
            known.update(**dates)
            self.writer.report.count("workshop_meeting", Outcome.UNCHANGED)
            return
        meeting = Meeting(
            workshop=workshop,
            agenda="\n".join(example.agenda),
            department=self.departments.get(example.department or ""),
            attendance=example.attendance,
            is_example=True,
            import_key=key,
            **dates,
            **{name: getattr(example, name) for name in _COPIED},
        )
        add_meeting(meeting=meeting, by=None)
        _add_outcomes(meeting, example)
        at = min(self.at, starts_at - _BEFORE)
        for _rank in range(example.registered):
            register(meeting=meeting, at=max(at, workshop.opens_at), is_example=True)
        self.writer.report.count("workshop_meeting", Outcome.CREATED)


def _texts(workshop: WorkshopExample) -> dict[str, Any]:
    return {
        "title": workshop.title,
        "introduction": workshop.introduction,
        "promise": "\n".join(workshop.promise),
        "who_decides": workshop.who_decides,
        "paper_information": workshop.paper_information,
    }


def _add_outcomes(meeting: Meeting, example: MeetingExample) -> None:
    commitments = {one.number: one for one in Commitment.objects.all()}
    MeetingOutcome.objects.bulk_create(
        MeetingOutcome(
            meeting=meeting,
            text=outcome.text,
            commitment=commitments.get(outcome.commitment or 0),
            sort_order=rank,
        )
        for rank, outcome in enumerate(example.outcomes)
    )
