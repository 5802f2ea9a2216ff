"""How long an activity still lasts and where it stands among its phases, in words. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.cms.french_dates import long_date, weekday_date

from .enums import ActivityState
from .mechanism import owes_answers
from .wording import CONTRIBUTION

if TYPE_CHECKING:
    from .models import Activity, Contribution

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Countdown:
    """A figure, its unit, what it counts, and the moment it counts to."""

    figure: str
    unit: str
    label: str
    detail: str
    moment: datetime
    last_day: bool = False


def countdown(activity: "Activity", at: datetime) -> Countdown | None:
    """How long until it opens or closes; None once it is closed.

    Calendar days in the city's time zone; hours within the last day.
    """
    state = activity.state(at)
    if state == ActivityState.CLOSED:
        return None
    coming = state == ActivityState.COMING
    moment = activity.opens_at if coming else activity.closes_at
    detail = _said(moment, coming=coming)
    if not coming and moment - at <= _DAY:
        hours = max(1, -((at - moment) // timedelta(hours=1)))
        unit, label = ngettext("hour", "hours", hours), ngettext("hour left", "hours left", hours)
        return Countdown(str(hours), unit, label, detail, moment, last_day=True)
    days = max(1, (timezone.localdate(moment) - timezone.localdate(at)).days)
    label = (
        ngettext("day before it opens", "days before it opens", days)
        if coming
        else ngettext("day left", "days left", days)
    )
    return Countdown(str(days), ngettext("day", "days", days), label, detail, moment)


def _said(moment: datetime, *, coming: bool) -> str:
    """The moment as people say it: midnight is a day that begins, or the minute before."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) != (0, 0):
        return weekday_date(moment)
    return weekday_date(local.date()) if coming else weekday_date(moment - timedelta(minutes=1))


@dataclass(frozen=True)
class Phase:
    """One step of an activity: what, when, and whether it is past, now or to come."""

    title: str
    dates: str
    state: str


def phases(activity: "Activity", at: datetime) -> list[Phase]:
    """The steps an activity goes through; the last is the check of its promise, if it made one."""
    today = timezone.localdate(at)
    state = activity.state(at)
    place = {ActivityState.COMING: "next", ActivityState.OPEN: "now"}.get(state, "past")
    steps = [Phase(_("Giving of contributions"), period(activity), place)]
    due = activity.answer_by
    if due and not owes_answers(activity):
        over = state == ActivityState.CLOSED and today > due
        before = _("by %(day)s at the latest") % {"day": long_date(due)}
        steps.append(Phase(pgettext("campaign", "Outcome"), before, "past" if over else "next"))
    elif due:
        studying = state == ActivityState.CLOSED and today <= due
        over = state == ActivityState.CLOSED and today > due
        before = _("by %(day)s at the latest") % {"day": long_date(due)}
        place = "past" if over else "now" if studying else "next"
        steps.append(Phase(_("Study by the departments"), _("after the end"), place))
        steps.append(_answers(activity, before, over=over))
    if activity.promises:
        steps.append(_verdict(activity, late=bool(due and today > due)))
    return steps


def _verdict(activity: "Activity", *, late: bool) -> Phase:
    """The last step: the verdict, or since when it is due."""
    verdict = getattr(activity, "promise_verdict", None)
    if verdict:
        on = long_date(timezone.localdate(verdict.given_at))
        said = f"{verdict.get_outcome_display()}, {on}"
        return Phase(_("Promise kept?"), said, "past")
    said = _("the verdict is not published yet") if late else _("once the answers are due")
    return Phase(_("Promise kept?"), said, "now" if late else "next")


@dataclass(frozen=True)
class PromiseState:
    """What an activity says of its promise; `drawing` is the state of the component.

    All empty as long as it is only a promise.
    """

    drawing: str = ""
    title: str = ""
    note: str = ""


_DRAWINGS = {"kept": "kept", "partly": "doing", "broken": "broken"}


def promise_state(activity: "Activity", at: datetime) -> PromiseState:
    """Whether the promise is kept, once the activity is over."""
    if activity.state(at) != ActivityState.CLOSED or not activity.promises:
        return PromiseState()
    verdict = getattr(activity, "promise_verdict", None)
    if verdict:
        title = str(verdict.get_outcome_display())
        return PromiseState(_DRAWINGS[verdict.outcome], title, verdict.reasons)
    due = activity.answer_by
    if due and timezone.localdate(at) > due:
        words = activity.mechanism.words if activity.mechanism else {}
        late = str(words.get("verdict_late", CONTRIBUTION["verdict_late"]))
        return PromiseState("broken", _("Is the promise kept?"), late % {"day": long_date(due)})
    return PromiseState("doing", _("Is the promise kept?"))


def _answers(activity: "Activity", before: str, *, over: bool) -> Phase:
    """Whether the answers are given: a fact to count, not a date that has passed."""
    figures = activity.figures
    if not figures.published_count:
        return Phase(_("Public answers"), before, "past" if over else "next")
    if figures.answered_count >= figures.published_count:
        return Phase(_("Public answers"), _("all are given"), "past")
    if not over:
        return Phase(_("Public answers"), before, "next")
    late = _("%(given)s of %(total)s given, the others are late") % {
        "given": figures.answered_count,
        "total": figures.published_count,
    }
    return Phase(_("Public answers"), late, "now")


def period(activity: "Activity") -> str:
    """From when to when, as precisely as it is known."""
    opens = timezone.localdate(activity.opens_at)
    closes = timezone.localdate(activity.closes_at - timedelta(microseconds=1))
    return activity.period_label or _("from %(start)s to %(end)s") % {
        "start": long_date(opens),
        "end": long_date(closes),
    }


def elapsed(start: date, end: date) -> str:
    """How long from one day to another: “11 months and 12 days”, “2 years and 1 month”."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if end < _months_later(start, months):
        months -= 1
    years, months_left = divmod(max(months, 0), 12)
    days = (end - _months_later(start, max(months, 0))).days
    parts = [
        ngettext("%(n)d year", "%(n)d years", years) % {"n": years} if years else "",
        ngettext("%(n)d month", "%(n)d months", months_left) % {"n": months_left}
        if months_left
        else "",
        ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days and not years else "",
    ]
    said = [part for part in parts if part]
    return _(" and ").join(said) if said else _("less than a day")


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def answer_due(contribution: "Contribution", activity: "Activity") -> date | None:
    """The day by which the answer is due: so long after its publication, else that of the call.

    None where none was promised, and for what is not published yet.
    """
    if activity.answer_days is None:
        return activity.answer_by
    if contribution.published_at is None:
        return None
    return timezone.localdate(contribution.published_at) + timedelta(days=activity.answer_days)
