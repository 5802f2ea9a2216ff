"""The only writers of a commitment's status, and of who acts for which department."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from portal.accounts.actions import require_administrator
from portal.accounts.models import User
from portal.security.actions import record_event

from .models import Commitment, CommitmentUpdate, Department, DepartmentMember
from .notifications import tell_of_update
from .queries import report_decision
from .rules import may_record_update

logger = logging.getLogger(__name__)


class UpdateRefused(ValidationError):
    """A progress report that the rules do not allow; its code is the reason."""


class ReportDetails(TypedDict, total=False):
    """What a report may add to its text."""

    due_precision: str
    evidence_url: str
    evidence_label: str
    is_example: bool
    import_key: str | None


@transaction.atomic
def record_update(
    *,
    commitment: Commitment,
    status: str,
    text: str,
    author_function: str,
    reported_on: date,
    at: datetime,
    user: User | None,
    due_on: date | None = None,
    status_reason: str = "",
    **details: Unpack[ReportDetails],
) -> CommitmentUpdate:
    """Append dated news to a commitment and give it the status reported.

    The first due date ever published stays; a later one is kept beside it as the new due date.
    The status changes only when no later news is known. Refuses (UpdateRefused) what the rules
    refuse. Locks the commitment, writes both rows, logs: history of editors, journal of events.
    """
    locked = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    update = CommitmentUpdate(
        commitment=locked,
        status=status,
        status_reason=status_reason.strip(),
        text=text.strip(),
        author_function=author_function.strip(),
        reported_on=reported_on,
        due_on=due_on,
        recorded_by=user,
        recorded_at=at,
        **details,
    )
    _refuse_what_rules_refuse(update, at)
    update.full_clean()
    if not locked.updates.filter(reported_on__gt=reported_on).exists():
        _apply(locked, update)
    update.save()
    _tell_and_log(update, user, at)
    commitment.refresh_from_db()
    return update


def _refuse_other_departments(update: CommitmentUpdate, user: User | None) -> None:
    """A command (`user` None) loads news of every department."""
    decision = report_decision(user, update.commitment) if user else None
    if decision is not None and decision.reason:
        raise UpdateRefused(decision.reason.label, code=decision.reason.value)


def _refuse_what_rules_refuse(update: CommitmentUpdate, at: datetime) -> None:
    _refuse_other_departments(update, update.recorded_by)
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
    """Carry status and due date of the latest news to the commitment."""
    commitment.status = update.status
    commitment.status_reason = update.status_reason
    if update.due_on and commitment.due_on is None:
        commitment.due_on = update.due_on
        commitment.due_precision = update.due_precision
    elif update.due_on and update.due_on != commitment.due_on:
        commitment.revised_due_on = update.due_on
        commitment.revised_due_precision = update.due_precision
    commitment.save()


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


@transaction.atomic
def set_departments(*, user: User, value: Iterable[Department], by: User, at: datetime) -> bool:
    """Has somebody act for these departments and no other; says whether anything changed.

    It is a right: only administrators give it (Refused), and each change is a security event.
    """
    require_administrator(by)
    wanted = {department.pk for department in value}
    held = DepartmentMember.objects.select_for_update().filter(user=user)
    before = set(held.values_list("department", flat=True))
    held.exclude(department__in=wanted).delete()
    DepartmentMember.objects.bulk_create(
        (DepartmentMember(user=user, department_id=pk, since=at) for pk in sorted(wanted - before)),
        ignore_conflicts=True,
    )
    for event, pks in (("given", wanted - before), ("taken", before - wanted)):
        for pk in sorted(pks):
            name = f"engagements.department.{event}"
            record_event(name, actor=by, at=at, user=user.pk, department=pk)
    return before != wanted
