"""Where real elections are, when this machine has them, and the winners known for them."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from participation.budgets.counting.rule import Rule

ROOT = Path(__file__).resolve().parents[4]
ABSENT = "no real elections here: PABULIB_DIR names a folder of .pb files with oracle.json"
# Everything, however long it takes: `make recount`.
ALL = bool(os.environ.get("RECOUNT_ALL"))
# Shares grow hundreds of times, which takes seconds except here.
_SMALL = {
    "France_Toulouse_2022_17_-_Mirail-Universite_Reynerie_Bellefontaine.pb",
    "France_Toulouse_2022_1_-_Capitole_Arnaud_Bernard_Carmes.pb",
    "Netherlands_Assen_2024.pb",
    "Poland_Gdynia_2020.pb",
    "Switzerland_Zurich_S5.pb",
    "Switzerland_Zurich_S5D10.pb",
}
_TIES = {"lexico": "id", "mincost_maxvotes_id": "mincost-maxvotes-id"}
_PABUTOOLS: dict[str, dict[str, Any]] = {
    "greedy_votes_skip": {"rule": "greedy"},
    "greedy_votes_per_cost": {"rule": "greedy-per-cost"},
    "greedy_points_skip": {"rule": "greedy", "utility": "points"},
    "greedy_points_per_cost": {"rule": "greedy-per-cost", "utility": "points"},
    "greedy_borda_per_cost": {"rule": "greedy-per-cost", "utility": "points"},
    "mes_cost": {"rule": "mes"},
    "mes_cost+greedy": {"rule": "mes", "completion": "greedy"},
    "mes_cost_add1": {"rule": "mes", "completion": "add1"},
    "mes_cost_add1u": {"rule": "mes", "completion": "add1u"},
    "mes_cardinality": {"rule": "mes", "utility": "cardinality"},
    "mes_points": {"rule": "mes", "utility": "points"},
    "mes_points_add1": {"rule": "mes", "utility": "points", "completion": "add1"},
    "mes_points_x_cost": {"rule": "mes", "utility": "cost"},
}
# The tool of equalshares.net begins with whole shares; without steps it begins with exact ones.
# Its comparison step is not offered.
_EQUALSHARES: dict[str, dict[str, Any]] = {
    "js_add1u_integral_exhaustive(default,fractions)": {"completion": "add1u", "start": "whole"},
    "js_add1u_integral_notexhaustive": {
        "completion": "add1u",
        "start": "whole",
        "stop": "overspent",
    },
    "js_utilitarian": {"completion": "greedy"},
    "js_none": {},
}


@cache
def folder() -> Path | None:
    """The folder of real elections."""
    named = os.environ.get("PABULIB_DIR")
    places = [Path(named)] if named else [up / "shared" / "pabulib" for up in ROOT.parents[:3]]
    return next((place for place in places if (place / "oracle.json").is_file()), None)


@cache
def known() -> list[tuple[str, str, list[str]]]:
    """File, name of the rule, winners in order; the rules that we do not offer left out."""
    place = folder()
    if place is None:
        return []
    elections = json.loads((place / "oracle.json").read_text(encoding="utf-8"))["elections"]
    return [
        (name, key, result["winners"])
        for name, election in elections.items()
        for key, result in election["results"].items()
        if "winners" in result and rule_named(key) is not None
    ]


def rule_named(key: str) -> Rule | None:
    """Our rule for a name of oracle.json; None when there is none."""
    name, _, ties = key.partition("/")
    if name in _EQUALSHARES:
        return Rule(rule="mes", ties="mincost-maxvotes-id", edges="pabutools", **_EQUALSHARES[name])
    if name not in _PABUTOOLS:
        return None
    return Rule(ties=_TIES[ties], edges="pabutools", **_PABUTOOLS[name])


def is_slow(name: str, key: str) -> bool:
    """Whether a known count takes seconds."""
    rule = rule_named(key)
    return name not in _SMALL and rule is not None and rule.raises_shares
