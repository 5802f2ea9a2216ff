"""How close two ideas are: French stems, rare words first, mistakes forgiven. Pure.

What is typed resembles a candidate as far as the notions of each title are found in the other; a
notion found only in the text behind a title counts for less. The figures, and how the constants
were chosen, are in docs/similar-ideas.md.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .mistakes import near
from .words import EMPTY, EXPRESSIONS_OF, FAMILIES, MEMBERS, Notion, notions_of, stems_in

# Chosen on the half of the labelled pairs named `tune`, and on that half only.
THRESHOLD = 0.42
# A notion of a title found only in the text behind the other title.
_IN_TEXT = 0.45
# A notion of a candidate's title found only in the text that is typed, on the review step; and the
# weight in common that such a text needs, since a long text says a little of everything.
_BY_TEXT = 0.8
_TEXT_PROOF = 3.0
# How much the side that is better covered counts, against both sides together: a short title
# typed halfway is wholly found in a long one.
_ONE_SIDED = 0.35
# Words met in a smaller share of the texts than this weigh 1; in all texts, as little as that.
_RAREST_SHARE = 0.01
_LEAST_RARITY = 0.25
# What one letter too many, too few, wrong or swapped leaves of a notion.
_MISTYPED = 0.9
# Weight in common that proves something by itself.
_PROOF = 2.0


@dataclass(frozen=True)
class Candidate:
    """What may resemble: an idea, a commitment, an answer already given."""

    key: Any
    title: str
    text: str = ""


@dataclass(frozen=True)
class Match:
    """A candidate that resembles, and how much, from 0 to 1."""

    key: Any
    score: float


class _Weights:
    """What each notion is worth, rare ones more; remembered for one ranking."""

    def __init__(self, frequencies: Mapping[str, float] | None) -> None:
        self._frequencies = frequencies
        self._known: dict[tuple[str, Notion], float] = {}

    def of(self, name: str, notion: Notion) -> float:
        weight = self._known.get((name, notion))
        if weight is None:
            weight = notion.part * self._rarity(notion.stems | MEMBERS.get(name, frozenset()))
            self._known[name, notion] = weight
        return weight

    def _rarity(self, stems: frozenset[str]) -> float:
        """1 for a word met nowhere, less and less as it is met more often."""
        if self._frequencies is None:
            return 1.0
        share = max(self._frequencies.get(stem, 0.0) for stem in stems)
        share = min(1.0, max(share, _RAREST_SHARE))
        return max(_LEAST_RARITY, math.log(share) / math.log(_RAREST_SHARE))


class _Query:
    """What somebody typed, ready to be compared with many candidates."""

    def __init__(self, title: str, text: str, weights: _Weights) -> None:
        self.notions = notions_of(title) or notions_of(text)
        self.text = stems_in(text)
        self.weights = weights
        self.total = sum(weights.of(*item) for item in self.notions.items())
        # Stem of a candidate, mistyped there or here, to the notion it stands for.
        self.mistyped: dict[str, str] = {}

    def forgive(self, profiles: Sequence["_Profile"]) -> None:
        """Finds, for each stem that nobody wrote, those that differ by a mistake."""
        typed = {stem: name for name, notion in self.notions.items() for stem in notion.stems}
        unknown = {
            stem: name
            for stem, name in typed.items()
            if stem not in FAMILIES
            and stem not in EMPTY
            and not any(stem in profile.text or stem in profile.stems for profile in profiles)
        }
        if not unknown:
            return
        by_initial: dict[str, set[str]] = {stem[0]: set() for stem in unknown}
        for stem in set(FAMILIES).union(*(p.text for p in profiles), *(p.stems for p in profiles)):
            if stem[0] in by_initial:
                by_initial[stem[0]].add(stem)
        for stem, name in sorted(unknown.items()):
            for meant in near(stem, by_initial[stem[0]]):
                for member in (meant, *MEMBERS.get(FAMILIES.get(meant, meant), ())):
                    self.mistyped.setdefault(member, name)


class _Profile:
    """A candidate cut into the notions and stems of its title, and the stems of its text."""

    __slots__ = ("key", "notions", "stems", "text")

    def __init__(self, candidate: Candidate) -> None:
        self.key = candidate.key
        self.notions = notions_of(candidate.title) or notions_of(candidate.text)
        self.text = stems_in(candidate.text)
        self.stems: frozenset[str] = frozenset().union(
            *(notion.stems for notion in self.notions.values())
        )


def _is_in(name: str, notion: Notion, text: frozenset[str]) -> bool:
    """Whether a text says a notion, in any of the words for it."""
    if not (text.isdisjoint(notion.stems) and text.isdisjoint(MEMBERS.get(name, ()))):
        return True
    return any(several <= text for several in EXPRESSIONS_OF.get(name, ()))


def _here(query: _Query, profile: _Profile) -> float:
    """The weight of what is typed that the candidate says too."""
    in_title = {query.mistyped[stem] for stem in query.mistyped.keys() & profile.stems}
    in_text = {query.mistyped[stem] for stem in query.mistyped.keys() & profile.text}
    found = 0.0
    for name, notion in query.notions.items():
        weight = query.weights.of(name, notion)
        if name in profile.notions:
            found += weight
        elif name in in_title:
            found += weight * _MISTYPED
        elif _is_in(name, notion, profile.text):
            found += weight * _IN_TEXT
        elif name in in_text:
            found += weight * _MISTYPED * _IN_TEXT
    return found


def _there(query: _Query, profile: _Profile) -> tuple[float, float]:
    """The weight of the candidate's title that is typed too: in the title, in the text only."""
    found = in_text = 0.0
    mistyped = query.mistyped.keys() & profile.stems
    for name, notion in profile.notions.items():
        weight = query.weights.of(name, notion)
        if name in query.notions:
            found += weight
        elif mistyped and not notion.stems.isdisjoint(mistyped):
            found += weight * _MISTYPED
        elif query.text and _is_in(name, notion, query.text):
            in_text += weight
    return found, in_text


def _score(query: _Query, profile: _Profile) -> float:
    """From 0, nothing in common, to 1, the same notions."""
    here = _here(query, profile)
    in_title, in_text = _there(query, profile)
    if not (here or in_text):
        return 0.0
    total = sum(query.weights.of(*item) for item in profile.notions.items())
    there = in_title + in_text * _IN_TEXT
    both = math.sqrt((here / query.total) * (there / total))
    # One word in common proves little, unless it is all that either says.
    proof = max(both, min(1.0, max(here, there) / _PROOF))
    one = max(here / query.total, there / total) * proof
    by_title = (1 - _ONE_SIDED) * both + _ONE_SIDED * one
    said = in_title + in_text
    by_text = _BY_TEXT * said / total * min(1.0, said / _TEXT_PROOF) if in_text else 0.0
    return min(1.0, max(by_title, by_text))


def rank(
    title: str,
    text: str,
    candidates: Iterable[Candidate],
    frequencies: Mapping[str, float] | None = None,
    limit: int = 5,
    threshold: float = THRESHOLD,
) -> list[Match]:
    """The candidates that resemble what is typed, best first, none below the threshold.

    `frequencies` says in what share of all texts each stem is met (0 to 1), so that rare words
    weigh more; without it all words weigh alike. `text` is empty while a title is being typed.
    """
    query = _Query(title, text, _Weights(frequencies))
    profiles = [_Profile(candidate) for candidate in candidates]
    query.forgive(profiles)
    matches = [Match(profile.key, _score(query, profile)) for profile in profiles]
    close = [match for match in matches if match.score >= threshold]
    return sorted(close, key=lambda match: (-match.score, str(match.key)))[:limit]
