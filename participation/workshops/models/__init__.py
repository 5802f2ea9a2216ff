"""What workshops store: the activity, its meetings, who registered, what was noted."""

from .meetings import Meeting, MeetingOutcome, MeetingQuerySet
from .registrations import Registration, RegistrationQuerySet
from .workshops import MeetingNote, Workshop

__all__ = [
    "Meeting",
    "MeetingNote",
    "MeetingOutcome",
    "MeetingQuerySet",
    "Registration",
    "RegistrationQuerySet",
    "Workshop",
]
