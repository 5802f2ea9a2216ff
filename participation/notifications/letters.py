"""A mail made of sentences and one button, for what needs no drawing of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.accounts.enums import Audience
from portal.notifications.mails import USUAL, Delivery, send_mail

from ..models import Contribution


@dataclass(frozen=True)
class Letter:
    """To whom, what about, and the one thing to do; `path` is an address of the portal."""

    to: str
    subject: str
    paragraphs: Sequence[str]
    label: str
    path: str
    why: str
    delivery: Delivery = USUAL

    def send(self) -> None:
        """Writes it with what it tells of; nothing without an address."""
        if not self.to:
            return
        context = {
            "paragraphs": [paragraph for paragraph in self.paragraphs if paragraph],
            "label": self.label,
            "url": settings.WAGTAILADMIN_BASE_URL + self.path,
            "why": self.why,
        }
        send_mail(
            template="letter",
            subject=self.subject,
            to=self.to,
            context=context,
            delivery=self.delivery,
        )


def address_of(contribution: Contribution) -> str:
    """Where its author can be written to: the address given with it, else the account's."""
    if contribution.email:
        return contribution.email
    author = contribution.author
    return author.email if author is not None and author.is_active else ""


def while_readable(contribution: Contribution, reader_id: int | None) -> Delivery:
    """What a call for agents says leaves only to an account that may still read it by then.

    Who takes part by a code of agents has no account: the address was given with the code.
    """
    if contribution.activity.visibility != Audience.AGENTS or reader_id is None:
        return USUAL
    return Delivery(audience=Audience.AGENTS, reader_id=reader_id)


def why_author(contribution: Contribution) -> str:
    """Why the author receives a message."""
    if contribution.email:
        return contribution.say("why")
    return _(
        "You receive this message because you gave this while signed in to your account. "
        "Nobody else sees your address."
    )
