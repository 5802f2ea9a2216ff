"""The story of a contribution, step by step, past and to come."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.enums import CLOSED_STATUSES, CommitmentStatus, DatePrecision, DisplayState
from engagements.models import Commitment, CommitmentUpdate
from portal.cms.french_dates import long_date, month_and_year

from .clock import answer_due, elapsed
from .enums import KEYED_CHANNELS, Moderation, Verdict
from .mechanism import owes_answers
from .models import Contribution
from .registry import steps_elsewhere
from .rules import takes_supports

_NOTE_WORDS = 18
_ICONS = {
    DisplayState.DONE: "check",
    DisplayState.LATE: "clock-fill",
    DisplayState.DROPPED: "x-circle",
    DisplayState.UNDER_WAY: "circle-half-fill",
}


@dataclass(frozen=True)
class Step:
    """One step: what happened or will, when, and where to read more."""

    icon: str
    title: str
    at: date | None = None
    note: str = ""
    url: str = ""
    done: bool = True
    late: bool = False

    @property
    def state(self) -> str:
        """Whether it happened: “past”, “late” or “next”, as the drawing names it."""
        if self.late:
            return "late"
        return "past" if self.done else "next"


def story(
    contribution: Contribution, at: datetime, *, readings: list[Step] | None = None
) -> list[Step]:
    """Every step of a contribution, from its deposit to what the commitments it feeds became.

    Reads what `with_story` selects; fetch the contribution with it. Its author sees each reading
    (`queries.readings`), the public that it was read.
    """
    known = contribution.has_recorded_origin
    sent_on = _day(contribution.submitted_at) if known else None
    steps = [
        Step(
            "pencil-simple",
            contribution.say("step_sent"),
            sent_on,
            str(contribution.get_channel_display()),
        )
    ]
    steps += _confirmation(contribution)
    steps += _paper(contribution)
    steps += readings or _reading(contribution)
    if contribution.moderation == Moderation.MERGED:
        return [*steps, _grouped(contribution), *_answer_to_kept(contribution)]
    if contribution.moderation == Moderation.WITHDRAWN:
        return [*steps, Step("x-circle", contribution.say("step_withdrawn"))]
    if contribution.moderation != Moderation.REFUSED:
        steps += _supports(contribution, at)
        steps += _answer(contribution, at)
        steps += _commitments(contribution, at)
        steps += steps_elsewhere(contribution)
    return steps


@dataclass(frozen=True)
class TimeTaken:
    """How long it took, in words, and up to which step."""

    words: str
    until_done: bool
    # From what to what, in the words of the mechanism.
    label: str = ""


def time_taken(contribution: Contribution) -> TimeTaken | None:
    """From the deposit to what was done of it, else to the answer; None before, or unknown."""
    if not contribution.has_recorded_origin or not contribution.is_public:
        return None
    done_on = _all_done_on(list(contribution.commitments.all()))
    answered_on = _day(contribution.answered_at)
    end = max(done_on, answered_on) if done_on and answered_on else answered_on
    if end is None:
        return None
    sent_on = timezone.localdate(contribution.submitted_at)
    label = contribution.say("until_done" if done_on else "until_answer")
    return TimeTaken(elapsed(sent_on, end), until_done=bool(done_on), label=label)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _confirmation(contribution: Contribution) -> list[Step]:
    """Whether its author proved to read the address given; nothing when nobody asked."""
    icon, on = "envelope-simple", _day(contribution.confirmed_at)
    if contribution.moderation == Moderation.UNCONFIRMED:
        told = _("By the link sent to the address given")
        return [Step(icon, _("Address to confirm"), note=told, done=False)]
    return [Step(icon, _("Address confirmed"), on)] if on else []


def _paper(contribution: Contribution) -> list[Step]:
    """Keyed in by one agent, verified by another; nothing for what came online."""
    keyed = contribution.channel in KEYED_CHANNELS
    entry = getattr(contribution, "paper_entry", None) if keyed else None
    if entry is None:
        return []
    if entry.verified_at:
        title = _("Keyed in by an agent, verified by a second one")
        return [Step("file-text", title, _day(entry.verified_at))]
    note = _("Who compares it with the paper")
    return [
        Step("file-text", _("Keyed in by an agent"), _day(entry.keyed_at)),
        Step("check", _("Verified by a second agent"), note=note, done=False),
    ]


def _reading(contribution: Contribution) -> list[Step]:
    known = contribution.has_recorded_origin
    on = _day(contribution.moderated_at) if known else None
    if contribution.moderation == Moderation.REFUSED:
        return [Step("x-circle", contribution.say("step_refused"), on, _reason(contribution))]
    if not contribution.is_citable and contribution.moderation != Moderation.WITHDRAWN:
        return [
            Step(
                "eye", contribution.say("step_to_read"), note=_("By the team in charge"), done=False
            )
        ]
    if known and on is None:
        published_on = _day(contribution.published_at)
        return [Step("eye", _("Published"), published_on, _("The team in charge reads it next"))]
    return [Step("eye", contribution.say("step_read"), on, _read_in(contribution) if known else "")]


def _read_in(contribution: Contribution) -> str:
    read_on, sent_on = _day(contribution.moderated_at), _day(contribution.submitted_at)
    days = max((read_on - sent_on).days, 0) if read_on and sent_on else 0
    if not days:
        return _("By the team in charge, the same day")
    return ngettext(
        "By the team in charge, in %(days)d day", "By the team in charge, in %(days)d days", days
    ) % {"days": days}


def _reason(contribution: Contribution) -> str:
    reason = str(contribution.get_refusal_reason_display())
    return f"{reason}. {contribution.refusal_note}".strip()


def _grouped(contribution: Contribution) -> Step:
    kept = contribution.merged_into
    title = contribution.say("grouped", number=kept.number if kept else "")
    if kept is None or not kept.is_citable:
        return Step("link", title)
    return Step("link", title, note=kept.title, url=kept.url)


def _answer_to_kept(contribution: Contribution) -> list[Step]:
    """What the city answered to the idea under which this one stands."""
    kept = contribution.merged_into
    if kept is None or not kept.is_public or not kept.answered_at:
        return []
    title = kept.say("answer_to")
    verdict = str(kept.get_verdict_display())
    on, url = _day(kept.answered_at), f"{kept.url}#t-answer"
    return [Step("chat-circle-text", title, on, verdict, url)]


def _supports(contribution: Contribution, at: datetime) -> list[Step]:
    """How many people support it; nothing when nobody does and nobody can any more."""
    if not contribution.is_public:
        return []
    count, activity = contribution.support_count, contribution.activity
    if not count and not (takes_supports(activity) and activity.is_open(at)):
        return []
    note = ngettext("%(count)d support", "%(count)d supports", count) % {"count": count}
    url = f"{contribution.url}#soutenir"
    if not count:
        return [
            Step(
                "thumbs-up",
                contribution.say("step_supported"),
                note=_("Nobody yet"),
                url=url,
                done=False,
            )
        ]
    return [Step("thumbs-up", contribution.say("step_supported"), note=note, url=url)]


def _answer(contribution: Contribution, at: datetime) -> list[Step]:
    if not owes_answers(contribution.activity):
        return []
    icon, title = "chat-circle-text", contribution.say("step_answer")
    due, url = answer_due(contribution, contribution.activity), ""
    if contribution.is_public:
        url = f"{contribution.url}#t-answer" if contribution.verdict else ""
    if contribution.answered_at:
        said = [str(contribution.get_verdict_display()), _against_promise(contribution, due)]
        note = ", ".join(part for part in said if part)
        return [Step(icon, title, _day(contribution.answered_at), note, url)]
    if contribution.verdict and not due:
        return [Step(icon, title, note=str(contribution.get_verdict_display()), url=url)]
    if contribution.activity.period_label:
        return []  # A call of the past, whose answers are not known here.
    if due and timezone.localdate(at) > due:
        note = _("Late: it was due at the latest on this day")
        return [Step("clock-fill", title, due, note, url, done=False, late=True)]
    said = [str(contribution.get_verdict_display())] if contribution.verdict else []
    said += [_("due at the latest on this day") if said else _("Due at the latest on this day")]
    return [Step(icon, title, due, ", ".join(said) if due else "", url, done=False)]


def _against_promise(contribution: Contribution, due: date | None) -> str:
    """How early or late the answer was; nothing when no date was promised, or no date is known."""
    answered_on = _day(contribution.answered_at)
    if due is None or answered_on is None:
        return ""
    days = (due - answered_on).days
    if days < 0:
        return ngettext(
            "%(days)d day after the promised date", "%(days)d days after the promised date", -days
        ) % {"days": -days}
    if not days:
        return _("on the promised date")
    return ngettext(
        "%(days)d day before the promised date", "%(days)d days before the promised date", days
    ) % {"days": days}


def _commitments(contribution: Contribution, at: datetime) -> list[Step]:
    commitments: list[Commitment] = list(contribution.commitments.all())
    linked_on = _day(contribution.answered_at)
    steps = []
    for commitment in commitments:
        steps += [
            Step(
                "link",
                contribution.say("step_linked_to", commitment=commitment.number),
                linked_on,
                Truncator(commitment.wording).words(_NOTE_WORDS),
                commitment.get_absolute_url(),
            ),
            *_progress(commitment, at),
        ]
    retained = contribution.verdict in {Verdict.RETAINED, Verdict.PARTLY}
    if retained and not commitments and not contribution.activity.period_label:
        note = _("To none until now")
        steps.append(Step("link", contribution.say("step_linked"), note=note, done=False))
    return steps + _outcome(commitments)


def _progress(commitment: Commitment, at: datetime) -> list[Step]:
    """The last dated news of a commitment that is not done: the last step says when it is."""
    state = commitment.state(at)
    news = _latest(commitment)
    if state == DisplayState.DONE:
        return []
    title = _("Commitment no. %(number)s: %(state)s") % {
        "number": commitment.number,
        "state": str(state.label).lower(),
    }
    icon, url = _ICONS.get(state, "circle-dashed"), commitment.get_absolute_url()
    late = state == DisplayState.LATE
    if news is None:
        return [Step(icon, title, note=_("No news published"), url=url, done=False, late=late)]
    note = Truncator(news.text).words(_NOTE_WORDS)
    return [Step(icon, title, news.reported_on, note, url, late=late)]


def _outcome(commitments: list[Commitment]) -> list[Step]:
    """Done, or to be done by when; nothing when no commitment is fed or all are dropped."""
    if not commitments or all(c.status == CommitmentStatus.DROPPED for c in commitments):
        return []
    done_on = _all_done_on(commitments)
    if done_on:
        return [Step("check", _("Done"), done_on, *_proof(commitments))]
    waiting = [c for c in commitments if c.status not in CLOSED_STATUSES] or commitments
    last = max(waiting, key=lambda c: c.revised_due_on or c.due_on or date.min)
    note = _due_words(last) or _("No due date is published")
    return [Step("check", _("Done"), note=note, url=last.get_absolute_url(), done=False)]


def _due_words(commitment: Commitment) -> str:
    """When a commitment is due, as precisely as it was announced."""
    due, precision = commitment.due_on, commitment.due_precision
    if commitment.revised_due_on:
        due, precision = commitment.revised_due_on, commitment.revised_due_precision
    if due is None:
        return ""
    words = {
        DatePrecision.YEAR: lambda day: str(day.year),
        DatePrecision.MONTH: month_and_year,
    }.get(DatePrecision(precision), long_date)
    return _("Due: %(date)s") % {"date": words(due)}


def _proof(commitments: list[Commitment]) -> tuple[str, str]:
    """What the news of the commitment done last says, and its address."""
    last = max(commitments, key=lambda commitment: _done_on(commitment) or date.min)
    news = _latest(last)
    return Truncator(news.text).words(_NOTE_WORDS) if news else "", last.get_absolute_url()


def _all_done_on(commitments: list[Commitment]) -> date | None:
    """The day on which the last of the commitments was reported done; None while one is not."""
    days = [_done_on(c) for c in commitments if c.status != CommitmentStatus.DROPPED]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


def _done_on(commitment: Commitment) -> date | None:
    """The first day of the unbroken series of news that say it is done."""
    day = None
    if commitment.status != CommitmentStatus.DONE:
        return None
    for news in _newest_first(commitment):
        if news.status != CommitmentStatus.DONE:
            break
        day = news.reported_on
    return day


def _latest(commitment: Commitment) -> CommitmentUpdate | None:
    return next(iter(_newest_first(commitment)), None)


def _newest_first(commitment: Commitment) -> list[CommitmentUpdate]:
    # Sorted here: the news were prefetched with the contribution.
    return sorted(commitment.updates.all(), key=lambda n: (n.reported_on, n.pk), reverse=True)
