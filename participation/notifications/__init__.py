"""Mails to contributors, written with what they tell of; no personal data in subjects."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from portal.notifications.mails import AWAITED, USUAL, Delivery, send_mail
from portal.privacy.links import withdrawal_path
from portal.privacy.models import Consent

from .. import confirmations
from ..consent_rules import WISHES_CONSENT, scope_of
from ..models import Answer, Contribution
from .letters import while_readable


def _context(contribution: Contribution) -> dict[str, object]:
    base = settings.WAGTAILADMIN_BASE_URL
    return {
        "contribution": contribution,
        "activity": contribution.activity,
        "story_url": base + contribution.story_url,
        "base_url": base,
    }


def _send(
    template: str,
    subject: str,
    contribution: Contribution,
    *,
    delivery: Delivery = USUAL,
    **extra: object,
) -> bool:
    if not contribution.email:
        return False
    return send_mail(
        template=template,
        subject=subject,
        to=contribution.email,
        context={**_context(contribution), **extra},
        delivery=delivery,
    )


def mail_receipt(contribution: Contribution) -> None:
    """The receipt number, and what happens next."""
    consent = Consent.objects.active().filter(kind=WISHES_CONSENT, scope=scope_of(contribution.pk))
    pk = consent.values_list("pk", flat=True).first()
    stop_url = settings.WAGTAILADMIN_BASE_URL + withdrawal_path(pk) if pk else ""
    _send("receipt", contribution.say("registered"), contribution, stop_url=stop_url)


def mail_confirmation(contribution: Contribution) -> None:
    """The link to follow so that the contribution is read.

    Without a word of it: nobody has proved yet that the address belongs to who wrote.
    """
    subject = contribution.say("confirm")
    _send("confirmation", subject, contribution, delivery=AWAITED, **_link(contribution))


def remind_to_confirm(contribution: Contribution, at: datetime) -> bool:
    """The same link, once more, before everything is erased; False when it was sent already."""
    delivery = Delivery(dedup=f"unconfirmed:{contribution.pk}")
    erased_at = contribution.submitted_at + timedelta(days=settings.UNCONFIRMED_RETENTION_DAYS)
    context = {**_link(contribution), "days": max((erased_at - at).days, 1)}
    subject = contribution.say("confirm_again")
    return _send("confirmation", subject, contribution, delivery=delivery, **context)


def _link(contribution: Contribution) -> dict[str, object]:
    return {
        "confirm_url": settings.WAGTAILADMIN_BASE_URL + confirmation_url(contribution),
        "days": settings.UNCONFIRMED_RETENTION_DAYS,
    }


def confirmation_url(contribution: Contribution) -> str:
    """The address of the page where a contribution is confirmed."""
    key = confirmations.new_key(receipt=contribution.receipt, email=contribution.email)
    kwargs = {"receipt": contribution.receipt_display, "key": key}
    return reverse("participation:confirm", kwargs=kwargs)


def mail_decision(contribution: Contribution, *, was_public: bool = False) -> None:
    """Published, or refused with its reason, or withdrawn when it was public already."""
    if contribution.is_public:
        subject = contribution.say("published")
    elif was_public:
        subject = contribution.say("withdrawn")
    else:
        subject = contribution.say("refused")
    delivery = while_readable(contribution, contribution.author_id)
    _send("decision", subject, contribution, delivery=delivery, was_public=was_public)


def mail_answer(contribution: Contribution, answer: Answer) -> None:
    """The city answered."""
    subject = contribution.say("answered")
    delivery = while_readable(contribution, contribution.author_id)
    _send("answer", subject, contribution, delivery=delivery, answer=answer)
