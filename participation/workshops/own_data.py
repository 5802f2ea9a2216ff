"""What workshops keep about a person: the seats asked for with an address."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.personal_data import DataSource, Person, Taken, register_source

from .actions.erasing import erase_of_person, of_person


def _registrations(person: Person) -> Iterable[Taken]:
    for one in of_person(person.emails).order_by("registered_at", "pk"):
        yield Taken.of(
            ("meeting", pgettext_lazy("workshop", "Meeting"), one.meeting.title),
            ("starts_at", _("When"), one.meeting.starts_at),
            ("registered_at", _("Registered on"), one.registered_at),
            ("state", _("State"), one.get_state_display()),
            ("seats", _("Seats"), str(one.seats)),
            ("number", _("Number"), one.receipt_display),
            ("name", _("Name or pseudonym"), one.name),
            ("email", _("E-mail address"), one.email),
            ("phone", _("Telephone"), one.phone),
            ("needs", _("Needs for access"), one.needs),
        )


def _erase(person: Person, at: datetime) -> int:
    return erase_of_person(emails=person.emails, at=at)


REGISTRATIONS = DataSource(
    "registrations",
    _("Registrations for meetings"),
    _registrations,
    _erase,
    fate=_("Erased; the seats of meetings to come go to those who wait."),
)


def register() -> None:
    """Register the source of the app."""
    register_source(REGISTRATIONS)
