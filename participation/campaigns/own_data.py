"""What campaigns keep about a person: an address to ask again; and what staff published."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import (
    Authored,
    DataSource,
    Person,
    Taken,
    register_source,
    staff_source,
)

from .actions.erasing import erase_reminders_of, reminders_of


def _reminders(person: Person) -> Iterable[Taken]:
    for one in reminders_of(person.emails).order_by("asked_on", "pk"):
        yield Taken.of(
            ("campaign", _("Campaign"), one.campaign.title),
            ("email", _("E-mail address"), one.email),
            ("asked_on", _("Left on"), one.asked_on),
            ("confirmed", _("Confirmed"), str(_("yes") if one.is_confirmed else _("no"))),
            ("sent", _("Question sent"), str(_("yes") if one.is_sent else _("no"))),
        )


def _erase(person: Person, at: datetime) -> int:
    return erase_reminders_of(emails=person.emails)


REMINDERS = DataSource(
    "campaign_reminders",
    _("Addresses left to be asked again by a campaign"),
    _reminders,
    _erase,
    fate=_("Erased: the question is not asked."),
)
WORK = staff_source(
    "campaign_work",
    _("Work as a member of staff: outcomes of campaigns"),
    (Authored("campaigns.Outcome", "published_by", "published_at"),),
)


def register() -> None:
    """Register the sources of the app."""
    register_source(REMINDERS)
    register_source(WORK)
