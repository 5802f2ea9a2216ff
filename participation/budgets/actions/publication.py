"""The files that anyone recounts with: rules, ballots, result, receipts, script, manifest."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.canonical import canonical_text

from ..counting import api as counting
from ..models import BallotReceipt, Count, ParticipatoryBudget, PublishedFile
from ..publication_texts import SMALL_ENVELOPE, pabulib_meta, read_me
from ..rulebook import Choices, Rulebook
from .storing import Folder

RULES, RESULT, MANIFEST = "regle.json", "resultat.json", "manifeste.json"
RECEIPTS, BALLOTS, SCRIPT, READ_ME = (
    "recepisses.txt",
    "bulletins.csv",
    "recompter.py",
    "LISEZMOI.txt",
)
_BATCH = 5_000
_RANDOM = random.SystemRandom()


@dataclass(frozen=True)
class Vote:
    """What the files are written from: the rules, the ballots grouped, the same as counted."""

    rules: Rulebook
    grouped: Mapping[str, Mapping[Choices, int]]
    ballots: Mapping[str, Mapping[Any, int]]


def write_files(count: Count, vote: Vote, folder: Folder) -> PublishedFile:
    """Writes every file and its row; returns the manifest, which holds the hash of the others.

    Nobody's name, age or channel is in them: ballots alone, shuffled.
    """
    rules, envelopes = vote.rules, json.loads(count.result)["envelopes"]
    folder.write(RULES, [count.rules.text])
    for envelope in envelopes:
        shuffled = dict(_shuffled(vote.ballots[envelope["id"]]))
        about = pabulib_meta(rules, envelope["id"], count.rules.sha256)
        lines = counting.write_pb(rules.data, envelope["id"], shuffled, about, envelope["winners"])
        folder.write(f"{envelope['id']}.pb", lines)
    folder.write(BALLOTS, _ballots_csv(vote))
    folder.write(RESULT, [count.result])
    folder.write(RECEIPTS, _receipts(count.budget))
    folder.write(SCRIPT, [counting.script_text()])
    sizes = {one["id"]: one["ballots"] for one in envelopes}
    small = [name for name, ballots in sizes.items() if 0 < ballots < SMALL_ENVELOPE]
    folder.write(READ_ME, [read_me(rules, sizes, small)])
    manifest = folder.write(MANIFEST, [_manifest(folder)])
    rows = [
        PublishedFile(count=count, name=one.name, sha256=one.sha256, size=one.size, stored=one.path)
        for one in folder.files
    ]
    PublishedFile.objects.bulk_create(rows)
    return next(row for row in rows if row.name == manifest.name)


def _shuffled(ballots: Mapping[Any, int]) -> list[tuple[Any, int]]:
    listed = list(ballots.items())
    _RANDOM.shuffle(listed)
    return listed


def _manifest(folder: Folder) -> str:
    """As the script reads it: the fingerprint and the size of every other file."""
    return canonical_text(
        {one.name: {"sha256": one.sha256, "size": one.size} for one in folder.files}
    )


def _ballots_csv(vote: Vote) -> Iterator[str]:
    """One ballot a line: a number that means nothing, the envelope, `project:value` pairs."""
    yield "numero,enveloppe,bulletin\n"
    number = 0
    for envelope, grouped in vote.grouped.items():
        for choices, count in _shuffled(grouped):
            said = " ".join(f"{project}:{value}" for project, value in choices)
            for _one in range(count):
                number += 1
                yield f"{number},{envelope},{said}\n"


def _receipts(budget: ParticipatoryBudget) -> Iterator[str]:
    """Fingerprints of receipts, sorted: who holds one finds it; nothing leads to a ballot."""
    rows = BallotReceipt.objects.filter(budget=budget).order_by("receipt_hash")
    for one in rows.values_list("receipt_hash", flat=True).iterator(chunk_size=_BATCH):
        yield f"{one}\n"
