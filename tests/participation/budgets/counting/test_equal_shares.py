"""Equal shares: by hand, by definition, and by two computations that must agree."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from participation.budgets.counting.both import count_both, count_fast
from participation.budgets.counting.counting import count
from participation.budgets.counting.equal_shares import equal_shares, price_of_a_point
from participation.budgets.counting.explain import rounds_of
from participation.budgets.counting.faults import Fault
from participation.budgets.counting.rule import Rule
from participation.budgets.counting.tallies import tally_of
from participation.budgets.counting.ties import tie_ranks
from participation.budgets.counting.whole_shares import whole_shares

from .elections import by_definition, election, elections

METHODS = pytest.mark.parametrize("method", [equal_shares, whole_shares])
MES = Rule(rule="mes", utility="cost", ties="id")

# Five voters, an envelope of 100: each holds 20.
#   a costs 36, voted by 1 2 3: 12 each             rate 1/3, as b: bought first by its name
#   b costs 30, voted by 1 2 4: 1 and 2 have 8 left, so 4 pays 14      price 14, rate 14/30
#   c costs 24, voted by 3 5: 3 has 8 left, so 5 pays 16               price 16, rate 16/24
#   d costs 26, voted by 4 5: 6 left + 4 left cannot pay 26
FIVE = {"a": 36, "b": 30, "c": 24, "d": 26}
FIVE_BALLOTS = ["ab", "ab", "ac", "bd", "cd"]


@METHODS
def test_five_voters_pay_as_counted_by_hand(method):
    counted = count(election(100, FIVE, FIVE_BALLOTS), MES, method)

    assert counted.winners == ["a", "b", "c"]
    assert [step.price for step in counted.steps] == [12, 14, 16]
    assert (counted.share, counted.spent, counted.runs) == (20, 90, 1)
    assert counted.held == {3: 10}


def test_five_voters_are_explained():
    rounds = rounds_of(count_both(election(100, FIVE, FIVE_BALLOTS), MES))

    assert rounds[0] == {
        "project": "a",
        "cost": 36,
        "votes": 3,
        "points": 3,
        "funded": True,
        "how": "shares",
        "left": 64,
        "price": {"exact": "12", "rounded": "12.0000"},
        "tied": ["b"],
    }
    assert rounds[3] == {
        "project": "d",
        "cost": 26,
        "votes": 2,
        "points": 2,
        "funded": False,
        "reason": "voters-cannot-pay",
        "missing": "16.00",
        "held": "10.00",
    }


def test_what_the_voters_of_a_project_lack_is_said():
    # Four voters hold 10 each; the first two pay 5 for a, and 10 are left of their 20 for b.
    counted = count_both(election(40, {"a": 10, "b": 25}, ["ab", "ab", "", ""]), MES)

    refused = rounds_of(counted)[1]

    assert (refused["project"], refused["reason"]) == ("b", "voters-cannot-pay")
    assert refused["missing"] == "15.00"


@METHODS
def test_cardinality_prefers_what_is_cheap(method):
    costs, ballots = {"a": 60, "b": 12}, ["ab", "ab", "a"]

    by_cost = count(election(90, costs, ballots), MES, method)
    by_number = count(election(90, costs, ballots), replace(MES, utility="cardinality"), method)

    assert by_cost.winners == ["a", "b"]
    assert by_number.winners == ["b", "a"]


@METHODS
def test_points_are_paid_in_proportion(method):
    held = election(60, {"a": 30, "b": 31}, [{"a": 4, "b": 1}, {"a": 1, "b": 4}], "cumulative")

    counted = count(held, replace(MES, utility="points"), method)

    # 24 and 6 for a, 6 a point; 6 and 24 are left, 30 together for b.
    assert counted.winners == ["a"]
    assert counted.steps[0].price == 6
    assert counted.held == {1: 30}


@METHODS
@pytest.mark.parametrize(
    ("completion", "winners", "runs"),
    [("none", ["a"], 1), ("greedy", ["a", "c"], 1), ("add1", ["c", "a"], 6)],
)
def test_completions_use_what_is_left(method, completion, winners, runs):
    # Six voters hold 15 each: two pay a; b asks 40 of one; c asks 20 of each of three, hence five
    # steps of 1. Then c comes first, by its three votes, and nothing is left.
    held = election(90, {"a": 30, "b": 40, "c": 60}, ["a", "a", "b", "c", "c", "c"])

    counted = count(held, replace(MES, completion=completion), method)

    assert (counted.winners, counted.runs) == (winners, runs)


@METHODS
def test_share_that_would_overspend_is_refused(method):
    # Each holds 10; at 20 both would be bought, for 40 of an envelope of 30.
    held = election(30, {"a": 20, "b": 20, "c": 10}, ["a", "b", "c"])
    rule = replace(MES, completion="add1", step=5)

    counted = count(held, rule, method)

    assert (counted.winners, counted.share, counted.runs) == (["c"], 15, 3)
    assert count(held, replace(rule, completion="add1u"), method).winners == ["c", "a"]


def test_stop_at_exhaustion_can_be_switched_off():
    # At 10 each, a is bought and nothing else fits; at 12 the dearer b wins over a.
    held = election(40, {"a": 20, "b": 24}, ["ab", "a", "b", ""])
    rule = replace(MES, completion="add1", stop="overspent")

    assert count_both(held, rule).runs > count_both(held, replace(rule, stop="exhaustive")).runs


def test_first_share_can_be_whole():
    held = election(100, {"a": 34}, ["a", "a", "a"])

    assert count_both(held, MES).share == Fraction(100, 3)
    assert count_both(held, replace(MES, start="whole")).share == 33


@METHODS
def test_count_that_does_not_end_is_refused(method, monkeypatch):
    monkeypatch.setattr("participation.budgets.counting.counting.MOST_RUNS", 20)
    held = election(1000, {"a": 900}, ["a", *[""] * 999])

    with pytest.raises(Fault) as refusal:
        count(held, replace(MES, completion="add1"), method)

    assert refusal.value.code == "too-many-runs"


def test_price_rises_for_those_who_can_pay():
    purses = [(Fraction(1), 1, 2), (Fraction(9), 1, 2)]

    assert price_of_a_point(12, purses) == 5
    assert price_of_a_point(20, purses) == 9
    assert price_of_a_point(21, purses) is None


@settings(max_examples=60, deadline=None)
@given(held=elections())
def test_approvals_are_counted_as_defined(held):
    _assert_same_as_defined(held, MES)


@settings(max_examples=60, deadline=None)
@given(held=elections(kind="cumulative"))
def test_points_are_counted_as_defined(held):
    _assert_same_as_defined(held, replace(MES, utility="points"))


def _assert_same_as_defined(held, rule):
    assume(held.voters)
    tally = tally_of(held)
    ids = [project.id for project in held.projects]
    ranks = tie_ranks(held.projects, tally.votes, "id", "")
    worth = {one.id: one.cost if rule.utility == "cost" else 1 for one in held.projects}
    wanted = by_definition(
        held,
        Fraction(held.budget) / held.voters,
        worth,
        {name: ranks[number] for number, name in enumerate(ids)},
    )

    for method in (equal_shares, whole_shares):
        assert count(held, rule, method).winners == wanted


@settings(max_examples=60, deadline=None)
@given(held=elections(kind="cumulative"))
def test_both_computations_agree_in_everything(held):
    for utility in ("cost", "points", "cardinality"):
        for completion in ("greedy", "add1u"):
            rule = Rule(rule="mes", utility=utility, completion=completion, step=Fraction(7, 2))
            slow, fast = count(held, rule), count_fast(held, rule)

            assert (slow.steps, slow.share, slow.held) == (fast.steps, fast.share, fast.held)


@settings(max_examples=150, deadline=None)
@given(
    held=st.one_of(elections(most=20), elections(kind="cumulative")),
    step=st.sampled_from([1, Fraction(1, 3), Fraction(7, 2), 20]),
    stop=st.sampled_from(["exhaustive", "overspent"]),
)
def test_passing_over_shares_that_change_nothing_changes_nothing(held, step, stop):
    """The reference counts every share anew; the fast count, those that may buy otherwise."""
    for utility in ("cost", "points"):
        rule = Rule(rule="mes", utility=utility, completion="add1", step=step, stop=stop)
        slow, fast = _or_fault(count, held, rule), _or_fault(count_fast, held, rule)

        assert slow == fast


def _or_fault(method, held, rule):
    try:
        found = method(held, rule)
    except Fault as fault:
        return fault.code
    return found.steps, found.share, found.runs, found.held


@settings(max_examples=40, deadline=None)
@given(held=elections(most=20))
def test_envelope_is_never_overspent(held):
    for completion in ("none", "greedy", "add1", "add1u"):
        counted = count_fast(held, replace(MES, completion=completion))

        assert counted.spent <= held.budget
        assert len(set(counted.winners)) == len(counted.winners)


@settings(max_examples=40, deadline=None)
@given(held=elections())
def test_order_of_ballots_and_projects_changes_nothing(held):
    shuffled = random.Random(3)
    projects, ballots = list(held.projects), list(held.ballots.items())
    shuffled.shuffle(projects)
    shuffled.shuffle(ballots)
    other = replace(held, projects=tuple(projects), ballots=dict(ballots))

    for rule in (
        MES,
        Rule(rule="greedy"),
        replace(MES, completion="add1u", ties="mincost-maxvotes-id"),
    ):
        one, two = rounds_of(count_fast(held, rule)), rounds_of(count_fast(other, rule))
        assert [_sorted_ties(step) for step in one] == [_sorted_ties(step) for step in two]


def _sorted_ties(step):
    return {**step, "tied": sorted(step.get("tied", []))}


def test_counts_that_differ_are_not_published(monkeypatch):
    def wrong(tally, worth, ranks, candidates):
        return whole_shares(tally, worth, ranks, candidates[:-1])

    monkeypatch.setattr("participation.budgets.counting.both.whole_shares", wrong)

    with pytest.raises(Fault) as refusal:
        count_both(election(100, FIVE, ["d", "d"]), MES)

    assert refusal.value.code == "two-counts"
