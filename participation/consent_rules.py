"""Grouping ideas and making agents' ideas public: who decides, when. Pure, like `rules`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.accounts.enums import Audience
from portal.decisions import ALLOWED, Decision, refuse

from .enums import ActivityState, Moderation, Reason
from .rules import awaits_reading

if TYPE_CHECKING:
    from .models import Activity, Comment, Contribution, MergeProposal, Promotion, SupportQuestion


# The consent to be written to, kept by `portal.privacy`; its scope is `contribution:<pk>`.
WISHES_CONSENT = "participation.wishes"
SCOPE = "contribution:"


def scope_of(contribution: int) -> str:
    """What such a consent is about, by identifiers."""
    return f"{SCOPE}{contribution}"


@dataclass(frozen=True)
class Ties:
    """What already binds two ideas; with these rules neither chain nor circle can come about."""

    # A proposal is about it, or another idea stands or is proposed under it.
    merged: bool = False
    # It is itself proposed or grouped under another.
    kept: bool = False
    # The author said no to this very group.
    declined: bool = False


def may_group(merged: "Contribution", kept: "Contribution", ties: Ties) -> Decision:
    """Whether one idea may stand under another."""
    if merged.pk == kept.pk:
        return refuse(Reason.MERGE_ITSELF)
    if merged.activity_id != kept.activity_id:
        return refuse(Reason.MERGE_OTHER_CALL)
    if Moderation.MERGED in {merged.moderation, kept.moderation}:
        return refuse(Reason.MERGE_TIED)
    if not (merged.is_public and kept.is_public):
        return refuse(Reason.NOT_PUBLIC)
    if awaits_reading(merged):
        return refuse(Reason.MERGE_UNREAD)
    if merged.answered_at:
        return refuse(Reason.MERGE_ANSWERED)
    if ties.merged or ties.kept:
        return refuse(Reason.MERGE_TIED)
    return refuse(Reason.MERGE_DECLINED) if ties.declined else ALLOWED


def may_answer_merge(proposal: "MergeProposal") -> Decision:
    """Whether its author may still say yes or no; officers may still withdraw it."""
    return ALLOWED if proposal.is_open else refuse(Reason.ALREADY_HANDLED)


def reply_due_at(proposal: "MergeProposal", days: int) -> datetime:
    """Until when its author may answer before officers group without a word."""
    return proposal.proposed_at + timedelta(days=days)


def may_group_unanswered(
    proposal: "MergeProposal", *, can_be_asked: bool, days: int, at: datetime
) -> Decision:
    """Whether officers may group without the author's word.

    When the author left no way to be asked, or was asked and has not answered in time.
    """
    if not proposal.is_open:
        return refuse(Reason.ALREADY_HANDLED)
    if can_be_asked and at < reply_due_at(proposal, days):
        return refuse(Reason.MERGE_TOO_EARLY)
    return ALLOWED


def may_separate(proposal: "MergeProposal") -> Decision:
    """Whether two ideas may stand apart again: at any time, as long as they are grouped."""
    return ALLOWED if proposal.is_grouped else refuse(Reason.ALREADY_HANDLED)


def may_answer_question(
    question: "SupportQuestion", proposal: "MergeProposal", kept: "Contribution"
) -> Decision:
    """Whether a supporter may still say whether the other idea has the support too.

    Also once the call is closed: it is the city that asks, and often after the end.
    """
    if question.answered_at or not proposal.is_grouped:
        return refuse(Reason.ALREADY_HANDLED)
    if not kept.is_public or kept.activity.figures.archived_at:
        return refuse(Reason.NOT_PUBLIC)
    return ALLOWED


def is_public_call(activity: "Activity", at: datetime) -> bool:
    """Whether an agent's idea may be made public there: begun, for everybody, not archived."""
    return bool(
        activity.live
        and activity.visibility != Audience.AGENTS
        and activity.audience != Audience.AGENTS
        and activity.state(at) != ActivityState.COMING
        and not activity.figures.archived_at
    )


def may_promote(source: "Contribution", target: "Activity", at: datetime) -> Decision:
    """Whether the author of an agents' idea may be asked to make it public in this call."""
    if source.activity.visibility != Audience.AGENTS or not source.is_public:
        return refuse(Reason.NOT_AGENTS_IDEA)
    return ALLOWED if is_public_call(target, at) else refuse(Reason.TARGET_NOT_PUBLIC)


def may_answer_promotion(promotion: "Promotion") -> Decision:
    """Whether its author has not answered yet."""
    return ALLOWED if promotion.accepted is None else refuse(Reason.ALREADY_HANDLED)


def may_take_back(promotion: "Promotion") -> Decision:
    """Whether the author may take the consent back: at any time, once."""
    if not promotion.accepted or promotion.withdrawn_at or promotion.result_id is None:
        return refuse(Reason.ALREADY_HANDLED)
    return ALLOWED


# What its author may still take back: it waits or is public; the rest has been decided.
WITHDRAWABLE = (
    Moderation.UNVERIFIED,
    Moderation.PENDING,
    Moderation.PUBLISHED,
    Moderation.MERGED,
)


def may_withdraw(contribution: "Contribution", at: datetime) -> Decision:
    """Whether its author may take a contribution back: while its call is open, before an answer.

    Afterwards it is part of what the city decided on: it stays, without its author.
    """
    if contribution.moderation not in WITHDRAWABLE:
        return refuse(Reason.ALREADY_HANDLED)
    if contribution.verdict or contribution.answered_at:
        return refuse(Reason.ANSWER_GIVEN)
    if contribution.activity.state(at) != ActivityState.OPEN:
        return refuse(Reason.CLOSED)
    return ALLOWED


def may_withdraw_comment(comment: "Comment", at: datetime) -> Decision:
    """The same for a comment; what was said in the city's name is the city's."""
    if comment.is_official:
        return refuse(Reason.CITY_ONLY)
    if comment.moderation not in WITHDRAWABLE:
        return refuse(Reason.ALREADY_HANDLED)
    if comment.contribution.activity.state(at) != ActivityState.OPEN:
        return refuse(Reason.CLOSED)
    return ALLOWED
