"""Grouping an idea under another one: proposed, agreed to by its author, undone at any time.

Whatever groups ideas holds the activity, then the kept one, then the merged one, then what every
action holds (tally, facets): two officers who group A under B and B under A wait for one another.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from portal.decisions import Refused, require

from .. import consent_rules
from ..enums import Moderation, Reason
from ..models import Activity, Contribution, MergeProposal
from ..notifications.events import tell_of_grouping
from ..notifications.letters import address_of
from ..notifications.merging import mail_grouped_by_default, mail_merge_asked, mail_separated
from ..queries.merging import ties_of
from . import counters
from .journal import locked, locked_row, log
from .support_questions import ask_supporters, drop_open_questions

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class _Held:
    """A proposal and its two ideas, as they are now, held until the end of the transaction."""

    proposal: MergeProposal
    merged: Contribution
    kept: Contribution


def _hold_pair(merged: Contribution, kept: Contribution) -> tuple[Contribution, Contribution]:
    # What contributions point to is shared, not taken: receiving ideas goes on meanwhile.
    Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=kept.activity_id)
    held_kept = locked(kept)
    return (held_kept if merged.pk == kept.pk else locked(merged)), held_kept


def _hold(proposal: MergeProposal) -> _Held:
    merged, kept = _hold_pair(proposal.merged, proposal.kept)
    held = locked_row(proposal)
    held.merged, held.kept = merged, kept
    return _Held(held, merged, kept)


@transaction.atomic
def propose_merge(
    *, merged: Contribution, kept: Contribution, reason: str, officer: "User | None", at: datetime
) -> MergeProposal:
    """Proposes to group one idea under another and asks its author; nothing is grouped yet.

    Raises Refused (WHY_MISSING and those of consent_rules.may_group).
    """
    if not reason.strip():
        raise Refused(Reason.WHY_MISSING)
    merged, kept = _hold_pair(merged, kept)
    require(consent_rules.may_group(merged, kept, ties_of(merged, kept)))
    proposal = MergeProposal.objects.create(
        merged=merged, kept=kept, reason=reason.strip(), proposed_at=at, proposed_by=officer
    )
    until = consent_rules.reply_due_at(proposal, settings.MERGE_REPLY_DAYS)
    mail_merge_asked(proposal, until=until)
    _log("merge.proposed", proposal, officer)
    return proposal


@transaction.atomic
def withdraw_proposal(
    *, proposal: MergeProposal, officer: "User | None", at: datetime
) -> MergeProposal:
    """Takes back a proposal that nobody answered. Raises Refused(ALREADY_HANDLED)."""
    held = _hold(proposal)
    require(consent_rules.may_answer_merge(held.proposal))
    held.proposal.undone_at = at
    held.proposal.save(update_fields=["undone_at"])
    _log("merge.withdrawn", held.proposal, officer)
    return held.proposal


@transaction.atomic
def answer_merge(*, proposal: MergeProposal, accepted: bool, at: datetime) -> MergeProposal:
    """The author says yes, and the ideas are grouped; or no, and nothing changes.

    Raises Refused (ALREADY_HANDLED, and, for a yes, those of may_group).
    """
    held = _hold(proposal)
    require(consent_rules.may_answer_merge(held.proposal))
    held.proposal.accepted, held.proposal.answered_at = accepted, at
    held.proposal.save(update_fields=["accepted", "answered_at"])
    if accepted:
        _group(held, at=at)
    _log("merge.accepted" if accepted else "merge.declined", held.proposal)
    return held.proposal


@transaction.atomic
def group_unanswered(
    *, proposal: MergeProposal, officer: "User | None", at: datetime
) -> MergeProposal:
    """Groups without the author's word: nobody could be asked, or the delay has passed.

    It is said in public, and the author may separate the idea again at any time. Raises Refused
    (ALREADY_HANDLED, MERGE_TOO_EARLY, and those of may_group).
    """
    held = _hold(proposal)
    can_be_asked = bool(address_of(held.merged))
    require(
        consent_rules.may_group_unanswered(
            held.proposal, can_be_asked=can_be_asked, days=settings.MERGE_REPLY_DAYS, at=at
        )
    )
    held.proposal.by_default = True
    _group(held, at=at)
    mail_grouped_by_default(held.proposal)
    _log("merge.grouped_by_default", held.proposal, officer)
    return held.proposal


def _group(held: _Held, *, at: datetime) -> None:
    merged, kept = held.merged, held.kept
    require(consent_rules.may_group(merged, kept, ties_of(merged, kept, besides=held.proposal)))
    counters.count_publication(merged, -1)
    counters.tally(merged.activity_id, merged_count=1)
    merged.moderation, merged.merged_into = Moderation.MERGED, kept
    merged.save(update_fields=["moderation", "merged_into"])
    held.proposal.grouped_at = at
    held.proposal.save(update_fields=["grouped_at", "by_default"])
    ask_supporters(held.proposal, at=at)
    tell_of_grouping(held.proposal, at)


@transaction.atomic
def undo_merge(
    *, proposal: MergeProposal, at: datetime, officer: "User | None" = None
) -> MergeProposal:
    """Separates two ideas again, as if they had never been grouped; by the author or an officer.

    Supports that people gave to the other idea meanwhile are theirs, and stay. Raises
    Refused(ALREADY_HANDLED).
    """
    held = _hold(proposal)
    require(consent_rules.may_separate(held.proposal))
    _separate(held, at=at)
    if officer is not None:
        mail_separated(held.proposal)
    _log("merge.undone", held.proposal, officer)
    return held.proposal


def _separate(held: _Held, *, at: datetime) -> None:
    merged = held.merged
    merged.moderation, merged.merged_into = Moderation.PUBLISHED, None
    merged.save(update_fields=["moderation", "merged_into"])
    counters.tally(merged.activity_id, merged_count=-1)
    counters.count_publication(merged, 1)
    held.proposal.undone_at = at
    held.proposal.save(update_fields=["undone_at"])
    drop_open_questions(held.proposal)


def release(contribution: Contribution, *, at: datetime) -> None:
    """Frees what stands or is proposed under an idea that is public no more.

    Called by what withdraws it, which holds it already; ideas are never lost with another.
    """
    for proposal in contribution.merge_proposals_received.standing().select_related("merged"):
        merged = locked(proposal.merged)
        held = _Held(locked_row(proposal), merged, contribution)
        held.proposal.merged, held.proposal.kept = merged, contribution
        if held.proposal.is_grouped:
            _separate(held, at=at)
            mail_separated(held.proposal)
        elif held.proposal.is_open:
            held.proposal.undone_at = at
            held.proposal.save(update_fields=["undone_at"])
        _log("merge.released", held.proposal)
    contribution.merge_proposals.open().update(undone_at=at)


def _log(event: str, proposal: MergeProposal, user: "User | None" = None) -> None:
    log(
        event,
        user=user,
        proposal=proposal.pk,
        merged=proposal.merged_id,
        kept=proposal.kept_id,
        activity=proposal.merged.activity_id,
    )
