"""Voting places and envelopes: people enter the roll; doubles are set aside, unopened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import paper_rules
from ..enums import (
    BudgetReason,
    KeyKind,
    PaperReason,
    UndoReason,
    VoteChannel,
    VoteEventKind,
)
from ..models import BoothDay, DoubleVote, ParticipatoryBudget, VoterEntry
from ..queries.paper import code_standing
from ..queries.rules import rules_in_force
from ..queries.voting import entry_of
from ..rulebook import Rulebook
from ..voters import Voter, known_voter, person_value
from .casting import enter_roll
from .journal import record
from .opening import held_budget

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows at a voting place, or wrote on the outer envelope; kept nowhere."""

    surname: str = ""
    first_names: str = ""
    born_on: date | None = None
    code: str = ""
    declares: bool = False


@transaction.atomic
def enter_at_booth(
    *,
    budget: ParticipatoryBudget,
    place: str,
    envelope: str,
    shown: Shown,
    at: datetime,
) -> VoterEntry:
    """Enters in the roll somebody who votes at a voting place, and counts them for its day.

    Raises Refused (those of the code and of the identity, then those of `enter_roll`: not open,
    closed, already voted online or on paper, somebody else under this name). Two places that enter
    the same person at once: the database keeps one.
    """
    if at >= budget.closes_at:
        raise Refused(BudgetReason.CLOSED)
    voter = voter_of(
        budget=budget, channel=VoteChannel.BOOTH, envelope=envelope, shown=shown, at=at
    )
    entry = enter_roll(budget=budget, voter=voter, envelope=envelope, at=at)
    day = timezone.localdate(at)
    BoothDay.objects.get_or_create(budget=budget, place=place, day=day)
    BoothDay.objects.filter(budget=budget, place=place, day=day).update(entered=F("entered") + 1)
    return entry


@transaction.atomic
def leave_booth(
    *,
    budget: ParticipatoryBudget,
    place: str,
    entry: UUID | None,
    reason: UndoReason,
    by: "User",
    at: datetime,
) -> None:
    """Takes the line of somebody who put nothing in the box off the roll, the same day only.

    Raises Refused (NOTHING_TO_UNDO). Writes the public journal: that it happened and why, nobody.
    """
    day = timezone.localdate(at)
    if entry is None:
        raise Refused(PaperReason.NOTHING_TO_UNDO)
    found = VoterEntry.objects.filter(
        pk=entry, budget=budget, channel=VoteChannel.BOOTH, voted_on=day
    )
    counted = BoothDay.objects.filter(
        budget=budget, place=place, day=day, entered__gt=F("left")
    ).select_for_update()
    if budget.closes_at <= at or not counted or not found.delete()[0]:
        raise Refused(PaperReason.NOTHING_TO_UNDO)
    BoothDay.objects.filter(budget=budget, place=place, day=day).update(left=F("left") + 1)
    record(budget=held_budget(budget), kind=VoteEventKind.ROLL_UNDONE, at=at, reason=reason)
    record_event("budgets.booth.undone", actor=by, at=at, budget=budget.pk)


@transaction.atomic
def accept_envelope(
    *,
    budget: ParticipatoryBudget,
    envelope: str,
    shown: Shown,
    at: datetime,
) -> VoterEntry:
    """Enters in the roll the sender of an outer envelope: the inner one goes into the box.

    Posted, handed in, or from a voting place without network; until the count, for an envelope
    received in time is opened later. Raises Refused as `enter_at_booth` does, but for CLOSED.
    """
    channel = VoteChannel.POSTAL
    voter = voter_of(budget=budget, channel=channel, envelope=envelope, shown=shown, at=at)
    return enter_roll(budget=budget, voter=voter, envelope=envelope, at=at)


@transaction.atomic
def set_aside(
    *,
    budget: ParticipatoryBudget,
    envelope: str,
    shown: Shown,
    by: "User",
    at: datetime,
) -> DoubleVote:
    """Records an envelope that stays closed, because its sender is in the roll already.

    The vote that stands is the one already in the roll. Raises Refused (NOT_IN_ROLL). Writes the
    public journal: which way of voting was kept, which was set aside, nobody.
    """
    channel = VoteChannel.POSTAL
    voter = voter_of(budget=budget, channel=channel, envelope=envelope, shown=shown, at=at)
    kept = entry_of(budget, voter)
    if kept is None:
        raise Refused(PaperReason.NOT_IN_ROLL)
    line = DoubleVote.objects.create(
        budget=budget,
        kept=kept.channel,
        set_aside=channel,
        found_on=timezone.localdate(at),
        found_by=by,
    )
    record(
        budget=held_budget(budget),
        kind=VoteEventKind.DOUBLE_VOTE,
        at=at,
        kept=kept.channel,
        set_aside=channel,
    )
    return line


def voter_of(
    *,
    budget: ParticipatoryBudget,
    channel: VoteChannel,
    envelope: str,
    shown: Shown,
    at: datetime,
) -> Voter:
    """Who somebody is to the roll, by what they show. Raises Refused when it is not enough."""
    rules: Rulebook | None = rules_in_force(budget)
    require(paper_rules.may_hold_paper(rules, envelope))
    if rules is None:  # Said by the rule above.
        raise Refused(BudgetReason.RULES_MISSING)
    named = bool(shown.surname.strip() and shown.first_names.strip() and shown.born_on)
    require(
        paper_rules.may_be_entered(
            rules,
            born_on=shown.born_on if named else None,
            has_code=bool(shown.code.strip()),
            declares=shown.declares,
            on=timezone.localdate(at),
        )
    )
    values: list[tuple[KeyKind, str]] = []
    if shown.code.strip():
        values.append((KeyKind.CODE, _code(budget, envelope, shown.code)))
    if named and shown.born_on:
        value = person_value(shown.surname, shown.first_names, shown.born_on)
        values.append((KeyKind.PERSON, value))
    return known_voter(budget.pk, channel, values)


def _code(budget: ParticipatoryBudget, envelope: str, typed: str) -> str:
    """A code that may vote in this envelope, used or not: the roll tells the rest."""
    standing = code_standing(budget, typed, envelope)
    require(standing.decision)
    return standing.code
