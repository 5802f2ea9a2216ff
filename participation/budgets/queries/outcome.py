"""The published result of a vote, ready to be read: the record of the count, the projects."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..count_rules import decision_is_late, due_on, is_late
from ..enums import VOTED_STAGES, BallotKind, Realisation, VoteChannel
from ..models import CouncilDecision, Count, ParticipatoryBudget, Project
from ..outcome_words import difference, other_rule_name, ties_met, why_elected, why_not
from ..rulebook import Rulebook

_KINDS = {
    Realisation.AWAITED: "todo",
    Realisation.PLANNED: "todo",
    Realisation.UNDER_WAY: "doing",
    Realisation.DONE: "done",
    Realisation.DROPPED: "dropped",
}


def status_kind(state: Realisation) -> str:
    """How a state is drawn (components/status.html)."""
    return _KINDS[state]


@dataclass(frozen=True)
class Grade:
    """How many people gave this grade to a project."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Line:
    """One project in the table of results."""

    id: str
    name: str
    url: str
    district: str
    cost: int
    votes: int
    # What the rule compares: votes, points, or a grade in words.
    figure: int
    width: int
    is_elected: bool
    why: str
    grade: str = ""
    grades: tuple[Grade, ...] = ()
    status_kind: str = ""
    status: str = ""


@dataclass(frozen=True)
class EnvelopeOutcome:
    """One envelope: its money, its ballots, its projects, the elected ones first in their order."""

    id: str
    name: str
    budget: int
    spent: int
    ballots: int
    lines: list[Line]
    share: Any = None
    runs: int = 0

    @property
    def left(self) -> int:
        """Euros that nobody took."""
        return self.budget - self.spent

    @property
    def winners(self) -> list[Line]:
        return [one for one in self.lines if one.is_elected]


@dataclass(frozen=True)
class OtherRule:
    """What the same ballots would have given under another rule."""

    name: str
    count: int
    difference: str
    reached: int | None


@dataclass
class Outcome:
    """All that the page of results says."""

    count: Count
    rules: Rulebook
    envelopes: list[EnvelopeOutcome]
    about: dict[str, Any]
    others: list[OtherRule]
    ties: list[str]
    decision: CouncilDecision | None
    decision_late: bool
    due: date | None
    by_district: list[tuple[str, list[Line]]] = field(default_factory=list)

    @property
    def winners(self) -> list[Line]:
        return [line for one in self.envelopes for line in one.winners]

    @property
    def ballots(self) -> int:
        return sum(one.ballots for one in self.envelopes)

    @property
    def budget(self) -> int:
        return sum(one.budget for one in self.envelopes)

    @property
    def spent(self) -> int:
        return sum(one.spent for one in self.envelopes)

    @property
    def left(self) -> int:
        return self.budget - self.spent

    @property
    def done(self) -> int:
        """How many elected projects are carried out."""
        return sum(1 for one in self.winners if one.status_kind == "done")


def outcome_of(budget: ParticipatoryBudget, at: datetime) -> Outcome | None:
    """The published result, by three queries however many projects; None before it is counted."""
    count = (
        Count.objects.select_related("rules", "budget__council_decision")
        .filter(budget=budget)
        .first()
    )
    if count is None:
        return None
    decision = getattr(count.budget, "council_decision", None)
    today = timezone.localdate(at)
    due = project_due_on(budget, decision)
    projects = {str(one.number): one for one in _projects(budget)}
    rules = Rulebook.read(count.rules.text)
    result, about = json.loads(count.result), json.loads(count.about)
    reader = _Reader(rules, projects, today, due)
    envelopes = [reader.envelope(one) for one in result["envelopes"]]
    names = reader.names
    found = Outcome(
        count=count,
        rules=rules,
        envelopes=envelopes,
        about=about,
        others=_others(about, result, names),
        ties=ties_met(result["envelopes"], names),
        decision=decision,
        decision_late=decision_is_late(
            budget.decision_due_on, is_decided=decision is not None, today=today
        ),
        due=due,
    )
    found.by_district = _by_district(envelopes)
    return found


def project_due_on(budget: ParticipatoryBudget, decision: CouncilDecision | None) -> date:
    """When elected projects are to be done: so many months after the council, else the vote."""
    start = decision.decided_on if decision else timezone.localdate(budget.closes_at)
    return due_on(start, budget.building_months)


