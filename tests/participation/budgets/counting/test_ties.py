"""Ties: settled by a published order, the same on every machine and in every run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from participation.budgets.counting.counting import count
from participation.budgets.counting.rule import Rule, rule_from
from participation.budgets.counting.ties import lot_of, tie_ranks

from .elections import election

ROOT = Path(__file__).resolve().parents[4]
# Everything is equal at every step: six projects of the same cost, the same votes.
EQUAL = """META
key;value
budget;300
vote_type;approval
PROJECTS
project_id;cost
b;100
10;100
a;100
2;100
é;100
c;100
VOTES
voter_id;vote
1;a,b,c,2,10,é
2;é,10,2,c,b,a
"""


@pytest.mark.parametrize("rule", ["greedy", "greedy-per-cost", "mes", "majority-judgment"])
@pytest.mark.parametrize(
    ("ties", "winners"),
    [
        ("id", ["10", "2", "a"]),
        ("mincost-maxvotes-id", ["10", "2", "a"]),
        ("mincost-maxvotes-lot", ["10", "b", "a"]),
    ],
)
def test_equal_projects_win_in_the_published_order(rule, ties, winners):
    costs = dict.fromkeys(["b", "10", "a", "2", "é", "c"], 100)

    counted = count(election(300, costs, [list(costs)] * 2), Rule(rule=rule, ties=ties, seed="7"))

    lots = sorted(costs, key=lambda one: lot_of("7", one))
    assert counted.winners == (lots[:3] if ties.endswith("lot") else winners)


@pytest.mark.parametrize("rule", ["greedy", "mes"])
def test_ties_do_not_depend_on_the_seed_of_hashes(rule, tmp_path):
    (tmp_path / "equal.pb").write_text(EQUAL, encoding="utf-8")
    said = set()
    for seed in ("0", "1", "42"):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "participation.budgets.counting"),
                *(tmp_path / "equal.pb", "--rule", rule, "--json"),
                *("--ties", "mincost-maxvotes-lot", "--seed", "x"),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        )
        said.add(done.stdout)

    assert len(said) == 1
    assert len(json.loads(said.pop())["winners"]) == 3


def test_ties_met_are_told():
    counted = count(election(100, {"a": 100, "b": 100}, ["a", "b"]), Rule())

    assert [step.tied for step in counted.steps] == [(1,)]


def test_cost_goes_before_votes_and_votes_before_names():
    held = election(100, {"a": 20, "b": 10, "c": 10, "d": 10}, [])

    assert tie_ranks(held.projects, [9, 1, 1, 2], "mincost-maxvotes-id", "") == [3, 1, 2, 0]


def test_lot_can_be_drawn_by_hand():
    # printf 'graine;12' | sha256sum
    assert lot_of("graine", "12") == (
        "461aa24aedf469c3452aaf66269db45459841d922e86af0b34f050a9043f571a"
    )


def test_rule_is_written_and_read_back():
    rule = Rule(rule="mes", utility="points", step=2, ties="id", seed="x", rank_points=(5, 3))

    assert rule_from(json.loads(json.dumps(rule.as_dict()))) == rule
