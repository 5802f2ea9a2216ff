"""Published folders for tests: rules, ballots, and the folder that the portal would publish."""

import json
from pathlib import Path
from typing import Any

from participation.budgets.counting.api import (
    canonical_json,
    count_envelope,
    manifest_text,
    result_of,
    write_pb,
)

META = {
    "description": "Budget participatif 2026",
    "country": "France",
    "unit": "Ville-sur-Mer",
    "instance": "2026",
    "rule": "greedy",
    "date_begin": "01.10.2026",
    "date_end": "31.10.2026",
    "edition": "1",
    "language": "fr",
    "currency": "EUR",
    "comment": "#1: sha256:0123",
}
RULES: dict[str, Any] = {
    "format": "parvis-rules/1",
    "title": "Budget participatif 2026",
    "ballot": {
        "kind": "approval",
        "min": 1,
        "max": 2,
        "points": None,
        "points_max": None,
        "rank_points": None,
        "grades": None,
    },
    "count": {
        "rule": "mes",
        "utility": "cost",
        "completion": "add1u",
        "step": 1,
        "ties": "mincost-maxvotes-lot",
        "seed": "Loto 4-8-15-16-23-42",
        "guarantee": "none",
    },
    "envelopes": [
        {
            "id": "ville",
            "name": "Toute la ville",
            "budget": 1000,
            "projects": [
                {"id": "1", "cost": 600, "name": "Banc; vert", "district": "Plateau"},
                {"id": "2", "cost": 400, "name": "Arbre", "district": "Port"},
                {"id": "3", "cost": 400, "name": "Ombre", "district": "Port"},
            ],
        },
        {
            "id": "jeunes",
            "name": "Jeunes",
            "budget": 500,
            "projects": [{"id": "1", "cost": 500, "name": "Studio", "district": ""}],
        },
    ],
}
BALLOTS: dict[str, dict[Any, int]] = {
    "ville": {("1", "2"): 4, ("2", "3"): 3, ("3",): 2, ("1",): 1},
    "jeunes": {("1",): 3},
}


def _variant(kind: str, count: dict[str, Any], **ballot: Any) -> dict[str, Any]:
    return {
        **RULES,
        "ballot": {**RULES["ballot"], "kind": kind, **ballot},
        "count": {**RULES["count"], "utility": None, **count},
    }


KNAPSACK_RULES = _variant("knapsack", {"rule": "greedy", "completion": "none"}, max=None)
POINTS_RULES = _variant("points", {}, points=4, points_max=4)
RANKING_RULES = _variant("ranking", {}, max=3, rank_points=[5, 3, 1])
GRADES_RULES = _variant(
    "grades", {"rule": "majority-judgment"}, max=None, grades=["Très bien", "Bien", "À rejeter"]
)
POINTS_BALLOTS = {
    "ville": {(("1", 4),): 2, (("2", 1), ("3", 3)): 2},
    "jeunes": {(("1", 1),): 1},
}
GRADES_BALLOTS = {
    "ville": {(("1", 2), ("2", 0), ("3", 1)): 2, (("2", 1), ("3", 2)): 3},
    "jeunes": {(("1", 0),): 1},
}
# Every kind of ballot, with ballots that obey it.
VOTES = {
    "approval": (RULES, BALLOTS),
    "knapsack": (KNAPSACK_RULES, BALLOTS),
    "points": (POINTS_RULES, POINTS_BALLOTS),
    "ranking": (RANKING_RULES, BALLOTS),
    "grades": (GRADES_RULES, GRADES_BALLOTS),
}


def publish(folder: Path, rules: dict[str, Any], ballots: dict[str, dict[Any, int]]) -> Path:
    """Writes the folder of a vote, as the portal does."""
    envelopes = [count_envelope(rules, one["id"], ballots[one["id"]]) for one in rules["envelopes"]]
    texts = {
        "regle.json": canonical_json(rules),
        "resultat.json": canonical_json(result_of(rules, envelopes)),
    }
    for one in envelopes:
        lines = write_pb(rules, one["id"], ballots[one["id"]], META, one["winners"])
        texts[f"{one['id']}.pb"] = "".join(lines)
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """Writes the manifest anew, as who altered a file might."""
    files = {
        path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifeste.json"
    }
    (folder / "manifeste.json").write_bytes(manifest_text(files).encode())


def alter_json(path: Path, change: Any) -> None:
    """Changes the content of a JSON file in place."""
    held = json.loads(path.read_text())
    change(held)
    path.write_bytes(canonical_json(held).encode())
