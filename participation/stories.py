"""The story of a contribution, step by step, past and to come."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Commitment

from .enums import KEYED_CHANNELS, Moderation
from .models import Contribution


@dataclass(frozen=True)
class Step:
    """One step: what happened or will, when, and where to read more."""

    icon: str
    title: str
    at: date | None = None
    note: str = ""
    url: str = ""
    done: bool = True

    @property
    def state(self) -> str:
        """Whether it happened: “past” or “next”, as the drawing names it."""
        return "past" if self.done else "next"


def story(contribution: Contribution, at: datetime) -> list[Step]:
    """Every step of a contribution, from its deposit to the commitments it feeds.

    Reads the activity, the answer and the commitments; select or prefetch them beforehand.
    """
    known = contribution.has_recorded_origin
    sent_on = _day(contribution.submitted_at) if known else None
    steps = [Step("pencil-simple", _("Sent"), sent_on, str(contribution.get_channel_display()))]
    steps += _confirmation(contribution)
    steps += _paper(contribution)
    steps += _reading(contribution)
    if contribution.moderation != Moderation.REFUSED:
        steps += _answer(contribution)
        steps += _commitments(contribution, at)
    return steps


_READ = {Moderation.PUBLISHED, Moderation.REFUSED, Moderation.MERGED}


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
    if contribution.moderation not in _READ:
        return [Step("eye", _("Read, then published"), note=_("By the team in charge"), done=False)]
    on = _day(contribution.moderated_at) if contribution.has_recorded_origin else None
    if contribution.moderation == Moderation.REFUSED:
        return [Step("x-circle", _("Read, not published"), on, _reason(contribution))]
    return [Step("eye", _("Read and published"), on)]


def _reason(contribution: Contribution) -> str:
    reason = str(contribution.get_refusal_reason_display())
    return f"{reason}. {contribution.refusal_note}".strip()


def _answer(contribution: Contribution) -> list[Step]:
    icon, title = "chat-circle-text", _("Answer of the city")
    verdict = str(contribution.get_verdict_display()) if contribution.verdict else ""
    if contribution.answered_at:
        return [Step(icon, title, _day(contribution.answered_at), verdict)]
    if contribution.activity.period_label:
        return []  # A call of the past, whose answers are not known here.
    due = contribution.activity.answer_by
    # An interim word is said, and the clock goes on.
    notes = [verdict, _("Due at the latest on this day") if due else ""]
    return [Step(icon, title, due, ". ".join(note for note in notes if note), done=False)]


def _commitments(contribution: Contribution, at: datetime) -> list[Step]:
    commitments: list[Commitment] = list(contribution.commitments.all())
    return [
        Step(
            "link",
            _("Linked to commitment no. %(number)s") % {"number": commitment.number},
            _day(contribution.answered_at),
            str(commitment.state(at).label),
            commitment.get_absolute_url(),
        )
        for commitment in commitments
    ]
