"""What the application asks of the count: all of it, by plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .both import count_both, count_fast
from .counting import Count
from .election import Election
from .explain import rounds_of
from .faults import Fault
from .results import RESULT_FORMAT, outcome_of
from .rules_file import (
    RULES_FORMAT,
    applicable_rules,
    canonical_json,
    digest,
    digest_of_rules,
    election_of,
    envelopes_of,
    rule_of,
)
from .script import script_text
from .tallies import tally_of
from .ties import tie_ranks
from .writing import write_election

if TYPE_CHECKING:
    from .election import Ballot

__all__ = [
    "RESULT_FORMAT",
    "RULES_FORMAT",
    "Count",
    "Fault",
    "canonical_json",
    "count_both",
    "count_envelope",
    "count_fast",
    "digest",
    "digest_of_rules",
    "election_of",
    "elections_of",
    "envelopes_of",
    "manifest_text",
    "other_rules",
    "result_of",
    "rounds_of",
    "rule_of",
    "script_text",
    "write_pb",
]


def elections_of(
    rules: Mapping[str, Any], ballots: Mapping[str, Mapping[Ballot, int]]
) -> dict[str, Election]:
    """The election of each envelope; one without ballots has none. See `election_of`."""
    return {name: election_of(rules, name, ballots.get(name, {})) for name in envelopes_of(rules)}


def count_envelope(
    rules: Mapping[str, Any], envelope_id: str, ballots: Mapping[Ballot, int], twice: bool = True
) -> dict[str, Any]:
    """The envelope of `resultat.json`, counted in two ways unless told otherwise.

    Raises:
        Fault: when a ballot or the rule is not possible, or the two counts differ.
    """
    election = election_of(rules, envelope_id, ballots)
    count = (count_both if twice else count_fast)(election, rule_of(rules))
    return {"id": envelope_id, **outcome_of(count)}


def result_of(rules: Mapping[str, Any], envelopes: list[dict[str, Any]]) -> dict[str, Any]:
    """The content of `resultat.json`, of envelopes that `count_envelope` gave."""
    return {
        "format": RESULT_FORMAT,
        "rules_sha256": digest_of_rules(rules),
        "envelopes": envelopes,
    }


def write_pb(
    rules: Mapping[str, Any],
    envelope_id: str,
    ballots: Mapping[Ballot, int],
    meta: Mapping[str, object],
    winners: list[str] | None = None,
) -> Iterator[str]:
    """The lines of the `.pb` of an envelope, in the order of `ballots`: shuffle them before.

    `meta` must say description, country, unit, instance, rule, date_begin, date_end, language,
    edition and currency for pabulib-checker to be content; what follows from the ballots is added.
    """
    election, rule = election_of(rules, envelope_id, ballots), rule_of(rules)
    votes = tally_of(election, rule.rank_points).votes
    ranks = tie_ranks(election.projects, votes, rule.ties, rule.seed)
    # Equal projects in the order that settles ties: readers that keep it find the same winners.
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    projects = tuple(election.projects[number] for number in order)
    return write_election(replace(election, projects=projects), meta, winners)


def other_rules(
    rules: Mapping[str, Any], envelope_id: str, ballots: Mapping[Ballot, int]
) -> list[dict[str, Any]]:
    """What each of the other usual rules would have funded with the same ballots.

    Each: `rule`, `utility`, `completion`, `winners`, `spent`, and what voters get: `reached`, how
    many have one funded project or more among theirs, and `mean`, how many each has on average.
    """
    election = election_of(rules, envelope_id, ballots)
    found: list[dict[str, Any]] = []
    for rule in [rule_of(rules), *applicable_rules(rules)]:
        count = count_fast(election, rule)
        found.append(
            {
                "rule": rule.rule,
                "utility": rule.utility,
                "completion": rule.completion,
                "chosen": not found,
                "winners": count.winners,
                "spent": count.spent,
                **satisfaction_of(election, count.winners),
            }
        )
    return found


def satisfaction_of(election: Election, winners: list[str]) -> dict[str, Any]:
    """How many voters have a funded project among theirs, and how many of them on average."""
    chosen, reached, funded = set(winners), 0, 0
    for ballot, many in election.ballots.items():
        mine = sum(1 for choice in ballot if _supported(choice) in chosen)
        reached += many if mine else 0
        funded += mine * many
    hundredths = (funded * 100 * 2 + election.voters) // (2 * election.voters or 1)
    return {"reached": reached, "voters": election.voters, "mean_hundredths": hundredths}


def _supported(choice: Any) -> object:
    """The project that a choice is for; None when it gives it nothing."""
    if isinstance(choice, str):
        return choice
    project, given = choice
    return project if given > 0 else None


def manifest_text(files: Mapping[str, bytes]) -> str:
    """`manifeste.json`: the digest and the size of every other file of the folder."""
    return canonical_json(
        {name: {"sha256": digest(held), "size": len(held)} for name, held in files.items()}
    )
