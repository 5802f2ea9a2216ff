"""Mails of a vote: the basket that waits. Never a choice, never a project."""

from django.conf import settings
from django.utils.translation import gettext as _

from portal.notifications.mails import send_mail

from .models import ParticipatoryBudget


def mail_draft_reminder(*, budget: ParticipatoryBudget, to: str) -> None:
    """That a basket waits and does not count yet."""
    base = settings.WAGTAILADMIN_BASE_URL
    context = {"budget": budget, "vote_url": base + budget.contribute_url, "base_url": base}
    subject = _("You have not voted yet")
    send_mail(template="vote_draft", subject=subject, to=to, context=context)
