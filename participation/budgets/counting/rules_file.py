"""`regle.json`: the frozen rule of a vote, as a count reads it.

Canonical JSON, so that everybody computes the same digest: sorted keys, no spaces, UTF-8, integers
only. Amounts are whole euros.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .amounts import read_number
from .election import APPROVAL, CUMULATIVE, ORDINAL, SCORING, Election, Limits, Project
from .faults import Fault
from .rule import (
    ADD_ONE_FILL,
    CARDINALITY,
    COST,
    EQUAL_SHARES,
    FILL,
    GREEDY,
    MAJORITY,
    NONE,
    POINTS,
    Rule,
    rule_from,
)
from .votes import BallotReader

if TYPE_CHECKING:
    from .amounts import Number
    from .election import Ballot

RULES_FORMAT = "parvis-rules/1"
KNAPSACK, RANKING, GRADES = "knapsack", "ranking", "grades"
# An identifier of an envelope names a file, of this folder and no other.
_SIGNS = re.compile(r"[/\\\0]|^\.")
# Kinds of ballots of a vote, and the Pabulib type of each.
_TYPES = {
    "approval": APPROVAL,
    KNAPSACK: APPROVAL,
    "points": CUMULATIVE,
    RANKING: ORDINAL,
    GRADES: SCORING,
}


def canonical_json(held: object) -> str:
    """The one text of a value: sorted keys, no spaces, no float."""
    return json.dumps(
        held, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of_rules(rules: Mapping[str, Any]) -> str:
    """The digest of the rules, whoever wrote the file."""
    return digest(canonical_json(rules).encode("utf-8", "surrogatepass"))


def rule_of(rules: Mapping[str, Any]) -> Rule:
    """The rule of the count. Projects without votes are never funded, whatever is left.

    Raises:
        Fault: when a value is not possible.
    """
    if rules.get("format") != RULES_FORMAT:
        raise Fault("bad-rule", key="format", text=rules.get("format"))
    count, ballot = _object(rules, "count"), _object(rules, "ballot")
    kind = _kind(ballot)
    usual = COST if kind == APPROVAL else POINTS
    held = {
        "rule": count.get("rule"),
        "utility": count.get("utility") or usual,
        "completion": count.get("completion") or NONE,
        "step": 1 if count.get("step") is None else count["step"],
        "ties": count.get("ties"),
        "seed": count.get("seed") or "",
        "guarantee": count.get("guarantee") or NONE,
        "rank_points": ballot.get("rank_points") if kind == ORDINAL else None,
    }
    return rule_from(held)


def _object(held: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = held.get(key)
    if not isinstance(found, Mapping):
        raise Fault("bad-rule", key=key, text=found)
    return found


def _kind(ballot: Mapping[str, Any]) -> str:
    kind = ballot.get("kind")
    if not isinstance(kind, str) or kind not in _TYPES:
        raise Fault("bad-rule", key="ballot.kind", text=kind)
    return _TYPES[kind]


def _whole(held: Mapping[str, Any], key: str, least: int = 0) -> int | None:
    value = held.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise Fault("bad-rule", key=key, text=value)
    return value


def _euros(held: Mapping[str, Any], key: str) -> Number:
    """Whole euros; the exact text of a decimal is read too."""
    value = held.get(key)
    if isinstance(value, str):
        try:
            value = read_number(value)
        except ValueError:
            raise Fault("bad-rule", key=key, text=value) from None
    elif isinstance(value, bool) or not isinstance(value, int):
        raise Fault("bad-rule", key=key, text=value)
    if value < 0:
        raise Fault("bad-rule", key=key, text=value)
    return value


def envelopes_of(rules: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The envelopes by identifier, in the order of the rules."""
    envelopes = rules.get("envelopes")
    if not isinstance(envelopes, list):
        raise Fault("bad-rule", key="envelopes", text=envelopes)
    found: dict[str, Mapping[str, Any]] = {}
    for envelope in envelopes:
        name = envelope.get("id") if isinstance(envelope, Mapping) else None
        if not isinstance(name, str) or not name or name in found or _SIGNS.search(name):
            raise Fault("bad-rule", key="envelopes.id", text=name)
        found[name] = envelope
    return found


