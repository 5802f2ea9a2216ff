"""The only writer of a commitment's status: published news, with its evidence and figures."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.cms.models import PortalDocument
from portal.plain_text import clean_text

from ..enums import CommitmentStatus
from ..models import Commitment, CommitmentUpdate, Evidence, Indicator, IndicatorValue, Milestone
from ..notifications import tell_of_update
from ..queries import report_decision
from ..queries.reporting import approves
from ..rules import may_record_update

logger = logging.getLogger(__name__)


class UpdateRefused(ValidationError):
    """A progress report that the rules do not allow; its code is the reason."""


class Said(TypedDict):
    """What news says of a commitment; only the first four must be said."""

    status: str
    text: str
    author_function: str
    reported_on: date
    status_reason: NotRequired[str]
    next_step: NotRequired[str]
    due_on: NotRequired[date | None]
    due_precision: NotRequired[str]
    corrects: NotRequired[CommitmentUpdate | None]
    recorded_by: NotRequired[User | None]
    approved_by: NotRequired[User | None]
    is_example: NotRequired[bool]
    import_key: NotRequired[str | None]


@transaction.atomic
def record_update(
    *,
    commitment: Commitment,
    at: datetime,
    user: User | None,
    evidence: Iterable[Evidence] = (),
    milestones: Iterable[Milestone] = (),
    figures: Mapping[Indicator, Decimal] | None = None,
    **said: Unpack[Said],
) -> CommitmentUpdate:
    """Append dated news to a commitment and give it the status reported.

    The first due date ever published stays; a later one is kept beside it as the new due date.
    The status changes only when no later news is known. `evidence` are rows not saved yet,
    `milestones` those of this commitment reached by then, `figures` what its indicators measured
    on that day. `user` publishes; whoever prepared the news may be somebody else (`recorded_by`).
    Refuses (UpdateRefused) what the rules refuse. Locks the commitment, writes all
    rows, logs: history of editors, journal of events. Published news is never changed again.
    """
    locked = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    said.setdefault("recorded_by", user)
    update = CommitmentUpdate(commitment=locked, recorded_at=at, **said)
    for name in ("status_reason", "text", "next_step", "author_function"):
        setattr(update, name, clean_text(getattr(update, name)))
    _refuse_other_departments(update, user)
    _refuse_what_rules_refuse(update, at)
    update.full_clean()
    _publish(update)
    _join(update, evidence)
    _reach(update, milestones)
    _measure(update, figures or {})
    _tell_and_log(update, user, at)
    commitment.refresh_from_db()
    return update


def _publish(update: CommitmentUpdate) -> None:
    """Write the news, and on its commitment what follows from it."""
    commitment = update.commitment
    if not commitment.updates.filter(reported_on__gt=update.reported_on).exists():
        _apply(commitment, update)
    _count(commitment, update)
    commitment.save()
    update.save()


def _refuse_other_departments(update: CommitmentUpdate, user: User | None) -> None:
    """A command (`user` None) loads news of every department; so do those who approve."""
    asked = user is not None and not approves(user)
    decision = report_decision(user, update.commitment) if user and asked else None
    if decision is not None and decision.reason:
        raise UpdateRefused(decision.reason.label, code=decision.reason.value)


def _refuse_what_rules_refuse(update: CommitmentUpdate, at: datetime) -> None:
    decision = may_record_update(
        status=update.status,
        text=update.text,
        status_reason=update.status_reason,
        reported_on=update.reported_on,
        at=at,
        first_due_on=update.commitment.due_on,
        due_on=update.due_on,
    )
    if decision.reason:
        raise UpdateRefused(decision.reason.label, code=decision.reason.value)


def _apply(commitment: Commitment, update: CommitmentUpdate) -> None:
    """Carry status and due date of the latest news to the commitment.

    News that announces the first date again takes the new one back.
    """
    commitment.status = update.status
    commitment.status_reason = update.status_reason
    if update.due_on and commitment.due_on is None:
        commitment.due_on = update.due_on
        commitment.due_precision = update.due_precision
    elif update.due_on and update.due_on != commitment.due_on:
        commitment.revised_due_on = update.due_on
        commitment.revised_due_precision = update.due_precision
    elif update.due_on:
        commitment.revised_due_on = None


def _count(commitment: Commitment, update: CommitmentUpdate) -> None:
    """Keep on the commitment the day of its latest news, and of the one since which it is done."""
    days = [day for day in (commitment.last_reported_on, update.reported_on) if day]
    commitment.last_reported_on = max(days)
    told = commitment.updates.order_by("reported_on", "pk").values_list("reported_on", "status")
    # Of a day, the last written counts: this one is not saved yet.
    news = sorted([*told, (update.reported_on, update.status)], key=lambda one: one[0])
    commitment.done_on = None
    for day, status in news:
        done = status == CommitmentStatus.DONE
        commitment.done_on = (commitment.done_on or day) if done else None


def _join(update: CommitmentUpdate, evidence: Iterable[Evidence]) -> None:
    """Publish what proves the news; the digest says later whether a file is still the same."""
    for position, one in enumerate(evidence):
        one.update, one.position = update, position
        if one.document is not None:
            one.file_sha256 = _digest(one.document, one.label)
        one.full_clean()
        one.save()


def _digest(document: PortalDocument, title: str) -> str:
    try:
        with document.file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError as error:
        told = _("The file of “%(title)s” is missing: choose another document as evidence.")
        raise UpdateRefused(told % {"title": title}, code="file_missing") from error


def _reach(update: CommitmentUpdate, milestones: Iterable[Milestone]) -> None:
    """Mark the milestones of this commitment that the news says are reached; others are left."""
    wanted = [one.pk for one in milestones]
    update.commitment.milestones.filter(pk__in=wanted, reached_by=None).update(
        reached_by=update, reached_on=update.reported_on
    )


def _measure(update: CommitmentUpdate, figures: Mapping[Indicator, Decimal]) -> None:
    own = {one.pk for one in update.commitment.indicators.all()} if figures else set()
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=indicator, update=update, measured_on=update.reported_on, value=value
        )
        for indicator, value in figures.items()
        if indicator.pk in own
    )


def _tell_and_log(update: CommitmentUpdate, user: User | None, at: datetime) -> None:
    tell_of_update(update, at)
    log(
        instance=update.commitment,
        action="engagements.report_progress",
        user=user,
        data={"status": update.status, "update": update.pk},
    )
    logger.info(
        "Commitment update recorded",
        extra={
            "event": "engagements.update.recorded",
            "commitment": update.commitment.number,
            "status": update.status,
            "update": update.pk,
        },
    )
