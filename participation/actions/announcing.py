"""What time brings: a call opens, a call ends soon, an address still waits to be confirmed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from ..enums import Moderation
from ..models import Activity, Contribution
from ..notifications import remind_to_confirm
from ..notifications.events import tell_of_closing_soon, tell_of_opening
from .journal import log

# What opened longer ago is no news.
_RECENT = timedelta(days=2)


@transaction.atomic
def announce_activities(*, at: datetime) -> None:
    """Tells those who follow that calls have opened or end soon; each once, however often it runs.

    Old calls, whose days are not known, are not announced.
    """
    known = Activity.objects.filter(live=True, period_label="")
    for activity in known.open(at).filter(opens_at__gt=at - _RECENT).order_by("pk"):
        tell_of_opening(activity, at)
    soon = at + timedelta(days=settings.CLOSING_REMINDER_DAYS)
    for activity in known.open(at).filter(closes_at__lte=soon).order_by("pk"):
        tell_of_closing_soon(activity, at)


def remind_unconfirmed(*, at: datetime, limit: int = 200) -> int:
    """Reminds the authors of what is about to be erased because nobody confirmed it; once each.

    Drafts that were never sent stay in the browser: the portal does not know them.
    """
    kept = settings.UNCONFIRMED_RETENTION_DAYS
    first = at - timedelta(days=kept)
    last = at - timedelta(days=kept - settings.UNCONFIRMED_REMINDER_DAYS)
    waiting = Contribution.objects.filter(
        moderation=Moderation.UNCONFIRMED, submitted_at__gt=first, submitted_at__lte=last
    )
    waiting = waiting.exclude(email="").select_related("activity").order_by("-submitted_at", "pk")
    sent = 0
    for contribution in waiting[:limit]:
        with transaction.atomic():
            sent += remind_to_confirm(contribution, at)
    if sent:
        log("contribution.reminded", count=sent)
    return sent
