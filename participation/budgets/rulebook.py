"""The rules of a vote as data: read from their canonical text, and what a ballot may say. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from portal.decisions import ALLOWED, Decision, refuse

from .enums import CITY_ENVELOPE, BallotKind, BudgetReason

FORMAT = "parvis-rules/1"

# What a ballot says: (project, value). The value is 1 for a chosen project, its points, its rank
# (1 first), or the place of its grade (0 the best).
Choice = tuple[str, int]
Choices = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class BallotProject:
    """One project as it stands in the rules: amounts in whole euros."""

    id: str
    name: str
    cost: int
    district: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sum to share and the projects that compete for it."""

    id: str
    name: str
    budget: int
    projects: tuple[BallotProject, ...]
    # Withdrawn while one votes: ballots that name them stay valid, the count ignores them.
    withdrawn: tuple[str, ...] = ()

    @property
    def standing(self) -> tuple[BallotProject, ...]:
        """The projects that one can vote for now: those withdrawn are left out."""
        return tuple(one for one in self.projects if one.id not in self.withdrawn)

    def project(self, project_id: str) -> BallotProject | None:
        """The project of this number, or None."""
        return next((one for one in self.projects if one.id == project_id), None)

    def stands(self, project_id: str) -> Decision:
        """Whether one can vote for this project now: on the ballot, and not withdrawn since."""
        if self.project(project_id) is None:
            return refuse(BudgetReason.UNKNOWN_PROJECT)
        gone = project_id in self.withdrawn
        return refuse(BudgetReason.PROJECT_WITHDRAWN) if gone else ALLOWED


