"""Real elections: the winners that pabutools and equalshares.net find, in the same order."""

from functools import lru_cache

import pytest

from participation.budgets.counting.both import count_fast
from participation.budgets.counting.counting import count
from participation.budgets.counting.pabulib import read_pb
from participation.budgets.counting.rule import Rule

from .real_ballots import ABSENT, ALL, folder, is_slow, known, rule_named

pytestmark = pytest.mark.skipif(folder() is None, reason=ABSENT)


@lru_cache(maxsize=2)
def _election(name):
    return read_pb(folder() / name).election


ASKED = [one for one in known() if ALL or not is_slow(*one[:2])]


def _names(known):
    return [f"{name.removesuffix('.pb')}: {key}" for name, key, _ in known]


@pytest.mark.parametrize(("name", "key", "winners"), ASKED, ids=_names(ASKED))
def test_known_winners_are_found_in_order(name, key, winners):
    assert count_fast(_election(name), rule_named(key)).winners == winners


# With rationals one run of a large election takes a second, and growing shares ask hundreds.
_LARGE = (
    "Amsterdam",
    "Budapest",
    "Lodz",
    "Warszawa_2026",
    "Krakow",
    "Katowice",
    "2019",
    "2022.",
    "2024.",
)
_GROWING = ("Netherlands_Assen_2024.pb", "mes_cost_add1u/mincost_maxvotes_id")
FEWER = [
    one
    for one in ASKED
    if one[:2] == _GROWING
    or not (
        rule_named(one[1]).raises_shares or (not ALL and any(word in one[0] for word in _LARGE))
    )
]


@pytest.mark.parametrize(("name", "key", "winners"), FEWER, ids=_names(FEWER))
def test_rationals_find_the_known_winners_too(name, key, winners):
    assert count(_election(name), rule_named(key)).winners == winners


# What the cities decided: the file says who was selected.
OFFICIAL = {
    "Netherlands_Assen_2024.pb": {"rule": "mes", "completion": "add1"},
    "Poland_Swiecie_2023.pb": {"rule": "mes", "completion": "add1"},
    "Poland_Wieliczka_2023_Green_Budget.pb": {
        "rule": "mes",
        "completion": "add1",
        "stop": "overspent",
    },
    "Poland_Warszawa_2025_Wilanow.pb": {"rule": "greedy"},
}


@pytest.mark.parametrize(("name", "asked"), OFFICIAL.items(), ids=OFFICIAL)
def test_official_results_are_reproduced(name, asked):
    text = (folder() / name).read_text(encoding="utf-8-sig")
    rows = [line.split(";") for line in text.split("PROJECTS")[1].split("VOTES")[0].splitlines()]
    heads = [cell.strip() for cell in rows[1]]
    selected = {
        row[heads.index("project_id")]
        for row in rows[2:]
        if len(row) == len(heads) and row[heads.index("selected")].strip() == "1"
    }

    assert set(count_fast(_election(name), Rule(edges="pabutools", **asked)).winners) == selected
