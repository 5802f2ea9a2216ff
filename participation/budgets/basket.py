"""A ballot while it is being filled in: what one press changes, what is still missing. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from portal.decisions import ALLOWED, Decision, refuse

from .enums import BallotKind, BudgetReason
from .rulebook import BallotProject, Choices, Envelope, Rulebook, canonical_choices, cost_of

# What a number field may hold: more is a slip of the finger, and is kept at this.
_LARGEST = 9_999
# Ballots that say a value for each project, typed or ticked, and not only which projects.
TYPED = (BallotKind.POINTS, BallotKind.RANKING, BallotKind.GRADES)


@dataclass(frozen=True, slots=True)
class Basket:
    """What somebody has chosen so far, for each envelope, and the order in which they read."""

    # From 1 on; 0 as long as nothing was drawn.
    seed: int = 0
    envelope: str = ""
    chosen: Mapping[str, Choices] = field(default_factory=dict)

    @property
    def choices(self) -> Choices:
        """What the ballot would say now."""
        return self.chosen.get(self.envelope, ())

    @property
    def is_empty(self) -> bool:
        return not self.choices

    def value_of(self, project_id: str) -> int | None:
        """The value given to a project; None when it is not chosen."""
        return dict(self.choices).get(project_id)

    def filled(self, choices: Iterable[tuple[str, int]]) -> "Basket":
        """The same basket with these choices in the envelope of the moment."""
        return replace(self, chosen={**self.chosen, self.envelope: tuple(choices)})


def in_order(projects: Iterable[BallotProject], seed: int) -> list[BallotProject]:
    """These projects in the order drawn for one voter: the same each time, for this seed."""

    def drawn(project: BallotProject) -> str:
        return hashlib.sha256(f"{seed}:{project.id}".encode()).hexdigest()

    return sorted(projects, key=drawn)


def only_known(basket: Basket, envelope: Envelope) -> tuple[Basket, bool]:
    """The basket without what is not on the ballot, and whether there was any."""
    known = tuple(one for one in basket.choices if envelope.project(one[0]))
    return (basket, False) if known == basket.choices else (basket.filled(known), True)


def only_standing(basket: Basket, rules: Rulebook) -> tuple[Basket, tuple[str, ...]]:
    """The basket without the projects withdrawn from the vote since, and which ones it lost.

    In every envelope: each keeps its own basket meanwhile. The ranks below move up.
    """
    chosen, lost = dict(basket.chosen), []
    for envelope in rules.envelopes:
        said = chosen.get(envelope.id, ())
        kept = [one for one in said if one[0] not in envelope.withdrawn]
        if len(kept) != len(said):
            chosen[envelope.id] = canonical_choices(rules.kind, kept)
            lost += [one for one, _value in said if one in envelope.withdrawn]
    return (replace(basket, chosen=chosen) if lost else basket), tuple(lost)


def add(basket: Basket, rules: Rulebook, envelope: Envelope, project_id: str) -> Basket:
    """One more project, last; it is for `may_add` to say whether it may."""
    if basket.value_of(project_id) is not None:
        return basket
    value = len(basket.choices) + 1 if rules.kind == BallotKind.RANKING else 1
    return _canonical(basket.filled((*basket.choices, (project_id, value))), rules)


def may_add(basket: Basket, rules: Rulebook, envelope: Envelope, project_id: str) -> Decision:
    """Whether one more project has its place: it is on the ballot, and nothing is exceeded."""
    if not (decision := envelope.stands(project_id)):
        return decision
    if basket.value_of(project_id) is not None:
        return ALLOWED
    if len(basket.choices) >= rules.max_choices:
        return refuse(BudgetReason.TOO_MANY)
    cost = cost_of(envelope, ((project_id, 1),))
    if rules.kind == BallotKind.KNAPSACK and cost > left(basket, rules, envelope):
        return refuse(BudgetReason.OVER_ENVELOPE)
    if rules.kind == BallotKind.POINTS and left(basket, rules, envelope) < 1:
        return refuse(BudgetReason.TOO_MANY_POINTS)
    return ALLOWED


def remove(basket: Basket, rules: Rulebook, project_id: str) -> Basket:
    """The same without this project; the ones below move up."""
    return _canonical(basket.filled(one for one in basket.choices if one[0] != project_id), rules)


def with_points(basket: Basket, rules: Rulebook, given: Mapping[str, int]) -> Basket:
    """These points for these projects; none takes the project out. Too many are kept, and said."""
    kept = {**dict(basket.choices), **given}
    return _canonical(
        basket.filled((one, min(value, _LARGEST)) for one, value in kept.items() if value > 0),
        rules,
    )


def one_point(
    basket: Basket, rules: Rulebook, envelope: Envelope, project_id: str, step: int
) -> tuple[Basket, Decision]:
    """One point more or less; refused when there is none left, or the project has its most."""
    if not (decision := envelope.stands(project_id)):
        return basket, decision
    value = (basket.value_of(project_id) or 0) + step
    if step > 0:
        if value > rules.points_each or left(basket, rules, envelope) < 1:
            return basket, refuse(BudgetReason.TOO_MANY_POINTS)
        if value == 1 and len(basket.choices) >= rules.max_choices:
            return basket, refuse(BudgetReason.TOO_MANY)
    return with_points(basket, rules, {project_id: max(value, 0)}), ALLOWED


def with_grades(basket: Basket, rules: Rulebook, given: Mapping[str, int | None]) -> Basket:
    """These grades for these projects; None is no opinion."""
    kept = {**dict(basket.choices), **given}
    said = [(one, grade) for one, grade in kept.items() if grade is not None]
    return _canonical(basket.filled(one for one in said if 0 <= one[1] < len(rules.grades)), rules)


def with_ranks(basket: Basket, rules: Rulebook, given: Mapping[str, int]) -> Basket:
    """Projects at the ranks typed: whoever was moved goes before whoever was there."""
    before = dict(basket.choices)
    moved = {one: rank for one, rank in given.items() if one in before and before[one] != rank}
    ordered = [one for one, _rank in basket.choices if one not in moved]
    for project, rank in sorted(moved.items(), key=lambda one: one[1]):
        ordered.insert(max(rank - 1, 0), project)
    return _ranked(basket, rules, ordered)


def moved(basket: Basket, rules: Rulebook, project_id: str, step: int) -> Basket:
    """A project one rank up (-1) or down (+1); nothing happens at the ends."""
    ordered = [one for one, _rank in basket.choices]
    if project_id not in ordered:
        return basket
    place = ordered.index(project_id)
    ordered.insert(min(max(place + step, 0), len(ordered) - 1), ordered.pop(place))
    return _ranked(basket, rules, ordered)


def left(basket: Basket, rules: Rulebook, envelope: Envelope) -> int:
    """What may still be given: euros of the envelope, points, or choices; less than 0 is over."""
    if rules.kind == BallotKind.KNAPSACK:
        return envelope.budget - cost_of(envelope, basket.choices)
    if rules.kind == BallotKind.POINTS:
        return rules.points - sum(value for _project, value in basket.choices)
    return rules.max_choices - len(basket.choices)


def missing(basket: Basket, rules: Rulebook) -> int:
    """How many choices the rules still ask for."""
    envelope = rules.envelope(basket.envelope)
    least = rules.least_in(envelope) if envelope else rules.min_choices
    return max(least - len(basket.choices), 0)


def _ranked(basket: Basket, rules: Rulebook, ordered: list[str]) -> Basket:
    return basket.filled((one, rank) for rank, one in enumerate(ordered, start=1))


def _canonical(basket: Basket, rules: Rulebook) -> Basket:
    return basket.filled(canonical_choices(rules.kind, basket.choices))
