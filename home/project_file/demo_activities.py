"""What fictitious activities have alike: moments, commitments, verdicts, faults of a file."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Commitment
from participation.actions.promises import give_verdict
from participation.models import Activity, PromiseVerdict
from portal.accounts.models import User

from .shapes import Checks, Shape, Text


class PromiseExample(Shape):
    """Whether the promise was kept, and why."""

    outcome: Literal["kept", "partly", "broken"]
    reasons: Text


def judge_promise(
    activity: Activity, example: PromiseExample | None, *, by: User | None, at: datetime
) -> None:
    """The verdict on the promise of an activity that is over, given once."""
    if example is None or PromiseVerdict.objects.filter(activity=activity).exists():
        return
    give_verdict(activity=activity, outcome=example.outcome, reasons=example.reasons, by=by, at=at)


def moment(at: datetime, days: int, clock: str) -> datetime:
    """So many days after the day of `at` in the city, at this hour (“09:00”)."""
    day = timezone.localdate(at) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def numbered(numbers: Sequence[int]) -> list[int]:
    """The keys of the commitments that have these numbers; one query."""
    return list(Commitment.objects.filter(number__in=numbers).values_list("pk", flat=True))


def check_activities(
    name: str, activities: Sequence[Any], departments: Collection[str], checks: Checks
) -> None:
    """Notes the faults of any activity: names used twice or of nothing, an end before the start."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    for field in ("key", "slug"):
        checks.once((name,), activities, field, taken)
    for position, activity in enumerate(activities):
        if activity.closes_in_days <= activity.opens_in_days:
            path = (name, position, "closes_in_days")
            checks.refuse(path, _("the end comes before the beginning."))
        department = getattr(activity, "department", None)
        if department and department not in departments:
            message = _("there is no department whose key is “%(value)s”.")
            checks.refuse((name, position, "department"), message % {"value": department})
