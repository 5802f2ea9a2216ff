"""Whether a published count is still what was published: rules, journal, ballots, files."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from portal.canonical import canonical_text, digest

from ..chain import chained
from ..counting import api as counting
from ..models import Count, ParticipatoryBudget, RuleVersion, SealedBallot, VoteEvent
from ..rulebook import Rulebook
from .ballots import as_counted, ballots_sha256, grouped_ballots

MISSING = "missing"


@dataclass(frozen=True)
class Difference:
    """One thing that is not what was published: what, which, what was, what is."""

    what: str
    key: str
    published: str
    found: str

    def as_dict(self) -> dict[str, str]:
        """Return it for JSON."""
        return asdict(self)


def verify(budget: ParticipatoryBudget) -> list[Difference]:
    """Everything that differs; nothing when all is as it was published."""
    count = Count.objects.select_related("rules").filter(budget=budget).first()
    found = [*_rules(budget), *_journal(budget)]
    if count is None:
        return found
    return [*found, *_record(count), *_ballots(count), *_files(count)]


def _rules(budget: ParticipatoryBudget) -> Iterator[Difference]:
    for version in budget.rule_versions.order_by("number"):
        now = digest(version.text)
        if now != version.sha256:
            yield Difference("rules", str(version.number), version.sha256, now)


def _journal(budget: ParticipatoryBudget) -> Iterator[Difference]:
    """Each line follows the one before, and what lines say of rules and counts is still so."""
    before, number = "", 0
    known = dict(RuleVersion.objects.filter(budget=budget).values_list("number", "sha256"))
    for line in VoteEvent.objects.filter(budget=budget).order_by("number"):
        number += 1
        if line.number != number:
            yield Difference("journal", str(number), MISSING, str(line.number))
            number = line.number
        now = chained(before, kind=line.kind, facts=line.facts, at=line.happened_at)
        if now != line.sha256:
            yield Difference("journal", str(line.number), line.sha256, now)
        before = line.sha256
        facts = json.loads(line.facts)
        told = facts.get("version") and facts.get("sha256")
        if told and known.get(facts["version"]) != told:
            key = f"{line.number}: rules {facts['version']}"
            yield Difference("journal", key, told, str(known.get(facts["version"], MISSING)))


def _record(count: Count) -> Iterator[Difference]:
    """The record of the count agrees with itself and with the journal."""
    if digest(count.result) != count.result_sha256:
        yield Difference("result", "", count.result_sha256, digest(count.result))
    if json.loads(count.result).get("rules_sha256") != count.rules.sha256:
        told = str(json.loads(count.result).get("rules_sha256"))
        yield Difference("result", "rules_sha256", told, count.rules.sha256)
    line = VoteEvent.objects.filter(budget=count.budget_id, kind="counted").first()
    if line is None:
        yield Difference("journal", "counted", MISSING, "")
        return
    facts = json.loads(line.facts)
    for name in ("input_sha256", "result_sha256"):
        if facts[name] != getattr(count, name):
            yield Difference("count", name, facts[name], getattr(count, name))


def _ballots(count: Count) -> Iterator[Difference]:
    """The ballots are those that were counted, and counted again they give the same result."""
    rules = Rulebook.read(count.rules.text)
    if SealedBallot.objects.filter(budget=count.budget_id).exclude(sealed="").exists():
        yield Difference("ballots", "sealed", "", "sealed")
    try:
        grouped = grouped_ballots(count.budget, rules)
        now = ballots_sha256(grouped)
        if now != count.input_sha256:
            yield Difference("ballots", "", count.input_sha256, now)
        result = json.loads(count.result)
        for told in result["envelopes"]:
            again = counting.count_envelope(
                rules.data, told["id"], as_counted(rules, grouped[told["id"]])
            )
            if canonical_text(again) != canonical_text(told):
                key = f"{told['id']}: {', '.join(_winners(again))}"
                yield Difference("envelope", key, ", ".join(_winners(told)), "")
    except (KeyError, ValueError, TypeError, counting.Fault) as error:
        yield Difference("ballots", "unreadable", "", repr(error))


def _winners(envelope: dict[str, Any]) -> list[str]:
    return [str(one) for one in envelope["winners"]]


def _files(count: Count) -> Iterator[Difference]:
    for one in count.files.all():
        hashed = hashlib.sha256()
        try:
            with one.stored.open("rb") as content:
                for chunk in content.chunks():
                    hashed.update(chunk)
        except OSError:
            yield Difference("file", one.name, one.sha256, MISSING)
            continue
        if hashed.hexdigest() != one.sha256:
            yield Difference("file", one.name, one.sha256, hashed.hexdigest())
    manifest = count.files.filter(name="manifeste.json").values_list("sha256", flat=True).first()
    line = VoteEvent.objects.filter(budget=count.budget_id, kind="published").first()
    told = json.loads(line.facts)["manifest_sha256"] if line else MISSING
    if manifest != told:
        yield Difference("journal", "manifest_sha256", told, str(manifest))
