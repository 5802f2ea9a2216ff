"""What deciding on a text means, whether a contribution or a comment: its row, and the register."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import rules
from ..enums import Moderation, Reason
from ..models import Comment, Contribution, ModerationDecision
from .journal import write_decision

if TYPE_CHECKING:
    from portal.accounts.models import User

Text = Contribution | Comment


def mark_published(text: Text, *, moderator: "User | None", at: datetime, on_appeal: bool) -> bool:
    """Writes on a held text that it is public; says whether it was already.

    Raises Refused(ALREADY_DECIDED), except for what an appeal brings back.
    """
    if not on_appeal:
        require(rules.may_decide(text))
    was_public = text.is_public
    text.moderation = Moderation.PUBLISHED
    text.published_at = text.published_at or at
    text.moderated_at, text.moderated_by = at, moderator
    text.refusal_reason, text.refusal_note, text.keep_until = "", "", None
    write_decision(text)
    return was_public


def mark_refused(
    text: Text,
    *,
    reason: str,
    note: str,
    moderator: "User | None",
    at: datetime,
    on_report: bool,
) -> bool:
    """Writes on a held text that it is refused, and until when it is kept; says if it was public.

    Raises Refused (ALREADY_DECIDED, NOT_PUBLIC, REASON_MISSING).
    """
    require(rules.may_withdraw(text) if on_report else rules.may_decide(text))
    if not reason:
        raise Refused(Reason.REASON_MISSING)
    was_public = text.is_public
    text.moderation = Moderation.REFUSED
    text.refusal_reason, text.refusal_note = reason, note.strip()
    text.moderated_at, text.moderated_by = at, moderator
    text.keep_until = timezone.localdate(at) + timedelta(days=settings.REFUSED_RETENTION_DAYS)
    write_decision(text)
    return was_public


def record(
    text: Text, *, was_public: bool, on_appeal: bool = False, on_report: bool = False
) -> ModerationDecision:
    """Adds to the register the decision that a text already carries."""
    is_comment = isinstance(text, Comment)
    activity_id = text.contribution.activity_id if isinstance(text, Comment) else text.activity_id
    decision = ModerationDecision.objects.create(
        activity_id=activity_id,
        contribution_id=None if is_comment else text.pk,
        comment_id=text.pk if is_comment else None,
        decision=text.moderation,
        reason=text.refusal_reason,
        was_public=was_public,
        on_appeal=on_appeal,
        on_report=on_report,
        submitted_at=text.submitted_at,
        decided_at=text.moderated_at or text.submitted_at,
        decided_by=text.moderated_by,
    )
    record_event(
        "participation.moderation.decided",
        actor=text.moderated_by,
        at=decision.decided_at,
        decision=decision.pk,
        outcome=str(text.moderation),
    )
    return decision
