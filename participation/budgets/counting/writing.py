"""Pabulib files written: quoted where needed, accepted by pabulib-checker and by pabutools."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from .amounts import exact_text, plain
from .election import CUMULATIVE, SCORING, WITH_POINTS, Election
from .tallies import tally_of

if TYPE_CHECKING:
    from .amounts import Number
    from .election import Ballot

# What `str.splitlines` takes for the end of a line, save the two that quotes protect everywhere.
_STRAY_BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_LIMITS = {
    "min_length": "min_length",
    "max_length": "max_length",
    "max_sum_cost": "max_sum_cost",
    "min_points": "min_points",
    "max_points": "max_points",
    "min_sum_points": "min_sum_points",
    "max_sum_points": "max_sum_points",
}


def decimal_or_quotient(value: Number) -> str:
    """A number as Pabulib writes it: with decimals when they end, else the quotient."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if value.denominator == 1 or rest != 1:
        return exact_text(value)
    digits = 1
    while value.denominator and (10**digits) % value.denominator:
        digits += 1
    scaled = abs(int(value * 10**digits))
    sign = "-" if value < 0 else ""
    return f"{sign}{scaled // 10**digits}.{scaled % 10**digits:0{digits}d}"


def write_election(
    election: Election,
    meta: Mapping[str, object],
    winners: Iterable[str] | None = None,
) -> Iterator[str]:
    """The lines of a file, one ballot each, in the order of the groups given.

    Voters are numbered from 1: the number says nothing of who voted. `meta` holds what the file
    says of itself (description, country, unit, instance, rule, dates, comment…), in order; what can
    be computed is. With `winners` the projects have the column `selected`.
    """
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\n").writerow

    def line(cells: Iterable[object]) -> str:
        out.seek(0)
        out.truncate()
        write([_STRAY_BREAKS.sub(" ", str(cell)) for cell in cells])
        return out.getvalue()

    yield "META\n"
    yield line(["key", "value"])
    for key, value in _meta(election, meta).items():
        yield line([key, value])
    yield "PROJECTS\n"
    for row in _projects(election, winners):
        yield line(row)
    yield "VOTES\n"
    with_points = election.kind in WITH_POINTS
    yield line(["voter_id", "vote", "points"] if with_points else ["voter_id", "vote"])
    voter = 0
    for ballot, many in election.ballots.items():
        cells = line(_cells(ballot, with_points))
        for _ in range(many):
            voter += 1
            yield f"{voter};{cells}"


def _meta(election: Election, meta: Mapping[str, object]) -> dict[str, object]:
    """What the file says of itself; numbers of projects and ballots are always the true ones."""
    held = {
        key: value
        for key, value in meta.items()
        if key not in {"comment", "num_projects", "num_votes", "budget", "vote_type"}
    }
    held["num_projects"] = len(election.projects)
    held["num_votes"] = election.voters
    held["budget"] = decimal_or_quotient(election.budget)
    held["vote_type"] = election.kind
    for key, name in _LIMITS.items():
        limit = getattr(election.limits, name)
        if limit is not None:
            held[key] = decimal_or_quotient(limit)
    if "comment" in meta:
        held["comment"] = meta["comment"]
    return held


def _projects(election: Election, winners: Iterable[str] | None) -> Iterator[list[object]]:
    tally = tally_of(election)
    scored = election.kind in (CUMULATIVE, SCORING)
    category = any(project.category for project in election.projects)
    district = any(project.district for project in election.projects)
    chosen = None if winners is None else set(winners)
    yield [
        *("project_id", "cost", "votes"),
        *(["score"] if scored else []),
        "name",
        *(["category"] if category else []),
        *(["district"] if district else []),
        *([] if chosen is None else ["selected"]),
    ]
    for number, project in enumerate(election.projects):
        yield [
            project.id,
            decimal_or_quotient(project.cost),
            tally.votes[number],
            *([plain(tally.scores[number])] if scored else []),
            project.name,
            *([project.category] if category else []),
            *([project.district] if district else []),
            *([] if chosen is None else [int(project.id in chosen)]),
        ]


def _cells(ballot: Ballot, with_points: bool) -> list[str]:
    if not with_points:
        return [",".join(ballot)]
    choices = [project for project, _ in ballot]
    points = [decimal_or_quotient(given) for _, given in ballot]
    return [",".join(choices), ",".join(points)]
