"""Mails of a vote: code, receipt, basket that waits. Never a choice, never a project."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications.mails import AWAITED, send_mail

from .models import ParticipatoryBudget

MAILS = {
    "vote_code": gettext_lazy("Code to vote"),
    "vote_receipt": gettext_lazy("Receipt of a vote"),
    "vote_draft": gettext_lazy("Basket not cast yet"),
}


def mail_code(*, budget: ParticipatoryBudget, to: str, code: str) -> None:
    """The code by which somebody proves to read an address; tried at once."""
    context = {**_about(budget), "code": code, "minutes": settings.VOTE_CODE_SECONDS // 60}
    subject = _("Your code to vote")
    send_mail(template="vote_code", subject=subject, to=to, context=context, delivery=AWAITED)


def mail_receipt(*, budget: ParticipatoryBudget, to: str, receipt: str) -> None:
    """The number that shows, after the count, that a ballot is in the box."""
    context = {**_about(budget), "receipt": receipt}
    send_mail(template="vote_receipt", subject=_("You have voted"), to=to, context=context)


def mail_draft_reminder(*, budget: ParticipatoryBudget, to: str) -> None:
    """That a basket waits and does not count yet; called once for each draft."""
    subject = _("You have not voted yet")
    send_mail(template="vote_draft", subject=subject, to=to, context=_about(budget))


def _about(budget: ParticipatoryBudget) -> dict[str, object]:
    base = settings.WAGTAILADMIN_BASE_URL
    return {"budget": budget, "vote_url": base + budget.contribute_url, "base_url": base}
