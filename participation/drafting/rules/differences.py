"""What changed between two texts, word by word: difflib on tokens of French. Pure.

No-break spaces, typographic apostrophes, guillemets, ligatures and combining accents are kept as
they were typed: the tokens of a text put end to end give the text back, and the changes of one text
applied to it give the other one exactly.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Accents that follow their letter as characters of their own, variation selectors, joiners.
_MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u200d\u00ad"
)
# A word with its elision (“l’”, “aujourd’hui” in two), a run of spaces, or one sign.
_TOKEN = re.compile(rf"\w[\w{_MARKS}]*[’']?|\s+|.[{_MARKS}]*", re.DOTALL)

RunKind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` of a text give way to `new`; an insertion when both are one."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Run:
    """Some words of a comparison, kept, removed or added."""

    kind: RunKind
    text: str


def tokens(text: str) -> list[str]:
    """The words, spaces and signs of a text, in their order; nothing is lost."""
    return _TOKEN.findall(text)


def edits(old: str, new: str) -> list[Edit]:
    """What must change in the old text to have the new one, from its beginning on.

    Changes with only spaces between them are one: a reader sees words, not fragments.
    """
    before, after = tokens(old), tokens(new)
    places = _places(before)
    # Some hundred tokens: nothing is too frequent to be compared.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[tuple[int, int, int, int]] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        if found and not "".join(before[found[-1][1] : i1]).strip():
            first = found.pop()
            found.append((first[0], i2, first[2], j2))
        else:
            found.append((i1, i2, j1, j2))
    return [Edit(places[i1], places[i2], "".join(after[j1:j2])) for i1, i2, j1, j2 in found]


def _places(parts: Sequence[str]) -> list[int]:
    """Where each token begins, and where the last one ends."""
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def applied(text: str, changes: Iterable[Edit]) -> str:
    """The text once these changes are made; they are in order and do not overlap."""
    made, cursor = [], 0
    for change in changes:
        made += [text[cursor : change.start], change.new]
        cursor = change.end
    return "".join([*made, text[cursor:]])


def runs(old: str, new: str) -> list[Run]:
    """The comparison as it is read: words kept, removed, added, in the order of reading."""
    found: list[Run] = []
    cursor = 0
    for change in edits(old, new):
        parts: tuple[tuple[RunKind, str], ...] = (
            ("same", old[cursor : change.start]),
            ("removed", old[change.start : change.end]),
            ("added", change.new),
        )
        found += [Run(kind, text) for kind, text in parts if text]
        cursor = change.end
    return found + ([Run("same", old[cursor:])] if old[cursor:] else [])


@dataclass(frozen=True)
class WordCount:
    """How many words a comparison adds and removes; spaces and signs alone are none."""

    added: int
    removed: int


def counted(found: Iterable[Run]) -> WordCount:
    """The words added and removed, for whoever hears the difference instead of seeing it."""
    words = {"added": 0, "removed": 0, "same": 0}
    for run in found:
        words[run.kind] += sum(1 for one in tokens(run.text) if one[0].isalnum())
    return WordCount(words["added"], words["removed"])


def moved(changes: Iterable[Edit], since: Iterable[Edit]) -> list[Edit] | None:
    """The same changes on a text that others have changed since; None where they touch.

    Both are changes of one and the same older text.
    """
    others = list(since)
    found = []
    for change in changes:
        shift = 0
        for other in others:
            if touch(change, other):
                return None
            if other.end <= change.start:
                shift += len(other.new) - (other.end - other.start)
        found.append(Edit(change.start + shift, change.end + shift, change.new))
    return found


def touch(one: Edit, other: Edit) -> bool:
    """Whether two changes are about the same words, or at the edge of each other."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end
