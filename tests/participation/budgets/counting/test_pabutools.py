"""The same winners as pabutools, another implementation, on small elections full of ties."""

import warnings
from dataclasses import replace

import pytest
from hypothesis import given, settings

from participation.budgets.counting.both import count_fast
from participation.budgets.counting.rule import Rule
from participation.budgets.counting.tallies import tally_of
from participation.budgets.counting.writing import write_election

from .elections import elections
from .folders import META

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pabutools = pytest.importorskip(
        "pabutools.election", reason="pabutools is not installed: `make recount` installs it"
    )
    rules = pytest.importorskip("pabutools.rules")
    from pabutools.election.pabulib import parse_pabulib_from_string
    from pabutools.election.satisfaction import AdditiveSatisfaction
    from pabutools.tiebreaking import TieBreakingRule

PABUTOOLS = Rule(edges="pabutools")
MES = replace(PABUTOOLS, rule="mes")


class PointsTimesCost(AdditiveSatisfaction):
    def __init__(self, instance, profile, ballot):
        super().__init__(
            instance, profile, ballot, lambda i, p, b, project, v: b.get(project, 0) * project.cost
        )


def _theirs(held, rule, satisfaction):
    """The winners in order, read by pabutools from the file that we write."""
    text = "".join(write_election(held, META))
    instance, profile = parse_pabulib_from_string(text)
    votes = dict(zip((one.id for one in held.projects), tally_of(held).votes, strict=True))

    def key(instance, profile, project):
        return (project.cost, -votes[project.name], project.name)

    by_name = TieBreakingRule(lambda i, p, project: (project.name,))
    shared = {
        "sat_class": satisfaction,
        "tie_breaking": by_name if rule.ties == "id" else TieBreakingRule(key),
    }
    if rule.rule != "mes":
        found = rules.greedy_utilitarian_welfare(instance, profile, **shared)
    elif rule.completion == "greedy":
        found = rules.completion_by_rule_combination(
            instance,
            profile,
            [rules.method_of_equal_shares, rules.greedy_utilitarian_welfare],
            [shared, shared],
        )
    else:
        step = rule.step if rule.completion == "add1" else None
        found = rules.method_of_equal_shares(
            instance, profile, voter_budget_increment=step, **shared
        )
    return [project.name for project in found]


def _assert_same(held, satisfaction, *asked):
    for rule in asked:
        for ties in ("id", "mincost-maxvotes-id"):
            with_ties = replace(rule, ties=ties)
            assert count_fast(held, with_ties).winners == _theirs(held, with_ties, satisfaction)


def _even(held):
    """Without thirds, which are no decimals, nor the blank ballots that it does not read."""
    ballots = {ballot: many for ballot, many in held.ballots.items() if ballot}
    return replace(held, budget=int(held.budget), ballots=ballots)


@settings(max_examples=60, deadline=None)
@given(held=elections().map(_even))
def test_approvals(held):
    _assert_same(held, pabutools.Cost_Sat, PABUTOOLS, MES, replace(MES, completion="greedy"))
    _assert_same(
        held,
        pabutools.Cardinality_Sat,
        replace(PABUTOOLS, rule="greedy-per-cost"),
        replace(MES, utility="cardinality"),
    )


@settings(max_examples=60, deadline=None)
@given(held=elections().map(_even))
def test_growing_shares(held):
    _assert_same(held, pabutools.Cost_Sat, replace(MES, completion="add1"))


@settings(max_examples=60, deadline=None)
@given(held=elections(kind="scoring").map(_even))
def test_points(held):
    _assert_same(
        held,
        pabutools.Additive_Cardinal_Sat,
        replace(PABUTOOLS, rule="greedy-per-cost", utility="points"),
        replace(MES, utility="points"),
        replace(MES, utility="points", completion="add1"),
    )
    _assert_same(held, PointsTimesCost, replace(PABUTOOLS, utility="points"), MES)