def _projects(budget: ParticipatoryBudget) -> list[Project]:
    found = Project.objects.filter(budget=budget, stage__in=VOTED_STAGES)
    projects = list(found.select_related("district"))
    for one in projects:
        one.budget = budget
    return projects


class _Reader:
    """Turns the envelopes of the record into lines."""

    def __init__(
        self, rules: Rulebook, projects: dict[str, Project], today: date, due: date
    ) -> None:
        self.rules, self.projects, self.today, self.due = rules, projects, today, due
        told = [one for envelope in rules.envelopes for one in envelope.projects]
        self.names = {one.id: one.name for one in told}
        self.districts = {one.id: one.district for one in told}

    def envelope(self, told: dict[str, Any]) -> EnvelopeOutcome:
        rules = self.rules.envelope(told["id"])
        longest = max((self._figure(one) for one in told["rounds"]), default=0)
        lines = [self._line(one, longest or 1) for one in told["rounds"]]
        return EnvelopeOutcome(
            id=told["id"],
            name=rules.name if rules else told["id"],
            budget=rules.budget if rules else 0,
            spent=int(told["spent"]),
            ballots=told["ballots"],
            lines=lines,
            share=told.get("share"),
            runs=told.get("runs", 0),
        )

    def _figure(self, told: dict[str, Any]) -> int:
        by_points = self.rules.kind in (BallotKind.POINTS, BallotKind.RANKING)
        return int(told["points"]) if by_points else told["votes"]

    def _line(self, told: dict[str, Any], longest: int) -> Line:
        number = told["project"]
        project = self.projects.get(number)
        kind, status = self._status(project) if told["funded"] else ("", "")
        grade, grades = self._grades(told)
        return Line(
            id=number,
            name=self.names.get(number, number),
            url=project.url if project else "",
            district=self.districts.get(number, ""),
            cost=int(told["cost"]),
            votes=told["votes"],
            figure=self._figure(told),
            width=round(100 * self._figure(told) / longest),
            is_elected=told["funded"],
            why=why_elected(told) if told["funded"] else why_not(told),
            grade=grade,
            grades=grades,
            status_kind=kind,
            status=status,
        )

    def _status(self, project: Project | None) -> tuple[str, str]:
        if project is None or not project.realisation:
            return "todo", str(Realisation.AWAITED.label)
        if is_late(project.realisation, self.due, self.today):
            return "late", _("Late")
        state = Realisation(project.realisation)
        return _KINDS[state], str(state.label)

    def _grades(self, told: dict[str, Any]) -> tuple[str, tuple[Grade, ...]]:
        """The grade of the majority and the profile, the best grade first."""
        words = self.rules.grades
        if not words or "grades" not in told:
            return "", ()
        best = len(words) - 1
        total = sum(told["grades"].values()) or 1
        profile = []
        for place, word in enumerate(words):
            many = told["grades"].get(str(best - place), 0)
            profile.append(Grade(word, many, round(100 * many / total)))
        return words[best - int(told["grade"])], tuple(profile)


def _others(
    about: dict[str, Any], result: dict[str, Any], names: dict[str, str]
) -> list[OtherRule]:
    """Each rule over all envelopes together."""
    mine = [one for envelope in result["envelopes"] for one in envelope["winners"]]
    tables = [envelope["rules"] for envelope in about.get("others", [])]
    found = []
    for same in zip(*tables, strict=True):
        won = [one for rule in same for one in rule["winners"]]
        voters = sum(rule["voters"] for rule in same)
        reached = round(100 * sum(rule["reached"] for rule in same) / voters) if voters else None
        chosen = same[0]["chosen"]
        told = _("The projects elected") if chosen else difference(mine, won, names)
        found.append(OtherRule(other_rule_name(same[0]), len(won), told, reached))
    return found


def _by_district(envelopes: list[EnvelopeOutcome]) -> list[tuple[str, list[Line]]]:
    """The elected projects by district, in the order of their names; the whole city last."""
    found: dict[str, list[Line]] = {}
    for envelope in envelopes:
        for line in envelope.lines:
            group = found.setdefault(line.district or envelope.name, [])
            if line.is_elected:
                group.append(line)
    return sorted(found.items(), key=lambda one: (not one[0], one[0]))


def channels_of(about: dict[str, Any]) -> list[tuple[str, int]]:
    """Turnout by channel, in words; channels of too few people are left out."""
    return [(str(VoteChannel(one["key"]).label), one["count"]) for one in about["channels"]]
