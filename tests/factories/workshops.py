"""Workshops and their meetings; registrations are made by the actions, their only writers."""

from datetime import timedelta
from typing import Any

import factory

from participation.actions import publish_contribution, verify_entry
from participation.enums import Level
from participation.workshops.actions import add_meeting, note_contribution, register
from participation.workshops.models import Meeting, MeetingNote, Registration, Workshop
from portal.accounts.enums import Audience
from tests.factories.accounts import StaffFactory
from tests.support import clock


class WorkshopFactory(factory.django.DjangoModelFactory[Workshop]):
    """A published workshop for everyone, open since ten days and for sixty (around `clock.NOW`)."""

    class Meta:
        model = Workshop

    title = factory.Sequence(lambda n: f"Atelier {n}")
    slug = factory.Sequence(lambda n: f"atelier-{n}")
    introduction = "Venez en parler avec les services."
    promise = "Chaque réunion a un compte rendu public.\nChaque question reçoit une réponse."
    level = Level.CONCERTATION
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    opens_at = factory.LazyFunction(lambda: clock.days(-10))
    closes_at = factory.LazyFunction(lambda: clock.days(60))
    answer_by = factory.LazyAttribute(lambda workshop: clock.days(120).date())
    live = True


class AgentWorkshopFactory(WorkshopFactory):
    """A workshop that only agents may read and come to."""

    audience = Audience.AGENTS
    visibility = Audience.AGENTS


def meeting_of(workshop: Workshop | None = None, **fields: Any) -> Meeting:
    """A meeting in a week, with ten seats, unless told otherwise."""
    starts_at = fields.pop("starts_at", clock.days(7))
    given = {
        "title": "Réunion du mardi",
        "place": "Maison de quartier",
        "capacity": 10,
        "ends_at": starts_at + timedelta(hours=2),
        **fields,
    }
    of = workshop or WorkshopFactory.create()
    return add_meeting(meeting=Meeting(workshop=of, starts_at=starts_at, **given), by=None)


def registered(meeting: Meeting, **fields: Any) -> Registration:
    """Somebody who registered now."""
    at = fields.pop("at", clock.NOW)
    return register(meeting=meeting, at=at, **fields)


def pending_note(meeting: Meeting, **fields: Any) -> MeetingNote:
    """Something said in a meeting that was held, verified, waiting to be read."""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=clock.days(-1))
    meeting.refresh_from_db()
    given = {"title": "Rallonger les horaires", "text": "", "at": clock.NOW, **fields}
    entry = note_contribution(meeting=meeting, keyed_by=StaffFactory.create(), **given)
    verify_entry(entry=entry, verified_by=StaffFactory.create(), at=clock.NOW)
    return MeetingNote.objects.get(pk=entry.contribution_id)


def meeting_note(meeting: Meeting, **fields: Any) -> MeetingNote:
    """The same, published."""
    note = pending_note(meeting, **fields)
    publish_contribution(contribution=note, moderator=None, at=clock.NOW)
    note.refresh_from_db()
    return note