def projects_of(envelope: Mapping[str, Any]) -> tuple[Project, ...]:
    """The projects that take part in the count; those withdrawn do not.

    Raises:
        Fault: when an identifier or a cost is not possible.
    """
    listed = envelope.get("projects")
    if not isinstance(listed, list):
        raise Fault("bad-rule", key="projects", text=listed)
    projects: dict[str, Project] = {}
    for held in listed:
        if not isinstance(held, Mapping):
            raise Fault("bad-rule", key="projects", text=held)
        name = held.get("id")
        if not isinstance(name, str) or not name or name in projects:
            raise Fault("bad-rule", key="projects.id", text=name)
        label, district = str(held.get("name") or ""), str(held.get("district") or "")
        projects[name] = Project(name, _euros(held, "cost"), label, district)
    withdrawn = {held["id"] for held in listed if held.get("withdrawn")}
    withdrawn |= set(envelope.get("withdrawn") or ())
    return tuple(project for name, project in projects.items() if name not in withdrawn)


def limits_of(rules: Mapping[str, Any], envelope: Mapping[str, Any]) -> Limits:
    """What a ballot of this envelope may hold."""
    ballot = _object(rules, "ballot")
    kind = ballot.get("kind")
    grades = ballot.get("grades")
    if kind == GRADES and (not isinstance(grades, list) or len(grades) < 2):
        raise Fault("bad-rule", key="ballot.grades", text=grades)
    return Limits(
        min_length=_whole(ballot, "min"),
        max_length=_whole(ballot, "max"),
        max_sum_cost=_euros(envelope, "budget") if kind == KNAPSACK else None,
        min_points=0 if kind == GRADES else None,
        max_points=len(grades) - 1 if kind == GRADES and grades else _whole(ballot, "points_max"),
        max_sum_points=_whole(ballot, "points") if kind == "points" else None,
    )


def election_of(
    rules: Mapping[str, Any], envelope_id: str, ballots: Mapping[Ballot, int]
) -> Election:
    """The election of one envelope.

    Args:
        rules: the content of `regle.json`.
        envelope_id: one of its envelopes.
        ballots: each distinct ballot with how many voters cast it. Approvals, knapsacks and
            rankings (best first): `("12", "7")`. Points: `(("12", 3), ("7", 1))`. Grades: the same,
            with the place of the grade counted from the worst, which is 0.

    Raises:
        Fault: when the rules are not possible, or a ballot does not obey them.
    """
    envelope = envelopes_of(rules).get(envelope_id)
    if envelope is None:
        raise Fault("unknown-envelope", envelope=envelope_id)
    kind = _kind(_object(rules, "ballot"))
    limits = limits_of(rules, envelope)
    projects = projects_of(envelope)
    kept = {project.id for project in projects}
    if len(kept) < len(envelope["projects"]):
        # A ballot may have lost a project that was withdrawn after it was cast.
        limits = replace(limits, min_length=None)
    checker = BallotReader(kind, limits, _everything(envelope, projects))
    grouped: dict[Ballot, int] = {}
    for ballot, many in ballots.items():
        checker.check(ballot)
        left = _kept(ballot, kept, kind)
        grouped[left] = grouped.get(left, 0) + many
    return Election(_euros(envelope, "budget"), projects, kind, grouped, limits)


def _everything(envelope: Mapping[str, Any], projects: Iterable[Project]) -> dict[str, Project]:
    """Every project that a ballot may name, those withdrawn since included."""
    named = {one["id"]: Project(one["id"], _euros(one, "cost")) for one in envelope["projects"]}
    return {**named, **{project.id: project for project in projects}}


def _kept(ballot: Ballot, kept: set[str], kind: str) -> Ballot:
    """The ballot without withdrawn projects; sorted, unless the order is the vote."""
    if kind in (APPROVAL, ORDINAL):
        ids = [one for one in ballot if one in kept]
        return tuple(ids) if kind == ORDINAL else tuple(sorted(ids))
    return tuple(sorted(pair for pair in ballot if pair[0] in kept))


def applicable_rules(rules: Mapping[str, Any]) -> list[Rule]:
    """How else the same ballots can be counted: the usual rules, without the one chosen.

    Ties, seed, step and guarantee stay those of the vote.
    """
    chosen = rule_of(rules)
    kind = _kind(_object(rules, "ballot"))
    usual = COST if kind == APPROVAL else POINTS
    asked = [
        (GREEDY, usual, NONE),
        (EQUAL_SHARES, usual, ADD_ONE_FILL),
        (EQUAL_SHARES, usual, FILL),
    ]
    if kind != APPROVAL:
        asked.append((GREEDY, CARDINALITY, NONE))
    if kind == SCORING:
        asked.append((MAJORITY, usual, NONE))
    mine = (chosen.rule, chosen.utility, chosen.completion)
    return [
        replace(chosen, rule=rule, utility=utility, completion=completion)
        for rule, utility, completion in asked
        if (rule, utility, completion) != mine
    ]
