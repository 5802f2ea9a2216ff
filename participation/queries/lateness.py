"""How many answers are late, whichever clock an activity has."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from ..mechanism import owes_answers
from ..models import Activity, Contribution
from .answering import own_clock_over


def late_counts(activities: Iterable[Activity], at: datetime) -> dict[int, int]:
    """For each, how many published contributions have no answer although it was due.

    By the counters where the call has one day for all; by one query for all those whose
    contributions have a clock of their own.
    """
    today = timezone.localdate(at)
    counts, own = {}, Q()
    for activity in activities:
        figures, counts[activity.pk] = activity.figures, 0
        if not owes_answers(activity):
            continue
        if activity.answer_days is not None:
            own |= Q(activity=activity.pk) & own_clock_over(activity.answer_days, today)
        elif activity.answer_by and today > activity.answer_by:
            counts[activity.pk] = figures.published_count - figures.answered_count
    if own:
        waiting = Contribution.objects.published().filter(own, answered_at__isnull=True)
        rows = waiting.order_by().values_list("activity").annotate(late=Count("pk"))
        counts |= dict(rows)
    return counts


def note_lateness(activities: Iterable[Activity], at: datetime) -> None:
    """Notes on each how many answers are late, for pages that show many; by one query at most."""
    listed = list(activities)
    late = late_counts(listed, at)
    for activity in listed:
        activity.late_count = late[activity.pk]


def late_count(activity: Activity, at: datetime) -> int:
    """The same for one activity: as noted, else counted now."""
    noted = activity.late_count
    return late_counts([activity], at)[activity.pk] if noted is None else noted
