"""What moderators decide of a contribution: publish it, refuse it with a reason."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.decisions import Refused, require

from .. import rules
from ..enums import Moderation, Reason
from ..models import Contribution, ModerationDecision
from ..notifications import mail_decision
from . import counters
from .journal import locked, log_about, write_decision
from .merging import release

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def publish_contribution(
    *,
    contribution: Contribution,
    moderator: "User | None",
    at: datetime,
    on_appeal: bool = False,
) -> Contribution:
    """Makes a waiting contribution public and counts it, or confirms one public already.

    Raises Refused(ALREADY_DECIDED) when somebody decided before.
    """
    held = locked(contribution)
    if not on_appeal:
        require(rules.may_decide(held))
    was_public = held.is_public
    held.moderation = Moderation.PUBLISHED
    held.published_at = held.published_at or at
    held.moderated_at, held.moderated_by = at, moderator
    held.refusal_reason, held.refusal_note, held.keep_until = "", "", None
    write_decision(held)
    record(held, at=at, moderator=moderator, was_public=was_public, on_appeal=on_appeal)
    if not was_public:
        counters.count_publication(held, 1)
        if not on_appeal:  # Its author reads of it in the answer to the appeal.
            mail_decision(held)
    log_about("contribution.published", held, moderator)
    return held


@transaction.atomic
def refuse_contribution(
    *,
    contribution: Contribution,
    moderator: "User | None",
    reason: str,
    note: str = "",
    at: datetime,
    on_report: bool = False,
) -> Contribution:
    """Keeps a contribution from the public, with the charter's reason; withdraws a public one.

    Nothing is deleted before REFUSED_RETENTION_DAYS: its author reads the reason by the receipt,
    and may contest it. Raises Refused (ALREADY_DECIDED, REASON_MISSING).
    """
    held = locked(contribution)
    require(rules.may_withdraw(held) if on_report else rules.may_decide(held))
    if not reason:
        raise Refused(Reason.REASON_MISSING)
    was_public = held.is_public
    if was_public:
        counters.count_publication(held, -1)
    held.moderation = Moderation.REFUSED
    held.refusal_reason, held.refusal_note = reason, note.strip()
    held.moderated_at, held.moderated_by = at, moderator
    held.keep_until = timezone.localdate(at) + timedelta(days=settings.REFUSED_RETENTION_DAYS)
    write_decision(held)
    if was_public:
        release(held, at=at)
    record(held, at=at, moderator=moderator, was_public=was_public, on_report=on_report)
    log_about("contribution.refused", held, moderator)
    mail_decision(held, was_public=was_public)
    return held


def record(
    contribution: Contribution,
    *,
    at: datetime,
    moderator: "User | None",
    was_public: bool,
    on_appeal: bool = False,
    on_report: bool = False,
) -> ModerationDecision:
    """Adds a decision to the register; the contribution already carries it."""
    return ModerationDecision.objects.create(
        activity_id=contribution.activity_id,
        contribution_id=contribution.pk,
        decision=contribution.moderation,
        reason=contribution.refusal_reason,
        was_public=was_public,
        on_appeal=on_appeal,
        on_report=on_report,
        submitted_at=contribution.submitted_at,
        decided_at=at,
        decided_by=moderator,
    )
