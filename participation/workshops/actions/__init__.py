"""The writers of workshops, by subject; nothing else writes."""

from .erasing import erase_needs, erase_of_person, erase_registrations
from .meetings import (
    add_meeting,
    add_meetings,
    cancel_meeting,
    change_meeting,
    key_attendance,
)
from .noting import note_contribution
from .registering import cancel_registration, confirm_seat, lapse_offers, register, remind

__all__ = [
    "add_meeting",
    "add_meetings",
    "cancel_meeting",
    "cancel_registration",
    "change_meeting",
    "confirm_seat",
    "erase_needs",
    "erase_of_person",
    "erase_registrations",
    "key_attendance",
    "lapse_offers",
    "note_contribution",
    "register",
    "remind",
]
