"""Levels, countdowns and phases, for templates."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import PriorityPage
from engagements.queries import BoardRow
from portal import agenda, qr_codes
from portal.cms.french_dates import long_date

from .. import clock
from ..enums import Level
from ..mechanism import owes_answers
from ..models import Activity, Contribution, ProcessIndexPage, ProcessPage
from ..queries import processes
from ..queries.about_commitments import commitments_of_activity
from ..queries.lateness import late_count
from ..wording import CONTRIBUTION

register = template.Library()


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """Draw the square code of an address; always beside the address in clear."""
    side, dark = qr_codes.path(address)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false">'
        '<path d="{1}"/></svg>',
        side,
        dark,
    )


@register.filter
def level_name(number: int) -> str:
    """The usual name of a level."""
    return str(Level(number).label) if number in Level.values else ""


@register.simple_tag
def activity_commitments(activity: Activity, at: datetime) -> list[BoardRow]:
    """The commitments on display that an activity is about, drafts included."""
    return commitments_of_activity(activity, at)


@register.simple_tag
def stake(activity: Activity) -> tuple[str, str] | None:
    """What is at stake in an activity, as a figure and its words, when its mechanism has one."""
    return activity.mechanism.stake(activity) if activity.mechanism else None


@register.simple_tag
def countdown(activity: Activity, at: datetime | None = None) -> clock.Countdown | None:
    """How long until it opens or closes."""
    return clock.countdown(activity, at or timezone.now())


@register.simple_tag
def phases(activity: Activity, at: datetime | None = None) -> list[clock.Phase]:
    """The steps of an activity."""
    return clock.phases(activity, at or timezone.now())


@register.simple_tag
def promise_state(activity: Activity, at: datetime | None = None) -> clock.PromiseState:
    """Whether the promise is kept, once the activity is over."""
    return clock.promise_state(activity, at or timezone.now())


@register.simple_tag
def calendar_address(process: ProcessPage | None = None, *, diary: bool = False) -> str:
    """Where the dates are read, or taken into one's diary; those of one process alone."""
    address = agenda.DIARY if diary else agenda.PAGE
    return f"{address}?{urlencode({agenda.PROCESS: process.slug})}" if process else address


@register.simple_tag
def answers_late(activity: Activity, at: datetime | None = None) -> int:
    """How many published contributions have no answer although it was due."""
    return late_count(activity, at or timezone.now())


@register.simple_tag
def expected_by(activity: Activity) -> str:
    """What is due after the end where no answer is, and when; then whether the promise was kept.

    Empty where each contribution is answered: the card counts the answers.
    """
    if activity.mechanism is None or activity.answer_by is None or owes_answers(activity):
        return ""
    if verdict := getattr(activity, "promise_verdict", None):
        return str(verdict.get_outcome_display())
    return activity.mechanism.say("expected_by", day=long_date(activity.answer_by))


@register.simple_tag
def days_late(contribution: Contribution, activity: Activity) -> int:
    """For how many days the answer to a published contribution has been due; none once given."""
    due = clock.answer_due(contribution, activity)
    if contribution.answered_at or not due or not contribution.is_public:
        return 0
    return max(0, (timezone.localdate() - due).days)


@register.simple_tag
def answer_due(contribution: Contribution, activity: Activity) -> date | None:
    """The day by which the answer to a contribution is due."""
    return clock.answer_due(contribution, activity)


@register.simple_tag
def say(contribution: Contribution, key: str, **values: Any) -> str:
    """What the core says of a contribution, in the words of its mechanism."""
    return contribution.say(key, **values)


@register.simple_tag
def say_there(activity: Activity, key: str, **values: Any) -> str:
    """What the core says of contributions to this activity, in the words of its mechanism."""
    mechanism = activity.mechanism
    return mechanism.say(key, **values) if mechanism else str(CONTRIBUTION[key]) % values


@register.filter
def verdict_kind(verdict: Any) -> str:
    """The drawing of a verdict among the states."""
    kinds = {
        "retained": "done",
        "partly": "doing",
        "declined": "dropped",
        "already_done": "done",
        "answered": "done",
    }
    return kinds.get(str(verdict), "todo")


@register.filter
def outcome_kind(outcome: Any) -> str:
    """The drawing of a verdict on a promise among the states."""
    return {"kept": "kept", "partly": "doing"}.get(str(outcome), "broken")


@register.filter
def delay(value: timedelta | None) -> str:
    """How long something took, in the largest unit that says it: “3 hours”, “2 days”."""
    if value is None:
        return ""
    hours = round(value.total_seconds() / 3600)
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.filter
def age(since: datetime, at: datetime | None = None) -> str:
    """How long ago something happened, in one unit: “3 days”."""
    return delay((at or timezone.now()) - since)


@register.simple_tag(takes_context=True)
def process_timeline(context: Context, page: ProcessPage) -> processes.Timeline:
    """The steps of a process that this reader may know, as they stand now."""
    return processes.process_timeline(page, _reader(context), timezone.now())


@register.simple_tag(takes_context=True)
def process_results(
    context: Context, page: ProcessPage, timeline: processes.Timeline
) -> list[BoardRow]:
    """The commitments that a process feeds."""
    return processes.process_results(page, timeline, _reader(context), timeline.at)


@register.simple_tag
def process_priorities(page: ProcessPage) -> list[PriorityPage]:
    """The priorities that a process serves."""
    return list(processes.priorities_of(page))


@register.simple_tag(takes_context=True)
def process_summaries(context: Context, page: ProcessIndexPage) -> list[processes.ProcessSummary]:
    """The processes of an index; none in the preview of one that is not saved yet."""
    return processes.process_list(page, _reader(context), timezone.now()) if page.pk else []


def _reader(context: Context) -> Any:
    return getattr(context.get("request"), "user", None)
