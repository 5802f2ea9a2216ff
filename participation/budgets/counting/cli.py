"""`tally`: counts a Pabulib file on the command line, with or without the portal around it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from .amounts import plain
from .counting import count
from .equal_shares import equal_shares
from .faults import Fault
from .french import report, sentence
from .pabulib import Reading, read_pb
from .results import outcome_of
from .rule import (
    COMPLETIONS,
    DISTRICT,
    EXACT,
    EXHAUSTIVE,
    GREEDY,
    NONE,
    OURS,
    OVERSPENT,
    PABUTOOLS,
    RULES,
    UTILITIES,
    WHOLE,
    Rule,
    read_step,
    usual_rule,
)
from .ties import BY_COST, TIES
from .whole_shares import whole_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked of a count: docs/counting.md explains each choice."""
    parser.add_argument("file", help="a Pabulib file (.pb)")
    parser.add_argument("--rule", choices=RULES, default=GREEDY)
    parser.add_argument("--utility", choices=UTILITIES, help="cost for approvals, points otherwise")
    parser.add_argument("--completion", choices=COMPLETIONS, default=NONE, help="of equal shares")
    parser.add_argument("--step", default="1", help="what add1 adds to each share (1)")
    parser.add_argument("--start", choices=(EXACT, WHOLE), default=EXACT, help="first share")
    parser.add_argument("--stop", choices=(EXHAUSTIVE, OVERSPENT), default=EXHAUSTIVE)
    parser.add_argument("--ties", choices=TIES, default=BY_COST)
    parser.add_argument("--seed", default="", help="of the lot")
    parser.add_argument("--rank-points", help="points of the 1st, 2nd…, such as 5,3,1 (Borda)")
    parser.add_argument("--guarantee-district", action="store_true", help="one project for each")
    parser.add_argument("--edges", choices=(PABUTOOLS, OURS), default=PABUTOOLS)
    parser.add_argument("--strict", action="store_true", help="refuse what is only strange")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--exact", action="store_true", help="count with rationals, the reference")
    how.add_argument("--fast", action="store_true", help="count with whole numbers (default)")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def rule_asked(options: dict[str, Any], kind: str) -> Rule:
    """The rule of these options for ballots of this kind.

    Raises:
        Fault: when an option is not possible.
    """
    points = options.get("rank_points")
    try:
        rank_points = None if points is None else tuple(int(one) for one in points.split(","))
    except ValueError:
        raise Fault("bad-rule", key="rank_points", text=points) from None
    return Rule(
        rule=options["rule"],
        utility=options["utility"] or usual_rule(kind)["utility"],
        completion=options["completion"],
        step=read_step(options["step"]),
        ties=options["ties"],
        seed=options["seed"],
        guarantee=DISTRICT if options["guarantee_district"] else NONE,
        rank_points=rank_points,
        edges=options["edges"],
        start=options["start"],
        stop=options["stop"],
    )


def run(options: dict[str, Any], out: TextIO, err: TextIO) -> int:
    """Counts the file and prints the outcome. 0; or 2 with a French sentence when it cannot."""
    try:
        reading = read_pb(Path(options["file"]), options["strict"])
        rule = rule_asked(options, reading.election.kind)
        method = equal_shares if options["exact"] else whole_shares
        outcome = outcome_of(count(reading.election, rule, method))
    except Fault as fault:
        err.write(f"{sentence(fault)}\n")
        return REFUSED
    for note in reading.notes:
        err.write(f"{sentence(note)}\n")
    out.write(_json(outcome, rule) if options["json"] else _table(outcome, rule, reading))
    return 0


def _json(outcome: dict[str, object], rule: Rule) -> str:
    return json.dumps({**outcome, "rule": rule.as_dict()}, ensure_ascii=False) + "\n"


def _table(outcome: dict[str, object], rule: Rule, reading: Reading) -> str:
    names = {project.id: project.name for project in reading.election.projects}
    return report(outcome, names, {**rule.as_dict(), "budget": plain(reading.election.budget)})


def main(argv: Sequence[str] | None = None) -> int:
    """The command without Django: `python -m participation.budgets.counting FILE.pb`."""
    parser = argparse.ArgumentParser(prog="tally", description="Counts a Pabulib file (.pb).")
    add_arguments(parser)
    return run(vars(parser.parse_args(argv)), sys.stdout, sys.stderr)
