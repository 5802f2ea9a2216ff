"""A published folder, checked and counted again: `manifeste.json`, rules, ballots, result."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from .counting import count
from .faults import Fault
from .french import (
    BALLOTS_DIFFER,
    DETAILS,
    DIFFERENT_COUNT,
    ENVELOPE_COUNTED,
    ENVELOPES_DIFFER,
    FILE_DIFFERS,
    FILE_MISSING,
    FILE_UNKNOWN,
    IN_FILE,
    KIND_DIFFERS,
    NOT_A_FOLDER,
    NOT_EXPECTED,
    NOT_JSON,
    OUTCOME_DIFFERS,
    PROJECTS_DIFFER,
    RULES_DIFFER,
    SAME_COUNT,
    SPENT,
    UNREADABLE,
    USAGE,
    WINNERS,
    figure,
    sentence,
)
from .pabulib import read_pb
from .results import RESULT_FORMAT, outcome_of
from .rules_file import digest, digest_of_rules, election_of, envelopes_of, rule_of

MANIFEST, RULES_NAME, RESULT = "manifeste.json", "regle.json", "resultat.json"
SAME, DIFFERENT, UNUSABLE = 0, 1, 2
# Keys of an envelope that say what was decided; the others say how.
_SHOWN = {"winners": WINNERS, "spent": SPENT}


class Unusable(Exception):
    """A folder that cannot be counted again; the sentence says why."""


def _no_float(text: str) -> None:
    """Floats and infinities have no place in a frozen rule: two readers may round them apart."""
    raise ValueError(text)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which each key is there once: readers disagree on which one of two counts."""
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("double key")
    return held


def _json_of(folder: Path, name: str) -> dict[str, Any]:
    try:
        held = json.loads(
            (folder / name).read_text(encoding="utf-8"),
            object_pairs_hook=_without_doubles,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except OSError:
        raise Unusable(FILE_MISSING.format(name=name)) from None
    except (ValueError, RecursionError):
        raise Unusable(NOT_JSON.format(name=name)) from None
    if not isinstance(held, dict):
        raise Unusable(NOT_EXPECTED.format(name=name))
    return held


def _checked_files(folder: Path) -> Iterator[str]:
    """What is not as the manifest says: each file, its digest and its size, nothing besides."""
    manifest = _json_of(folder, MANIFEST)
    for name, said in sorted(manifest.items()):
        if not isinstance(said, dict) or "/" in name or "\\" in name or name in ("", ".", ".."):
            raise Unusable(NOT_EXPECTED.format(name=MANIFEST))
        try:
            content = (folder / name).read_bytes()
        except OSError:
            yield FILE_MISSING.format(name=name)
            continue
        if (digest(content), len(content)) != (said.get("sha256"), said.get("size")):
            yield FILE_DIFFERS.format(name=name)
    counted = {RULES_NAME, RESULT, *(path.name for path in folder.glob("*.pb"))}
    for name in sorted(counted - set(manifest)):
        yield FILE_UNKNOWN.format(name=name)


def _published(result: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The envelopes of the result by identifier."""
    envelopes = result.get("envelopes")
    if result.get("format") != RESULT_FORMAT or not isinstance(envelopes, list):
        raise Unusable(NOT_EXPECTED.format(name=RESULT))
    found = {}
    for envelope in envelopes:
        if not isinstance(envelope, dict) or not isinstance(envelope.get("id"), str):
            raise Unusable(NOT_EXPECTED.format(name=RESULT))
        found[envelope["id"]] = envelope
    if len(found) != len(envelopes):
        raise Unusable(NOT_EXPECTED.format(name=RESULT))
    return found


def _recounted(
    folder: Path, rules: Mapping[str, Any], envelope_id: str, published: Mapping[str, Any]
) -> Iterator[str]:
    """What differs in one envelope, between its ballots, the rules and the published result."""
    name = f"{envelope_id}.pb"
    try:
        reading = read_pb(folder / name, strict=True)
        read = reading.election
        election = election_of(rules, envelope_id, read.ballots)
        mine = outcome_of(count(election, rule_of(rules)))
    except Fault as fault:
        yield IN_FILE.format(name=name, what=sentence(fault))
        return
    if read.kind != election.kind:
        yield KIND_DIFFERS.format(name=name)
    theirs = {project.id: project.cost for project in read.projects}
    ours = {project.id: project.cost for project in election.projects}
    if theirs != ours or read.budget != election.budget:
        yield PROJECTS_DIFFER.format(name=name)
    if published.get("ballots") != mine["ballots"]:
        yield BALLOTS_DIFFER.format(
            envelope=envelope_id, found=mine["ballots"], announced=published.get("ballots")
        )
    for key in ("winners", "spent", "rounds", "runs", "share"):
        if mine.get(key) != published.get(key):
            shown = _SHOWN.get(key)
            yield OUTCOME_DIFFERS.format(
                envelope=envelope_id,
                what=shown or DETAILS.format(key=key),
                mine=_short(mine.get(key)),
                theirs=_short(published.get(key)),
            )


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"


def differences(folder: Path, say: Callable[[str], object]) -> list[str]:
    """Everything that does not agree in a folder; nothing when the recount is identical.

    Raises:
        Unusable: when the folder holds nothing that could be counted.
    """
    if not folder.is_dir():
        raise Unusable(NOT_A_FOLDER.format(name=folder))
    found = list(_checked_files(folder))
    rules, result = _json_of(folder, RULES_NAME), _json_of(folder, RESULT)
    published = _published(result)
    try:
        envelopes = envelopes_of(rules)
        rule_of(rules)
    except Fault as fault:
        raise Unusable(IN_FILE.format(name=RULES_NAME, what=sentence(fault))) from None
    if result.get("rules_sha256") != digest_of_rules(rules):
        found.append(RULES_DIFFER)
    if list(published) != list(envelopes):
        found.append(ENVELOPES_DIFFER)
    for envelope_id, envelope in published.items():
        if envelope_id in envelopes:
            wrong = list(_recounted(folder, rules, envelope_id, envelope))
            found += wrong
            if not wrong:
                say(_counted(envelope_id, envelope))
    return found


def _counted(envelope_id: str, envelope: Mapping[str, Any]) -> str:
    return ENVELOPE_COUNTED.format(
        envelope=envelope_id,
        ballots=figure(envelope["ballots"]),
        winners=", ".join(envelope["winners"]),
        spent=figure(envelope["spent"]),
    )


def recount(argv: Sequence[str], out: TextIO) -> int:
    """Checks and counts again. 0: identical; 1: something differs; 2: it cannot be read."""
    if len(argv) != 1 or argv[0].startswith("-"):
        out.write(f"{USAGE}\n")
        return UNUSABLE
    try:
        found = differences(Path(argv[0]), lambda line: out.write(f"{line}\n"))
    except Unusable as why:
        out.write(f"{UNREADABLE.format(why=why)}\n")
        return UNUSABLE
    if not found:
        out.write(f"{SAME_COUNT}\n")
        return SAME
    out.write("".join(f"{line}\n" for line in [f"{DIFFERENT_COUNT}\u00a0:", *found]))
    return DIFFERENT


def main() -> None:
    """The script that citizens run: `python3 recompter.py dossier/`."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        # Without a language in the environment Python would refuse accents.
        reconfigure(encoding="utf-8", errors="replace")
    sys.exit(recount(sys.argv[1:], sys.stdout))
