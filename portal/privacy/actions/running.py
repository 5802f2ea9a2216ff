"""One run of the erasure: every rule in its order, and the record of what each did."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.security.actions import record_event

from ..models import RetentionLine, RetentionRun
from ..registry import RetentionRule, retention_rules

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger(__name__)


def run_retention(*, at: datetime, dry_run: bool = False, by: "User | None" = None) -> RetentionRun:
    """Applies every rule, or only counts; the record says what each did, and which failed.

    Not atomic as a whole, on purpose: each rule commits its own batches, so that a run killed
    half-way keeps what it finished, and its record shows no end. A rule that fails is noted and
    holds up no other.
    """
    run = RetentionRun.objects.create(started_at=at, dry_run=dry_run, started_by=by)
    for rule in retention_rules():
        count, failed = _applied(rule, at, dry_run=dry_run)
        RetentionLine.objects.create(run=run, rule=rule.name, count=count, failed=failed)
    run.ended_at = max(at, timezone.now())
    run.save(update_fields=["ended_at"])
    if not dry_run:
        record_event("privacy.retention.ran", actor=by, run=run.pk, total=run.total)
    return run


def _applied(rule: RetentionRule, at: datetime, *, dry_run: bool) -> tuple[int, bool]:
    try:
        count = rule.count(at) if dry_run else rule.apply(at)
    except Exception:
        logger.exception(
            "Retention rule failed", extra={"event": "privacy.rule.failed", "rule": rule.name}
        )
        return 0, True
    logger.info(
        "Retention rule applied",
        extra={
            "event": "privacy.rule.applied",
            "rule": rule.name,
            "count": count,
            "dry_run": dry_run,
        },
    )
    return count, False
