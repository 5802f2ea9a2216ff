"""What paper may say and who may handle it: typed ballots, codes, keyings, signatures. Pure."""

import re
from datetime import date
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import BallotKind, BatchState, BudgetReason, PaperReason
from .rulebook import Choices, Rulebook, ballot_fault, canonical_choices

if TYPE_CHECKING:
    from .models import PaperBatch

# Ballots on which a project has something beside it: points, or a grade.
PAIRED = (BallotKind.POINTS, BallotKind.GRADES)
# Below so many, on one side or the other, a figure would say who voted.
FEW = 10
_BETWEEN = re.compile(r"[\s,;+]+")
_NUMBER = re.compile(r"\d{1,6}")
_PAIR = re.compile(r"(\d{1,6})[:=/](\d{1,5})")


def typed_choices(rules: Rulebook, envelope: str, typed: str) -> tuple[Choices, Decision]:
    """The ballot that an agent typed from a paper, and whether the rules allow it.

    Projects chosen or put in order: `3 12 7`. Points: `3:5 12:2`. Grades: `3:1`, where 1 is the
    best. Commas and semicolons count as spaces. Choices are those that could be read.
    """
    words = [one for one in _BETWEEN.split(typed.strip()) if one]
    read = _pairs(words, rules.kind) if rules.kind in PAIRED else _numbers(words, rules.kind)
    if read is None:
        paired = rules.kind in PAIRED
        return (), refuse(PaperReason.UNREADABLE_PAIRS if paired else PaperReason.UNREADABLE)
    choices = canonical_choices(rules.kind, read)
    return choices, ballot_fault(rules, envelope, choices, on_paper=True)


def _numbers(words: list[str], kind: BallotKind) -> Choices | None:
    """Project numbers, in the order of the paper; the value is the rank, or 1."""
    if not all(_NUMBER.fullmatch(one) for one in words):
        return None
    ranked = kind == BallotKind.RANKING
    return tuple(
        (str(int(one)), place if ranked else 1) for place, one in enumerate(words, start=1)
    )


def _pairs(words: list[str], kind: BallotKind) -> Choices | None:
    """Project numbers with their points, or with the place of their grade."""
    found = [_PAIR.fullmatch(one) for one in words]
    if not all(found):
        return None
    first = 1 if kind == BallotKind.GRADES else 0
    return tuple((str(int(one[1])), int(one[2]) - first) for one in found if one)


def typed_text(kind: BallotKind, choices: Choices) -> str:
    """The same ballot as an agent types it."""
    if kind in PAIRED:
        first = 1 if kind == BallotKind.GRADES else 0
        return " ".join(f"{project}:{value + first}" for project, value in choices)
    return " ".join(project for project, _value in choices)


def may_make_codes(rules: Rulebook | None, envelope: str, reason: str) -> Decision:
    """Whether codes may be printed: the rules offer them, and know the district."""
    if rules is None:
        return refuse(BudgetReason.RULES_MISSING)
    if "code" not in rules.channels:
        return refuse(PaperReason.CODES_NOT_OFFERED)
    if envelope and rules.envelope(envelope) is None:
        return refuse(PaperReason.ENVELOPE_UNKNOWN)
    return ALLOWED if reason.strip() else refuse(BudgetReason.REASON_MISSING)


def code_fault(*, known: bool, cancelled: bool, used: bool, elsewhere: bool) -> Decision:
    """Whether a code opens this ballot. One that served stays good for its voter's changes."""
    if not known:
        return refuse(BudgetReason.CODE_UNKNOWN)
    if cancelled and not used:
        return refuse(BudgetReason.CODE_CANCELLED)
    return refuse(BudgetReason.CODE_ELSEWHERE) if elsewhere else ALLOWED


def may_hold_paper(rules: Rulebook | None, envelope: str) -> Decision:
    """Whether the rules offer paper, in this envelope."""
    if rules is None:
        return refuse(BudgetReason.RULES_MISSING)
    if "paper" not in rules.channels:
        return refuse(PaperReason.PAPER_NOT_OFFERED)
    return ALLOWED if rules.envelope(envelope) else refuse(PaperReason.ENVELOPE_UNKNOWN)


def may_be_entered(
    rules: Rulebook, *, born_on: date | None, has_code: bool, declares: bool, on: date
) -> Decision:
    """Whether somebody at a voting place, or on an envelope, said enough to enter the roll.

    Where the rules ask for an identity, it is asked here too even with a code: it is what tells
    that the same person has voted elsewhere.
    """
    if not declares:
        return refuse(PaperReason.NOT_DECLARED)
    if born_on is None:
        enough = has_code and not rules.eligibility["identity"]
        return ALLOWED if enough else refuse(PaperReason.NOBODY_NAMED)
    if age_on(born_on, on) < rules.eligibility["age_from"]:
        return refuse(PaperReason.TOO_YOUNG)
    return ALLOWED


def age_on(born_on: date, day: date) -> int:
    """The age of somebody on a day, in whole years."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (0 if had_birthday else 1)


def turn_of(batch: "PaperBatch", person: int) -> int | None:
    """Which keying of this batch is for this person now: 1, 2, or None."""
    if batch.state == BatchState.OPEN and batch.first_by_id in (None, person):
        return 1
    if batch.state == BatchState.FIRST_DONE and batch.first_by_id != person:
        return 2 if batch.second_by_id in (None, person) else None
    return None


def may_key_in(batch: "PaperBatch", person: int) -> Decision:
    """Whether this person keys in now; the second keying is for another person than the first."""
    if batch.state == BatchState.SIGNED:
        return refuse(PaperReason.SIGNED)
    if turn_of(batch, person):
        return ALLOWED
    again = batch.state == BatchState.FIRST_DONE and batch.first_by_id == person
    return refuse(BudgetReason.SAME_AGENT if again else PaperReason.NOT_YOURS)


def may_resolve(batch: "PaperBatch", person: int, *, conducts: bool) -> Decision:
    """Whether this person sees which papers differ: those who keyed in, or who conducts."""
    if batch.state == BatchState.SIGNED:
        return refuse(PaperReason.SIGNED)
    if batch.state != BatchState.COMPARED:
        return refuse(PaperReason.NO_DIFFERENCE)
    keyed = person in (batch.first_by_id, batch.second_by_id)
    return ALLOWED if keyed or conducts else refuse(PaperReason.NOT_YOURS)


def may_sign(batch: "PaperBatch", person: int) -> Decision:
    """Whether this person signs the batch off: never whoever keyed in first."""
    if batch.state == BatchState.SIGNED:
        return refuse(PaperReason.SIGNED)
    if batch.state != BatchState.READY:
        return refuse(PaperReason.NOT_READY)
    return refuse(PaperReason.FIRST_KEYER) if batch.first_by_id == person else ALLOWED
