"""The data card of an activity: the words of its mechanism, completed by officers. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.privacy.registry import Processing, said

if TYPE_CHECKING:
    from .models import Activity


def card_of(activity: "Activity", default: Processing, *, days: int) -> Processing:
    """The processing of this activity: an officer's words where there are some.

    `days` is the delay after which addresses go, once the call and its answers are over.
    """
    return replace(
        default,
        name=f"{default.name}/{activity.slug}",
        label=activity.title,
        purpose=activity.data_purpose or default.purpose,
        recipients=activity.data_recipients or default.recipients,
        retention=activity.data_retention or default.retention,
        particular=" ".join(filter(None, (said(default.particular), activity.data_more))),
        sensitive=default.sensitive or activity.data_sensitive,
        url=activity.data_url if activity.slug else "",
        # One being written may have no dates yet.
        erased_on=erased_on(activity, days=days) if activity.closes_at else None,
    )


def erased_on(activity: "Activity", *, days: int) -> date:
    """The day from which no address left with the activity is kept any more.

    The erasure runs once a day, after the last of its end and of the day of its answers.
    """
    last = timezone.localdate(activity.closes_at)
    if activity.answer_by:
        last = max(last, activity.answer_by)
    return last + timedelta(days=days + 1)
