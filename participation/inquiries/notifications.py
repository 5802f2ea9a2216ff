"""What a regulated consultation tells: receipts, and events for those who follow it."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.cms.french_dates import date_and_hour
from portal.notifications.mails import Delivery
from portal.subscriptions.actions import publish_event

from ..notifications.letters import Letter
from .models import Inquiry, Observation


def mail_receipt(observation: Observation) -> None:
    """Acknowledges an observation with its number and fingerprint; nothing without an address."""
    if not observation.email:
        return
    inquiry = observation.inquiry
    Letter(
        to=observation.email,
        subject=_("Your observation is in the register"),
        paragraphs=[
            _("Your observation about “%(title)s” was received on %(moment)s.")
            % {"title": inquiry.title, "moment": date_and_hour(observation.received_at)},
            _("Its number in the register: %(number)s. Your receipt number: %(receipt)s.")
            % {"number": observation.number, "receipt": observation.receipt_display},
            _("Its fingerprint: %(fingerprint)s. Keep it: it proves what was received.")
            % {"fingerprint": observation.fingerprint},
            _("It is public on this site, and nobody can change or remove it."),
        ],
        label=_("Read my observation"),
        path=observation.receipt_url,
        delivery=Delivery(headers={"Auto-Submitted": "auto-replied"}),
        why=_(
            "You receive this message because this address was given with an observation. "
            "It serves for nothing else."
        ),
    ).send()


def tell(kind: str, inquiry: Inquiry, summary: str, at: datetime, *, key: str = "") -> None:
    """Something is new on the page of a procedure, for those who follow it; `key` names it."""
    publish_event(
        kind=kind,
        subject=f"activity:{inquiry.pk}",
        topics=[f"activity:{inquiry.pk}"],
        summary=summary[:200],
        audience=inquiry.visibility,
        at=at,
        dedup=f"{kind}:{inquiry.pk}:{key}",
    )
