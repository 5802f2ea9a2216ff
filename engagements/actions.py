"""The only writer of a commitment's status."""

import logging
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from portal.accounts.models import User

from .enums import DatePrecision
from .models import Commitment, CommitmentUpdate
from .rules import may_record_update

logger = logging.getLogger(__name__)


class UpdateRefused(ValidationError):
    """A progress report that the rules do not allow; its code is the reason."""


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
    due_precision: str = DatePrecision.MONTH,
    status_reason: str = "",
    evidence_url: str = "",
    evidence_label: str = "",
    is_example: bool = False,
    import_key: str | None = None,
) -> CommitmentUpdate:
    """Append dated news to a commitment and give it the status reported.

    The first due date ever published stays; a later one is kept beside it as the new due date.
    The status changes only when no later news is known. Refuses (UpdateRefused) what
    rules.may_record_update refuses. Locks the commitment, writes both rows, logs twice: in the
    history that editors read and in the journal of events.
    """
    locked = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    decision = may_record_update(
        status=status,
        text=text,
        status_reason=status_reason,
        reported_on=reported_on,
        at=at,
        first_due_on=locked.due_on,
        due_on=due_on,
    )
    if not decision:
        raise UpdateRefused(decision.reason.label, code=decision.reason.value)
    update = CommitmentUpdate(
        commitment=locked,
        status=status,
        status_reason=status_reason.strip(),
        text=text.strip(),
        author_function=author_function.strip(),
        reported_on=reported_on,
        due_on=due_on,
        due_precision=due_precision,
        evidence_url=evidence_url,
        evidence_label=evidence_label,
        is_example=is_example,
        recorded_by=user,
        recorded_at=at,
        import_key=import_key,
    )
    update.full_clean()
    is_latest = not locked.updates.filter(reported_on__gt=reported_on).exists()
    update.save()
    if is_latest:
        _apply(locked, update)
    log(
        instance=locked,
        action="engagements.report_progress",
        user=user,
        data={"status": status, "update": update.pk},
    )
    logger.info(
        "Commitment update recorded",
        extra={
            "event": "engagements.update.recorded",
            "commitment": locked.number,
            "status": status,
            "update": update.pk,
        },
    )
    commitment.refresh_from_db()
    return update


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
