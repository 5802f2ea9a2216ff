"""Baskets not cast yet: kept sealed, reminded twice at most, erased by the vote."""

import json
import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.decisions import Refused, require

from .. import ballot_box, rules
from ..enums import BudgetReason
from ..models import BallotBox, BallotDraft, ParticipatoryBudget, VoterKey
from ..notifications import mail_draft_reminder
from ..rulebook import Choices
from ..voters import Voter
from .opening import box_to_write

logger = logging.getLogger("participation")

_MOST = 500


@transaction.atomic
def save_draft(
    *,
    budget: ParticipatoryBudget,
    voter: Voter,
    envelope: str,
    choices: Choices,
    contact: str,
    at: datetime,
) -> None:
    """Keeps the basket of somebody known, in the place of the one before; whom to remind, or "".

    It may still be short of choices, and the vote may be interrupted. Raises Refused
    (NOT_OPENED, CLOSED, NOT_ELIGIBLE without any proof, UNKNOWN_PROJECT, PROJECT_WITHDRAWN,
    TOO_MANY, TWICE).
    """
    if not voter.proofs:
        raise Refused(BudgetReason.NOT_ELIGIBLE)
    box = box_to_write(budget=budget, at=at)
    require(rules.may_vote(box.budget, box, at, paused=True))
    _check(box, envelope, choices)
    names = [ballot_box.draft_pseudonym(box, key) for _kind, key in voter.proofs]
    BallotDraft.objects.filter(budget_id=box.pk, pseudonym__in=names[1:]).delete()
    kept = {"e": envelope, "c": choices, "k": voter.all_hashes}
    draft = BallotDraft(
        budget_id=box.pk,
        pseudonym=names[0],
        sealed=ballot_box.seal_text(box, json.dumps(kept, separators=(",", ":"))),
        contact=ballot_box.seal_text(box, contact) if contact else "",
        updated_on=timezone.localdate(at),
    )
    BallotDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["budget", "pseudonym"],
        update_fields=["sealed", "contact", "updated_on"],
    )


def remind(*, budget: ParticipatoryBudget, at: datetime) -> int:
    """Reminds whoever kept a basket and has not voted: two days before the end, and on the last.

    Once each at most, whatever dies in between. Returns how many mails leave; none when the vote is
    not open or is interrupted.
    """
    box = ballot_box.box_with_keys(budget.pk)
    if box is None or not rules.may_vote(box.budget, box, at):
        return 0
    waiting = BallotDraft.objects.filter(budget_id=box.pk).exclude(contact="")
    today = timezone.localdate(at)
    due = [
        draft
        for draft in waiting.order_by("pk").iterator()
        if rules.is_reminded(
            box.budget.closes_at,
            today,
            updated_on=draft.updated_on,
            reminded_on=draft.reminded_on,
        )
    ]
    sent = sum(_remind(budget, box, draft, at) for draft in due)
    if sent:
        logger.info(
            "Baskets reminded",
            extra={"event": "budgets.reminded", "budget": budget.pk, "count": sent},
        )
    return sent


@transaction.atomic
def _remind(budget: ParticipatoryBudget, box: BallotBox, draft: BallotDraft, at: datetime) -> bool:
    """Enqueues one reminder, and notes its day in the same transaction."""
    keys = json.loads(ballot_box.open_text(box, draft.sealed))["k"]
    if VoterKey.objects.filter(budget_id=box.pk, key__in=keys).exists():
        return False
    same = BallotDraft.objects.filter(pk=draft.pk, reminded_on=draft.reminded_on)
    if not same.update(reminded_on=timezone.localdate(at)):
        return False
    mail_draft_reminder(budget=budget, to=ballot_box.open_text(box, draft.contact))
    return True


def _check(box: BallotBox, envelope: str, choices: Choices) -> None:
    """Whether a basket may be kept: projects of this envelope, each once; the rest can wait."""
    found = ballot_box.rules_of(box).envelope(envelope)
    ids = [project for project, _value in choices]
    if found is None:
        raise Refused(BudgetReason.UNKNOWN_PROJECT)
    for one in ids:
        require(found.stands(one))
    if len(set(ids)) != len(ids):
        raise Refused(BudgetReason.TWICE)
    if len(ids) > _MOST:
        raise Refused(BudgetReason.TOO_MANY)
