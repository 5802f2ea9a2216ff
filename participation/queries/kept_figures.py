"""Figures kept for readers: those of very large activities are renewed by a regular job.

Counting a million contributions takes seconds. Below LARGE everything is counted as it is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.accounts.rules import readable_audiences
from portal.kept import kept, renewed

from ..models import Activity
from .answer_clock import Clock, answer_clock
from .dashboard import Chart, Figure, charts, figures
from .register import HalfYear, register
from .results import Results, results_of

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

# From so many contributions on, counting takes long enough to be done once for many readers.
LARGE = 20_000
# The job comes every five minutes; only when it does not, a reader counts.
_LARGE_SECONDS = 900
_CLOCK_SECONDS = 60


@dataclass(frozen=True)
class Desk:
    """The dashboard of an activity, as it was counted together."""

    figures: list[Figure]
    charts: list[Chart]


def kept_results(activity: Activity, at: datetime) -> Results:
    """The public figures of an activity."""
    count = partial(results_of, activity, at)
    return _kept(_results_key(activity), count, at) if _is_large(activity) else count()


def kept_desk(activity: Activity, at: datetime) -> Desk:
    """The figures of an activity at the officers' desk."""
    count = partial(_desk, activity, at)
    return _kept(_desk_key(activity), count, at) if _is_large(activity) else count()


def kept_clock(at: datetime) -> Clock:
    """The answer clock: counted at most once a minute, however many people look."""
    today = timezone.localdate(at)
    return kept(f"answer-clock-{today}", partial(answer_clock, today), seconds=_clock, at=at)


def kept_register(user: "Reader", at: datetime) -> list[HalfYear]:
    """The register of moderation that this reader may see."""
    seen = Activity.objects.visible_to(user).select_related("tally").order_by("title")
    activities = list(seen)
    count = partial(register, activities)
    if not any(_is_large(activity) for activity in activities):
        return count()
    return _kept(_register_key(user), count, at)


def renew_figures(at: datetime) -> int:
    """Counts anew all that readers of very large activities see; says how many figures."""
    found = Activity.objects.filter(live=True, tally__contribution_count__gte=LARGE)
    large = list(found.select_related("tally"))
    for activity in large:
        _renewed(_results_key(activity), partial(results_of, activity, at), at)
        _renewed(_desk_key(activity), partial(_desk, activity, at), at)
    if not large:
        return 0
    today = timezone.localdate(at)
    renewed(f"answer-clock-{today}", partial(answer_clock, today), seconds=_clock, at=at)
    public = Activity.objects.visible_to(None).select_related("tally").order_by("title")
    _renewed(_register_key(None), partial(register, list(public)), at)
    return 2 * len(large) + 2


def _is_large(activity: Activity) -> bool:
    return activity.figures.contribution_count >= LARGE


def _desk(activity: Activity, at: datetime) -> Desk:
    return Desk(figures(activity, at), charts(activity))


def _kept(key: str, count: Callable[[], Any], at: datetime) -> Any:
    return kept(key, count, seconds=lambda _: _LARGE_SECONDS, at=at)


def _renewed(key: str, count: Callable[[], Any], at: datetime) -> Any:
    return renewed(key, count, seconds=lambda _: _LARGE_SECONDS, at=at)


def _clock(clock: Clock) -> int:
    return _LARGE_SECONDS if clock.total.count >= LARGE else _CLOCK_SECONDS


def _results_key(activity: Activity) -> str:
    return f"results:{activity.pk}"


def _desk_key(activity: Activity) -> str:
    return f"desk:{activity.pk}"


def _register_key(user: "Reader") -> str:
    return "register:" + ",".join(sorted(readable_audiences(user)))
