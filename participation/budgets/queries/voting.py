"""What a voter's pages read: their line of the roll, their basket, how many have voted."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

from .. import ballot_box
from ..enums import KeyKind, VoteChannel
from ..models import (
    Ballot,
    BallotDraft,
    BallotReceipt,
    ParticipatoryBudget,
    VoterEntry,
)
from ..rulebook import Choices
from ..voters import Voter, known_voter

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Draft:
    """A basket as its voter left it."""

    envelope: str
    choices: Choices


def voter_of_account(
    budget: ParticipatoryBudget, user: "User", *more: tuple[KeyKind, str]
) -> Voter:
    """The voter of an account: itself, each address that it has proved, and what is given besides.

    `more` holds pairs such as (KeyKind.PERSON, voters.person_value(…)).
    """
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    mails = [(KeyKind.MAIL, email) for email in proved]
    values = [(KeyKind.ACCOUNT, str(user.pk)), *mails, *more]
    return known_voter(budget.pk, VoteChannel.ONLINE, values)


def entry_of(budget: ParticipatoryBudget, voter: Voter) -> VoterEntry | None:
    """The line of the roll of this voter, by any of their keys; None when they have not voted."""
    met = VoterEntry.objects.filter(budget_id=budget.pk, keys__key__in=voter.all_hashes)
    return met.order_by("pk").first()


def draft_of(budget: ParticipatoryBudget, voter: Voter) -> Draft | None:
    """The basket of this voter, by any of their proofs; None when there is none, or no more."""
    box = ballot_box.box_with_keys(budget.pk)
    if box is None or not voter.proofs or ballot_box.keys_of(box).link is None:
        return None
    names = [ballot_box.draft_pseudonym(box, key) for _kind, key in voter.proofs]
    kept = BallotDraft.objects.filter(budget_id=budget.pk, pseudonym__in=names)
    sealed = kept.order_by("-updated_on", "pk").values_list("sealed", flat=True).first()
    if sealed is None:
        return None
    said = json.loads(ballot_box.open_text(box, sealed))
    return Draft(said["e"], tuple((str(project), int(value)) for project, value in said["c"]))


def voter_count(budget: ParticipatoryBudget) -> int:
    """How many people have voted, all channels together: the one figure shown before closing."""
    return VoterEntry.objects.filter(budget_id=budget.pk).count()


def has_receipt(budget: ParticipatoryBudget, typed: str) -> bool:
    """Whether the ballot of this receipt is in the box, open or sealed; however it was typed."""
    found = {"budget_id": budget.pk, "receipt_hash": ballot_box.receipt_hash(typed)}
    if not found["receipt_hash"]:
        return False
    return Ballot.objects.filter(**found).exists() or BallotReceipt.objects.filter(**found).exists()
