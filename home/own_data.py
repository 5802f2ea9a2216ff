"""What the room keeps about people: the messages they wrote to the team, and who handled them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from portal.accounts.personal_data import (
    Authored,
    DataSource,
    Kept,
    Person,
    Taken,
    register_source,
    staff_source,
)

from .actions import erase_messages_of
from .queries.messages import messages_of


def _messages(person: Person) -> Iterable[Taken]:
    for each in messages_of(person).order_by("pk").iterator():
        yield Taken.of(
            ("sent_at", _("Sent on"), each.sent_at),
            ("wish", _("Wish"), str(each.get_wish_display())),
            ("message", _("Message"), each.message),
            ("name", _("Name"), each.name),
            ("department", _("Department"), each.department_name),
            ("email", _("E-mail address"), each.email),
            ("status", _("Status"), str(each.get_status_display())),
            ("handled_at", _("Handled on"), each.handled_at),
        )


def _figures(person: Person) -> Iterable[Kept]:
    count = messages_of(person).count()
    yield Kept(npgettext("own data", "message to the team", "messages to the team", count), count)


MESSAGES = DataSource(
    "contact_messages",
    _("Messages to the team"),
    _messages,
    erase_messages_of,
    fate=_("Erased, those nobody has answered yet included."),
    summary=_figures,
)
HANDLED = staff_source(
    "contact_messages_handled",
    _("Messages to the team that you handled"),
    (Authored("home.ContactMessage", "handled_by", "handled_at"),),
)


def register() -> None:
    """Register the sources of the room."""
    register_source(MESSAGES)
    register_source(HANDLED)