@dataclass(frozen=True)
class Rulebook:
    """One version of the rules; `data` is regle.json, which the count and citizens read too."""

    data: dict[str, Any]

    @staticmethod
    def read(text: str) -> "Rulebook":
        """The rules of a canonical text (RuleVersion.text); the same text is read once."""
        return _read(text)

    @property
    def kind(self) -> BallotKind:
        return BallotKind(self.data["ballot"]["kind"])

    @property
    def min_choices(self) -> int:
        return int(self.data["ballot"]["min"])

    @property
    def max_choices(self) -> int:
        return int(self.data["ballot"]["max"])

    @property
    def points(self) -> int:
        """Points to share; zero when the ballot has none."""
        return int(self.data["ballot"]["points"] or 0)

    @property
    def points_each(self) -> int:
        """Points for one project at most."""
        return int(self.data["ballot"]["points_max"] or self.points)

    @property
    def rank_points(self) -> tuple[int, ...]:
        return tuple(self.data["ballot"]["rank_points"] or ())

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades, the best first."""
        return tuple(self.data["ballot"]["grades"] or ())

    @property
    def count(self) -> dict[str, Any]:
        """How ballots are counted: rule, utility, completion, step, ties, seed, guarantee."""
        return dict(self.data["count"])

    @property
    def eligibility(self) -> dict[str, Any]:
        """Who may vote: age_from, lives, works, studies, identity."""
        return dict(self.data["eligibility"])

    @property
    def channels(self) -> tuple[str, ...]:
        """Ways to vote: account, mail, phone, code, paper."""
        return tuple(self.data["channels"])

    @cached_property
    def envelopes(self) -> tuple[Envelope, ...]:
        return tuple(
            Envelope(
                id=one["id"],
                name=one["name"],
                budget=one["budget"],
                projects=tuple(
                    BallotProject(
                        id=project["id"],
                        name=project["name"],
                        cost=project["cost"],
                        district=project.get("district", ""),
                    )
                    for project in one["projects"]
                ),
                withdrawn=tuple(one.get("withdrawn", ())),
            )
            for one in self.data["envelopes"]
        )

    def envelope(self, envelope_id: str) -> Envelope | None:
        """The envelope of this short name, or None."""
        return next((one for one in self.envelopes if one.id == envelope_id), None)

    def least_in(self, envelope: Envelope) -> int:
        """How many projects a ballot of this envelope takes at least.

        Where fewer still stand, since others were withdrawn: those. Nobody is kept from voting.
        """
        return min(self.min_choices, len(envelope.standing))

    @property
    def only_envelope(self) -> Envelope | None:
        """The envelope of everybody; None when one votes in a district."""
        return self.envelope(CITY_ENVELOPE) if len(self.envelopes) == 1 else None


@lru_cache(maxsize=16)
def _read(text: str) -> Rulebook:
    return Rulebook(json.loads(text))


def ballot_fault(
    rules: Rulebook, envelope_id: str, choices: Choices, *, on_paper: bool = False
) -> Decision:
    """Whether a ballot may say this: projects that stand, each once, as many as the rules say.

    Papers were printed before a project was withdrawn, and nobody can ask their voter again: one
    that names it stays valid, as ballots cast before do. The count ignores the project.
    """
    envelope = rules.envelope(envelope_id)
    if envelope is None:
        return refuse(BudgetReason.UNKNOWN_PROJECT)
    ids = [project for project, _value in choices]
    if any(envelope.project(one) is None for one in ids):
        return refuse(BudgetReason.UNKNOWN_PROJECT)
    if not on_paper and any(one in envelope.withdrawn for one in ids):
        return refuse(BudgetReason.PROJECT_WITHDRAWN)
    if len(set(ids)) != len(ids):
        return refuse(BudgetReason.TWICE)
    if not ids:
        return refuse(BudgetReason.EMPTY)
    if len(ids) < rules.least_in(envelope):
        return refuse(BudgetReason.TOO_FEW)
    if len(ids) > rules.max_choices:
        return refuse(BudgetReason.TOO_MANY)
    return _value_fault(rules, envelope, choices)


def _value_fault(rules: Rulebook, envelope: Envelope, choices: Choices) -> Decision:
    """Whether points, ranks, grades and costs stay within what the rules allow."""
    values = [value for _project, value in choices]
    if rules.kind == BallotKind.POINTS:
        too_many = sum(values) > rules.points or max(values) > rules.points_each
        return refuse(BudgetReason.TOO_MANY_POINTS) if too_many or min(values) < 1 else ALLOWED
    if rules.kind == BallotKind.RANKING:
        in_order = values == list(range(1, len(values) + 1))
        return ALLOWED if in_order else refuse(BudgetReason.TWICE)
    if rules.kind == BallotKind.GRADES:
        known = all(0 <= value < len(rules.grades) for value in values)
        return ALLOWED if known else refuse(BudgetReason.BAD_GRADE)
    if any(value != 1 for value in values):
        return refuse(BudgetReason.TWICE)
    if rules.kind == BallotKind.KNAPSACK and cost_of(envelope, choices) > envelope.budget:
        return refuse(BudgetReason.OVER_ENVELOPE)
    return ALLOWED


def cost_of(envelope: Envelope, choices: Choices) -> int:
    """What the chosen projects cost together, in euros; unknown ones count for nothing."""
    found = (envelope.project(project) for project, _value in choices)
    return sum(project.cost for project in found if project)


def canonical_choices(kind: BallotKind, choices: Iterable[Choice]) -> Choices:
    """The same ballot in its one form: by rank for a ranking, else by project number."""
    if kind == BallotKind.RANKING:
        ordered = sorted(choices, key=lambda choice: choice[1])
        return tuple((project, place) for place, (project, _old) in enumerate(ordered, start=1))
    return tuple(sorted(choices, key=lambda choice: (_number(choice[0]), choice[0])))


def choices_text(choices: Choices) -> str:
    """A ballot as it is stored: `[["3",1],["12",1]]`."""
    return json.dumps([list(one) for one in choices], separators=(",", ":"))


def read_choices(text: str) -> Choices:
    """The ballot of a stored text."""
    return tuple((str(project), int(value)) for project, value in json.loads(text or "[]"))


def _number(project_id: str) -> int:
    return int(project_id) if project_id.isdecimal() else 0
