"""The ballots of a counted box, grouped: what the count and its check both read.

Embargo: called by the count, once the box is sealed, and by what recomputes a published count.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from ..enums import BallotKind, PaperKind
from ..models import ParticipatoryBudget, SealedBallot
from ..rulebook import Choice, Choices, Rulebook, canonical_choices, choices_text, read_choices

Grouped = dict[Choices, int]
_BATCH = 5_000


def grouped_ballots(budget: ParticipatoryBudget, rules: Rulebook) -> dict[str, Grouped]:
    """For each envelope of the rules, each different ballot and how many people cast it.

    A project withdrawn from the vote is no more in the rules: ballots are read without it. What
    nothing is left of stays a ballot, `()`, of somebody who voted.
    """
    known = {one["id"]: _voted_on(one) for one in rules.data["envelopes"]}
    grouped: dict[str, Grouped] = {one: {} for one in known}
    shared: dict[Choice, Choice] = {}
    rows = SealedBallot.objects.filter(budget=budget, kind=PaperKind.VALID)
    counted = rows.order_by().values_list("envelope", "choices").annotate(n=Count("pk"))
    for envelope, text, count in counted.iterator(chunk_size=_BATCH):
        choices = still_valid(rules, known[envelope], read_choices(text))
        # The same few pairs make all ballots: kept once, a million of them fit in memory.
        choices = tuple(shared.setdefault(one, one) for one in choices)
        grouped[envelope][choices] = grouped[envelope].get(choices, 0) + count
    return grouped


def _voted_on(envelope: dict[str, Any]) -> set[str]:
    gone = set(envelope.get("withdrawn") or ())
    return {
        one["id"]
        for one in envelope["projects"]
        if one["id"] not in gone and not one.get("withdrawn")
    }


def still_valid(rules: Rulebook, known: set[str], choices: Choices) -> Choices:
    """A ballot without the projects that were withdrawn since, in its one form."""
    if all(project in known for project, _value in choices):
        return choices
    return canonical_choices(rules.kind, (one for one in choices if one[0] in known))


def as_counted(rules: Rulebook, grouped: Mapping[Choices, int]) -> dict[Any, int]:
    """The same ballots as the count reads them: identifiers, or identifiers with their points.

    A grade counts from the worst, which is zero.
    """
    if rules.kind == BallotKind.POINTS:
        return dict(grouped)
    if rules.kind == BallotKind.GRADES:
        best = len(rules.grades) - 1
        return {
            tuple((project, best - place) for project, place in choices): count
            for choices, count in grouped.items()
        }
    return {
        tuple(project for project, _value in choices): count for choices, count in grouped.items()
    }


def ballots_sha256(grouped: Mapping[str, Mapping[Choices, int]]) -> str:
    """The fingerprint of all ballots: envelope, ballot, how many; by tabs, a line each, sorted."""
    digest = hashlib.sha256()
    for envelope in sorted(grouped):
        lines = (f"{choices_text(one)}\t{count}" for one, count in grouped[envelope].items())
        for line in sorted(lines):
            digest.update(f"{envelope}\t{line}\n".encode())
    return digest.hexdigest()
