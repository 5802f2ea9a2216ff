"""Pabulib files written: quoted where needed, accepted by pabulib-checker and by pabutools."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from .amounts import exact_text, plain
from .election import CUMULATIVE, SCORING, WITH_POINTS, Election

if TYPE_CHECKING:
    from .amounts import Number
    from .election import Ballot

# What `str.splitlines` takes for the end of a line, save the two that quotes protect everywhere.
_STRAY_BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# The order that the format prescribes; what is in no place comes last, before the comment.
_ORDER = (
    *("description", "country", "unit", "district", "subunit", "instance"),
    *("num_projects", "num_votes", "budget", "vote_type", "rule", "date_begin", "date_end"),
    *("min_length", "max_length", "min_sum_cost", "max_sum_cost"),
    *("min_points", "max_points", "min_sum_points", "max_sum_points"),
    *("edition", "language", "currency"),
)
# A project of no district, among others that have one: the format has a word for it.
_NO_DISTRICT = "none"


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
    says of itself (description, country, unit, instance, rule, dates, comment…); what can be
    computed is. With `winners` the projects have the column `selected`.
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
    """What the file says of itself; what can be computed is always true."""
    known = dict(meta)
    known["num_projects"] = len(election.projects)
    known["num_votes"] = election.voters
    known["budget"] = decimal_or_quotient(election.budget)
    known["vote_type"] = election.kind
    for key, limit in vars(election.limits).items():
        if limit is not None:
            known[key] = decimal_or_quotient(limit)
    comment = known.pop("comment", None)
    held = {key: known.pop(key) for key in _ORDER if key in known} | known
    return held if comment is None else {**held, "comment": comment}


def _projects(election: Election, winners: Iterable[str] | None) -> Iterator[list[object]]:
    votes, scores = _mentions(election)
    scored = election.kind in (CUMULATIVE, SCORING)
    category = any(project.category for project in election.projects)
    district = any(project.district for project in election.projects)
    chosen = None if winners is None else set(winners)
    yield [
        *("project_id", "cost", "votes"),
        *(["score"] if scored else []),
        "name",
        *(["category"] if category else []),
        *([] if chosen is None else ["selected"]),
        *(["district"] if district else []),
    ]
    for project in election.projects:
        yield [
            project.id,
            decimal_or_quotient(project.cost),
            votes[project.id],
            *([plain(scores[project.id])] if scored else []),
            project.name,
            *([project.category] if category else []),
            *([] if chosen is None else [int(project.id in chosen)]),
            *([project.district or _NO_DISTRICT] if district else []),
        ]


def _mentions(election: Election) -> tuple[dict[str, int], dict[str, Number]]:
    """How many ballots name each project, be it last or with no point, and all its points."""
    votes = {project.id: 0 for project in election.projects}
    scores: dict[str, Number] = dict.fromkeys(votes, 0)
    for ballot, many in election.ballots.items():
        for choice in ballot:
            project, given = choice if election.kind in WITH_POINTS else (choice, 1)
            votes[project] += many
            scores[project] += given * many
    return votes, scores


def _cells(ballot: Ballot, with_points: bool) -> list[str]:
    if not with_points:
        return [",".join(ballot)]
    # The most points first, as the format asks.
    ordered = sorted(ballot, key=lambda choice: -choice[1])
    points = [decimal_or_quotient(given) for _, given in ordered]
    return [",".join(project for project, _ in ordered), ",".join(points)]
