"""Reminding departments of a review, and telling higher up when reports or reviews are late."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from ..body_rules import Delays, is_escalated, reminder_due
from ..enums import ReminderKind
from ..mails import mail_late_reports, mail_overdue, mail_reminder
from ..models import Department, FollowUpSettings, Review, ReviewReminder
from ..queries.reminders import Awaited, conductors, departments_awaited
from ..queries.rhythm import Rhythm, delays_of, follow_up_settings, rhythm

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminded:
    """What one run sent."""

    departments: int = 0
    escalated: bool = False
    overdue: bool = False


def remind_pilots(*, at: datetime) -> Reminded:
    """Sends what is due today: reminders to departments, escalations; nothing twice.

    Each reminder is noted in the transaction that writes its mails, under a constraint: several
    runs, be they at once, send it once. Nobody hears of a review for which everything was
    reported. Each department is a transaction, so that a run killed half-way goes on next time.
    """
    chosen = follow_up_settings()
    found = rhythm(at)
    if found.open is not None:
        return _about(found.open, chosen, at)
    if found.last is None or not found.is_late:
        return Reminded()
    return Reminded(overdue=_tell_overdue(found, found.last, at))


def _about(review: Review, chosen: FollowUpSettings, at: datetime) -> Reminded:
    delays: Delays = delays_of(chosen)
    awaited = departments_awaited(review)
    kind = reminder_due(review.reports_due_on, at, delays)
    reminded = 0
    if kind is not None:
        reminded = sum(_remind(review, kind, one, at) for one in awaited)
    escalated = False
    if awaited and is_escalated(review.reports_due_on, at, delays):
        escalated = _escalate(review, awaited, chosen.escalation_email, at)
    return Reminded(departments=reminded, escalated=escalated)


@transaction.atomic
def _remind(review: Review, kind: ReminderKind, awaited: Awaited, at: datetime) -> bool:
    """Writes to the pilots of a department, once; not noted while it has none to write to."""
    if not awaited.pilots or not _note(review, kind, awaited.department, at):
        return False
    mail_reminder(review=review, kind=kind, awaited=awaited)
    _log("reminded", review, department=awaited.department.pk, kind=kind.value)
    return True


@transaction.atomic
def _escalate(review: Review, awaited: Sequence[Awaited], email: str, at: datetime) -> bool:
    """Tells the address of the settings and those who conduct reviews which reports are late."""
    to = _addresses(email)
    if not to or not _note(review, ReminderKind.LATE, None, at):
        return False
    mail_late_reports(review=review, awaited=awaited, to=to)
    _log("escalated", review, departments=len(awaited))
    return True


@transaction.atomic
def _tell_overdue(found: Rhythm, last: Review, at: datetime) -> bool:
    """Tells those who conduct reviews, once after each review, that the next one is late."""
    to = _addresses("")
    if found.due_on is None or not to or not _note(last, ReminderKind.OVERDUE, None, at):
        return False
    mail_overdue(last=last, due_on=found.due_on, every_months=found.every_months, to=to)
    _log("overdue", last)
    return True


def _addresses(email: str) -> list[str]:
    """The address of the settings, then those who conduct reviews; each once."""
    given = [email, *(person.email for person in conductors())]
    return list({address.lower(): address for address in given if address}.values())


def _note(review: Review, kind: ReminderKind, department: Department | None, at: datetime) -> bool:
    """Notes a reminder; False when it left already."""
    known = ReviewReminder.objects.filter(review=review, kind=kind, department=department)
    if known.exists():
        return False
    try:
        with transaction.atomic():
            ReviewReminder.objects.create(
                review=review, kind=kind, department=department, sent_at=at
            )
    except IntegrityError:
        return False
    return True


def _log(event: str, review: Review, **numbers: object) -> None:
    logger.info(
        "Review reminder sent",
        extra={"event": f"engagements.review.{event}", "review": review.pk, **numbers},
    )
