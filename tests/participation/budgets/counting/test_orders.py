"""Rules that put projects in an order once: votes, votes per euro, grades; then guarantees."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.budgets.counting.both import count_both
from participation.budgets.counting.counting import count
from participation.budgets.counting.election import Project
from participation.budgets.counting.explain import rounds_of
from participation.budgets.counting.faults import Fault
from participation.budgets.counting.majority import (
    compare,
    grades_of,
    majority_order,
    majority_value,
    median_of,
)
from participation.budgets.counting.rule import Rule
from participation.budgets.counting.tallies import points_of_ranks

from .elections import election

GREEDY = Rule(rule="greedy", utility="cost", ties="id")


def test_most_votes_go_first_and_what_does_not_fit_is_skipped():
    counted = count(election(100, {"a": 60, "b": 50, "c": 40}, ["abc", "ab", "a"]), GREEDY)

    assert counted.winners == ["a", "c"]
    assert [one["left"] for one in rounds_of(counted)[:2]] == [40, 0]
    assert rounds_of(counted)[2]["reason"] == "too-little-left"


def test_votes_per_euro_prefer_what_is_cheap():
    held = election(100, {"a": 60, "b": 10, "c": 40}, ["abc", "ab", "a"])

    assert count(held, replace(GREEDY, rule="greedy-per-cost")).winners == ["b", "a"]


def test_points_go_before_votes():
    held = election(10, {"a": 10, "b": 10}, [{"a": 5}, {"b": 2}, {"b": 2}], "cumulative")

    assert count(held, replace(GREEDY, utility="points")).winners == ["a"]
    assert count(held, replace(GREEDY, utility="cardinality")).winners == ["b"]


@pytest.mark.parametrize(
    ("rank_points", "winner"), [(None, "b"), ((5, 3, 1), "b"), ((5, 0, 0), "a"), ((3,), "a")]
)
def test_rankings_give_the_points_of_their_scale(rank_points, winner):
    held = election(10, {"a": 10, "b": 10, "c": 10}, ["abc", "abc", "bca", "cba"], "ordinal")

    assert count(held, Rule(utility="points", rank_points=rank_points)).winners == [winner]


@pytest.mark.parametrize(
    ("length", "scale", "points"),
    [(3, None, [2, 1, 0]), (2, (5, 3, 1), [5, 3]), (4, (5, 3), [5, 3, 0, 0]), (0, None, [])],
)
def test_scale_is_as_long_as_the_ballot(length, scale, points):
    assert points_of_ranks(length, scale) == points


def test_no_vote_is_never_funded_unless_as_pabutools():
    held = election(100, {"a": 10, "b": 10, "c": 0}, ["a"])

    assert count(held, GREEDY).winners == ["a"]
    assert count(held, replace(GREEDY, edges="pabutools")).winners == ["a", "b", "c"]
    assert rounds_of(count(held, GREEDY))[1]["reason"] == "no-vote"


@pytest.mark.parametrize("rule", ["greedy", "greedy-per-cost", "mes", "majority-judgment"])
def test_free_project_with_votes_is_funded(rule):
    held = election(10, {"a": 10, "b": 0, "c": 0}, ["a", "a", "ab"])

    assert sorted(count(held, Rule(rule=rule)).winners) == ["a", "b"]


@pytest.mark.parametrize("rule", ["greedy", "greedy-per-cost", "mes", "majority-judgment"])
@pytest.mark.parametrize("completion", ["none", "add1u"])
def test_no_ballot_funds_nothing(rule, completion):
    for ballots in ([], [""], ["", ""]):
        counted = count(election(100, {"a": 10}, ballots), Rule(rule=rule, completion=completion))

        assert (counted.winners, counted.spent) == ([], 0)


@pytest.mark.parametrize("rule", ["greedy", "greedy-per-cost", "mes", "majority-judgment"])
def test_one_voter_decides(rule):
    counted = count(election(100, {"a": 10, "b": 70, "c": 50}, ["ab"]), Rule(rule=rule))

    assert sorted(counted.winners) == ["a", "b"]


@pytest.mark.parametrize("rule", ["greedy", "mes", "majority-judgment"])
def test_project_dearer_than_the_envelope_is_never_funded(rule):
    counted = count(election(100, {"a": 101}, ["a"] * 9), Rule(rule=rule, completion="add1u"))

    assert counted.winners == []
    assert rounds_of(counted)[0] == {
        **rounds_of(counted)[0],
        "reason": "over-envelope",
        "missing": 1,
    }


def test_cents_and_thirds_stay_exact():
    third = Fraction(1, 3)
    held = election(1, {"a": third, "b": third, "c": third}, ["abc", "ab", "a"])

    counted = count(held, GREEDY)

    assert (counted.winners, counted.spent) == (["a", "b", "c"], 1)


def _with_districts(held, districts):
    return replace(
        held,
        projects=tuple(replace(one, district=districts.get(one.id, "")) for one in held.projects),
    )


@pytest.mark.parametrize("rule", ["greedy", "mes", "majority-judgment"])
def test_each_district_has_its_best_project_first(rule):
    costs = {"a": 40, "b": 30, "c": 30, "d": 10}
    held = _with_districts(
        election(80, costs, ["abd", "ab", "a", "c"]), {"a": "Plateau", "b": "Plateau", "c": "Port"}
    )

    free = count(held, Rule(rule=rule, completion="greedy", ties="id"))
    guaranteed = count(held, Rule(rule=rule, completion="greedy", ties="id", guarantee="district"))

    assert sorted(free.winners) == ["a", "b", "d"]
    assert guaranteed.winners == ["a", "c", "d"]
    assert [step.how for step in guaranteed.steps][:2] == ["guarantee", "guarantee"]
    assert guaranteed.spent == 80


def test_guarantee_passes_to_the_next_project_that_fits_and_needs_votes():
    held = _with_districts(
        election(50, {"a": 40, "b": 60, "c": 10, "d": 5}, ["ab", "ab", "a", "c"]),
        {"a": "Port", "b": "Plateau", "c": "Plateau", "d": "Gare"},
    )

    assert count(held, Rule(guarantee="district")).winners == ["a", "c"]


# Majority judgment.


def _by_removal(tally):
    """The medians in the order in which they are removed, ballot by ballot."""
    ballots = [grade for grade, many in enumerate(tally) for _ in range(many)]
    medians = []
    while ballots:
        medians.append(ballots.pop((len(ballots) - 1) // 2))
    return medians


@settings(max_examples=150, deadline=None)
@given(
    tallies=st.integers(1, 9).flatmap(
        lambda voters: st.lists(
            st.lists(st.integers(0, 3), min_size=voters, max_size=voters), min_size=2, max_size=6
        )
    )
)
def test_majority_values_compare_as_medians_removed_one_by_one(tallies):
    counted = [[one.count(grade) for grade in range(4)] for one in tallies]
    values = [_by_removal(tally) for tally in counted]

    order = majority_order(counted, range(len(counted)))

    assert order == sorted(range(len(counted)), key=lambda one: [-grade for grade in values[one]])
    for tally, value in zip(counted, values, strict=True):
        assert median_of(tally) == value[0]


def test_majority_judgment_prefers_the_better_median():
    held = election(
        10,
        {"a": 10, "b": 10},
        [{"a": 3, "b": 2}, {"a": 3, "b": 2}, {"a": 0, "b": 2}, {"b": 2}, {"a": 3, "b": 0}],
        "scoring",
        min_points=0,
        max_points=3,
    )

    counted = count(held, Rule(rule="majority-judgment"))

    assert counted.winners == ["a"]
    assert counted.grades == ([0, 2, 3], [[2, 0, 3], [1, 4, 0]])
    assert rounds_of(counted)[0]["grade"] == 3
    assert rounds_of(counted)[1]["grades"] == {"0": 1, "2": 4, "3": 0}


def test_no_grade_is_the_worst_grade():
    held = election(10, {"a": 10, "b": 10}, [{"a": 3}, {"b": 1}, {"b": 1}], "scoring")

    assert grades_of(held) == ([0, 1, 3], [[2, 0, 1], [1, 2, 0]])
    assert count(held, Rule(rule="majority-judgment")).winners == ["b"]


def test_rejected_by_all_is_not_funded():
    held = election(10, {"a": 10}, [{"a": 0}, {"a": 0}], "scoring", min_points=0)

    assert count(held, Rule(rule="majority-judgment")).winners == []


def test_same_majority_value_is_the_same():
    assert compare(majority_value([1, 2, 1]), majority_value([1, 2, 1])) == 0
    assert majority_value([]) == []
    assert median_of([0, 0]) == 0


def test_rankings_have_no_grades():
    with pytest.raises(Fault) as refusal:
        count(election(10, {"a": 1}, ["a"], "ordinal"), Rule(rule="majority-judgment"))

    assert refusal.value.code == "rule-and-ballots"


def test_project_knows_its_district():
    assert Project("a", 1).district == ""


def test_what_was_missing_is_said_at_the_turn_of_a_project():
    # By hand, of 100: a (4 votes) takes 60, 40 are left; b (3) costs 50, so 10 are missing;
    # c (2) takes 30; d (1) costs 20 and finds 10.
    costs = {"a": 60, "b": 50, "c": 30, "d": 20}
    held = election(100, costs, ["ab", "ab", "abc", "acd"])

    rounds = {one["project"]: one for one in rounds_of(count(held, GREEDY))}

    assert (rounds["b"]["missing"], rounds["b"]["left"]) == (10, 40)
    assert (rounds["d"]["missing"], rounds["d"]["left"]) == (10, 10)


def test_guarantee_takes_its_part_before_the_turn_of_the_others():
    # By hand, of 100: a is the first of the north and d of the south, 60 and 20 are taken; b then
    # finds 20 of its 50; c takes none of its 30 either.
    held = _with_districts(
        election(100, {"a": 60, "b": 50, "c": 30, "d": 20}, ["ab", "ab", "abc", "acd"]),
        {"a": "nord", "b": "nord", "c": "nord", "d": "sud"},
    )

    counted = count(held, Rule(guarantee="district"))
    rounds = {one["project"]: one for one in rounds_of(counted)}

    assert counted.winners == ["a", "d"]
    assert (rounds["b"]["missing"], rounds["b"]["left"]) == (30, 20)
    assert (rounds["c"]["missing"], rounds["c"]["left"]) == (10, 20)


def test_completion_says_both_what_voters_held_and_what_was_left():
    # By hand, of 40 by four voters, 10 each: a costs 10, two pay 5. b would need 25 of the 10 that
    # they still hold; completing, it finds 30 and leaves 5, and c (one vote, 10 held) needs 35.
    held = election(40, {"a": 10, "b": 25, "c": 35}, ["ab", "ab", "c", ""])

    counted = count_both(held, Rule(rule="mes", completion="greedy"))
    rounds = {one["project"]: one for one in rounds_of(counted)}

    assert counted.winners == ["a", "b"]
    assert rounds["c"]["held"] == "10.00"
    assert (rounds["c"]["missing"], rounds["c"]["left"]) == (30, 5)
