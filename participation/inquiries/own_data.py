"""What registers keep about a person: the observations sent with an address."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.personal_data import DataSource, Person, Taken, register_source

from .actions import forget_writer
from .actions.forgetting import of_person


def _observations(person: Person) -> Iterable[Taken]:
    for one in of_person(person.emails).prefetch_related("files").order_by("received_at", "pk"):
        yield Taken.of(
            ("procedure", pgettext_lazy("inquiry", "Procedure"), one.inquiry.title),
            ("number", _("Number in the register"), str(one.number)),
            ("receipt", _("Receipt"), one.receipt_display),
            ("received_at", _("Received on"), one.received_at),
            ("channel", _("Received"), str(one.get_channel_display())),
            ("text", _("Observation"), one.text),
            ("name", _("Name"), one.name or ""),
            ("email", _("E-mail address"), one.email or ""),
            ("files", _("Files"), ", ".join(file.file_name for file in one.files.all())),
        )


def _erase(person: Person, at: datetime) -> int:
    return forget_writer(emails=person.emails, at=at)


OBSERVATIONS = DataSource(
    "observations",
    _("Observations in registers of regulated consultations"),
    _observations,
    _erase,
    fate=_(
        "The name and the address are erased. The text stays in the register, without a name: the "
        "law asks that it is kept as it was received."
    ),
)


def register() -> None:
    """Register the source of the app."""
    register_source(OBSERVATIONS)
