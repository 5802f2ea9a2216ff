"""What moderators decided of one text, step by step, as its author reads it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..enums import Moderation
from ..models import Appeal, Comment, Contribution, ModerationDecision, Report
from ..models.moderation import about
from ..stories import Step


def readings(subject: Contribution | Comment) -> list[Step]:
    """Each decision, report and appeal about a text, in order; by three queries.

    Empty for a text on which nothing was decided yet.
    """
    decisions = list(
        ModerationDecision.objects.filter(**about(subject)).order_by("decided_at", "pk")
    )
    if not decisions:
        return []
    told = [(decision.decided_at, _decided(decision)) for decision in decisions]
    _explain_last(told, subject)
    for report in Report.objects.filter(upheld=False, **about(subject)):
        told.append((report.handled_at or report.filed_at, _dismissed(report)))
    for appeal in Appeal.objects.filter(**about(subject)):
        told.append((appeal.filed_at, _contested(appeal)))
        told += _outcome(appeal)
    told.sort(key=lambda each: each[0])
    return [step for moment, step in told]


def _decided(decision: ModerationDecision) -> Step:
    on = timezone.localdate(decision.decided_at)
    if decision.decision == Moderation.PUBLISHED:
        if decision.on_appeal:
            title = pgettext("story", "Published after its author contested the refusal")
            return Step("eye", title, on)
        return Step("eye", pgettext("story", "Read and published"), on)
    reason = f"{decision.get_reason_display()}."
    if decision.on_report:
        return Step("x-circle", pgettext("story", "Withdrawn after it was read again"), on, reason)
    if decision.was_public:
        return Step("x-circle", pgettext("story", "Read, then withdrawn"), on, reason)
    return Step("x-circle", pgettext("story", "Read, not published"), on, reason)


def _explain_last(told: list[tuple[datetime, Step]], subject: Contribution | Comment) -> None:
    """The explanation is kept with the text: it belongs to the last refusal."""
    moment, step = told[-1]
    if subject.moderation == Moderation.REFUSED and subject.refusal_note:
        note = f"{step.note} {subject.refusal_note}"
        told[-1] = (moment, Step(step.icon, step.title, step.at, note))


def _dismissed(report: Report) -> Step:
    moment = report.handled_at or report.filed_at
    title = pgettext("story", "Reported by a reader, read again")
    return Step("flag", title, timezone.localdate(moment), _("It stays public."))


def _contested(appeal: Appeal) -> Step:
    title = pgettext("story", "Refusal contested by its author")
    return Step("chat-circle-text", title, timezone.localdate(appeal.filed_at))


def _outcome(appeal: Appeal) -> list[tuple[datetime, Step]]:
    """The decision on an appeal; an appeal that was right is told by the publication."""
    if appeal.decided_at is None:
        note = _("By somebody else than who refused it")
        waiting = Step("eye", _("Objection to be examined"), note=note, done=False)
        return [(datetime.max.replace(tzinfo=appeal.filed_at.tzinfo), waiting)]
    if appeal.upheld:
        return []
    on = timezone.localdate(appeal.decided_at)
    return [(appeal.decided_at, Step("x-circle", _("Refusal confirmed"), on, appeal.answer))]
