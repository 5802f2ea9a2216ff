"""The projects of a ballot as one voter reads them: their order, their place in the basket."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..basket import Basket, in_order, may_add
from ..enums import BallotKind
from ..models import ParticipatoryBudget, Project
from ..rule_words import euros
from ..rulebook import BallotProject, Envelope, Rulebook, cost_of
from ..vote_words import full_words, missing_words, rest_words

# In which order projects may be read, by the words of addresses; the first is the usual one.
ORDERS = (
    ("hasard", _("At random, drawn for you")),
    ("moins-cher", _("Cheapest first")),
    ("plus-cher", _("Most expensive first")),
    ("numero", _("By number")),
)
_BAR = 400
_GAP = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One project on the ballot, and what may be done with it."""

    project: BallotProject
    url: str
    summary: str
    # Its points, its rank from 1 on, its grade; None when it is not chosen.
    value: int | None
    # Why it cannot be added, in the place of the button; empty when it can.
    full: str

    @property
    def is_in(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of the bar of the basket, out of 400."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class BallotPage:
    """All that the list and the basket show."""

    rules: Rulebook
    envelope: Envelope
    basket: Basket
    rows: list[Row]
    # Those of the basket, in their rank for a ranking, else by number.
    chosen: list[Row]
    district: str
    order: str

    @property
    def kind(self) -> str:
        return str(self.rules.kind)

    @property
    def count(self) -> int:
        """Projects on the ballot, whatever the filter shows."""
        return len(self.envelope.standing)

    @property
    def districts(self) -> list[str]:
        """By what the list may be narrowed; nothing when all stand in one place."""
        found = sorted({one.district for one in self.envelope.standing if one.district})
        return found if len(found) > 1 else []

    @property
    def cost(self) -> int:
        """What the chosen ones cost together."""
        return cost_of(self.envelope, self.basket.choices)

    @property
    def rest(self) -> tuple[str, str]:
        return rest_words(self.basket, self.rules, self.envelope)

    @property
    def missing(self) -> str:
        return missing_words(self.basket, self.rules)

    @property
    def bar(self) -> list[Segment]:
        """How the envelope or the points are used; empty for other ballots."""
        if self.rules.kind == BallotKind.KNAPSACK:
            whole, parts = self.envelope.budget, [row.project.cost for row in self.chosen]
        elif self.rules.kind == BallotKind.POINTS:
            whole, parts = self.rules.points, [row.value or 0 for row in self.chosen]
        else:
            return []
        return _segments(parts, max(whole, sum(parts), 1))

    @property
    def bar_words(self) -> str:
        """The same for who does not see it."""
        if self.rules.kind == BallotKind.KNAPSACK:
            return _("%(used)s used out of %(whole)s") % {
                "used": euros(self.cost),
                "whole": euros(self.envelope.budget),
            }
        used = sum(row.value or 0 for row in self.chosen)
        return _("%(used)s points given out of %(whole)s") % {
            "used": used,
            "whole": self.rules.points,
        }

    @property
    def grades(self) -> list[tuple[int, str]]:
        return list(enumerate(self.rules.grades))


def ballot_page(
    budget: ParticipatoryBudget,
    rules: Rulebook,
    envelope: Envelope,
    basket: Basket,
    *,
    district: str = "",
    order: str = "",
) -> BallotPage:
    """The list of one envelope for one basket; one query, whatever the number of projects."""
    order = order if order in dict(ORDERS) else ORDERS[0][0]
    rows = _rows(budget, rules, envelope, basket)
    by_id = {row.project.id: row for row in rows}
    shown = [by_id[one.id] for one in _ordered(envelope.standing, basket.seed, order)]
    named = {one.district for one in envelope.standing}
    district = district if district in named else ""
    return BallotPage(
        rules=rules,
        envelope=envelope,
        basket=basket,
        rows=[row for row in shown if not district or row.project.district == district],
        chosen=[by_id[one] for one, _value in basket.choices if one in by_id],
        district=district,
        order=order,
    )


def _rows(
    budget: ParticipatoryBudget, rules: Rulebook, envelope: Envelope, basket: Basket
) -> list[Row]:
    known = Project.objects.filter(budget=budget).values_list("number", "summary")
    summaries = {str(number): summary for number, summary in known}
    pattern = _address_of_one(budget)
    values = dict(basket.choices)
    return [
        Row(
            project=one,
            url=pattern.replace("/0/", f"/{one.id}/"),
            summary=summaries.get(one.id, ""),
            value=values.get(one.id),
            full=_full(basket, rules, envelope, one),
        )
        for one in envelope.standing
    ]


def _address_of_one(budget: ParticipatoryBudget) -> str:
    """The address of project 0: a hundred addresses need not be looked for a hundred times."""
    urlconf = "participation.budgets.urls"
    return budget.url + reverse("project", urlconf=urlconf, kwargs={"number": 0}).lstrip("/")


def _full(basket: Basket, rules: Rulebook, envelope: Envelope, project: BallotProject) -> str:
    decision = may_add(basket, rules, envelope, project.id)
    if decision or decision.reason is None:
        return ""
    return full_words(decision.reason, project, basket, rules, envelope)


def _ordered(projects: Iterable[BallotProject], seed: int, order: str) -> list[BallotProject]:
    if order == "moins-cher":
        return sorted(projects, key=lambda one: (one.cost, int(one.id)))
    if order == "plus-cher":
        return sorted(projects, key=lambda one: (-one.cost, int(one.id)))
    if order == "numero":
        return sorted(projects, key=lambda one: int(one.id))
    return in_order(projects, seed)


def _segments(parts: list[int], whole: int) -> list[Segment]:
    segments, x = [], 0
    for part in parts:
        width = round(part * _BAR / whole)
        segments.append(Segment(x, max(width - _GAP, 1)))
        x += width
    return segments
