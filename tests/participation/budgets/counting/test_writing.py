"""Pabulib files written: what is written is read back, and pabulib-checker has nothing to say."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.budgets.counting.api import write_pb
from participation.budgets.counting.counting import count
from participation.budgets.counting.election import Election, Limits, Project
from participation.budgets.counting.pabulib import read_text
from participation.budgets.counting.rule import Rule
from participation.budgets.counting.writing import decimal_or_quotient, write_election

from .elections import election, elections
from .folders import META, POINTS_RULES, RULES

try:
    from pabulib.checker import Checker
except ImportError:
    Checker = None

PROJECTS = (
    Project("1", 600, 'Banc; "vert"\nà l’ombre', "Plateau", "mobilier"),
    Project("2", Fraction(801, 2), "Été, cœur", "", "arbres"),
    Project("10", 300, ";", "Port", "arbres"),
)
APPROVALS = {("1", "2"): 2, ("10",): 3, ("1", "10", "2"): 1}
POINTS = {(("1", 1), ("2", 3)): 2, (("10", 4),): 3}
HELD = Election(1000, PROJECTS, "approval", APPROVALS, Limits(1, 3))
EACH_KIND = [
    HELD,
    replace(HELD, limits=Limits(1, 3, max_sum_cost=Fraction(2601, 2))),
    replace(HELD, kind="ordinal", ballots={("2", "1"): 1, ("1", "2"): 1}),
    replace(HELD, kind="choose-1", ballots={("2",): 1, ("1",): 2}, limits=Limits()),
    replace(HELD, kind="cumulative", ballots=POINTS, limits=Limits(1, 3, max_sum_points=4)),
    replace(HELD, kind="scoring", ballots=POINTS, limits=Limits(min_points=0, max_points=4)),
]


@pytest.mark.parametrize("held", EACH_KIND, ids=lambda held: held.kind)
def test_what_is_written_is_read_back(held):
    reading = read_text("".join(write_election(held, META)), strict=True)

    read = replace(reading.election, meta={})
    assert replace(read, ballots={**read.ballots}) == _sorted(held)


def _sorted(held):
    if held.kind == "ordinal":
        return held
    return replace(held, ballots={tuple(sorted(one)): many for one, many in held.ballots.items()})


@settings(max_examples=40, deadline=None)
@given(held=elections(), name=st.text(st.characters(codec="utf-8"), max_size=8))
def test_any_name_is_written_so_that_the_rest_is_read_back(held, name):
    projects = tuple(replace(one, name=name) for one in held.projects)
    held = replace(held, projects=projects)

    read = read_text("".join(write_election(held, META))).election

    assert [one.id for one in read.projects] == [one.id for one in projects]
    assert [one.cost for one in read.projects] == [one.cost for one in projects]
    assert read.ballots == held.ballots


@pytest.mark.parametrize(
    ("value", "text"),
    [(3, "3"), (Fraction(1, 2), "0.5"), (Fraction(-5, 4), "-1.25"), (Fraction(1, 3), "1/3")],
)
def test_amounts_are_written_exactly(value, text):
    assert decimal_or_quotient(value) == text


def test_voters_are_numbers_that_say_nothing():
    lines = list(write_election(election(10, {"a": 1}, ["a", "a"]), META))

    assert lines[-3:] == ["voter_id;vote\n", "1;a\n", "2;a\n"]


def test_winners_are_marked():
    text = "".join(write_election(HELD, META, ["10"]))

    assert "project_id;cost;votes;name;category;selected;district\n" in text
    assert '\n10;300;4;";";arbres;1;Port\n' in text


def test_equal_projects_are_written_in_the_order_that_settles_ties():
    rules = {**RULES, "count": {**RULES["count"], "ties": "mincost-maxvotes-id"}}
    ballots = {("1", "2"): 1}

    read = read_text("".join(write_pb(rules, "ville", ballots, META))).election

    costs = [one.cost for one in read.projects]
    assert costs == sorted(costs)


@pytest.mark.skipif(Checker is None, reason="pabulib-checker is not installed: pip install it")
@pytest.mark.parametrize("held", EACH_KIND, ids=lambda held: held.kind)
def test_checker_finds_no_error(held):
    winners = count(held, Rule(rule="mes", utility="points")).winners
    text = "".join(write_election(held, {**META, "rule": "unknown"}, winners))

    assert _errors(text) == {}


@pytest.mark.skipif(Checker is None, reason="pabulib-checker is not installed: pip install it")
@pytest.mark.parametrize("rules", [RULES, POINTS_RULES], ids=["approval", "points"])
def test_checker_finds_the_winners_of_the_usual_rule(rules):
    rules = {**rules, "count": {**rules["count"], "rule": "greedy", "completion": "none"}}
    points = rules["ballot"]["kind"] == "points"
    ballots = POINTS if points else {("1", "2"): 3, ("3",): 3, ("2", "3"): 1}
    if points:
        ballots = {(("1", 1), ("2", 3)): 2, (("3", 4),): 2}
    text = "".join(write_pb(rules, "ville", ballots, META))
    held = read_text(text).election
    winners = count(held, Rule(utility="points" if points else "cost")).winners

    assert _errors("".join(write_pb(rules, "ville", ballots, META, winners))) == {}


def _errors(text):
    found = Checker().process_files([text])
    return found[1]["results"]["errors"]
