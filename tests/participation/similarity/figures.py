"""The measure of similar ideas: precision, recall and F1 on labelled pairs, recall@5, speed."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from participation.similarity import THRESHOLD, Candidate, Match, rank
from portal.cms.folding import fold

HERE = Path(__file__).parent
HALVES = ("tune", "held_out")
FIRST = 5


@dataclass(frozen=True)
class Typed:
    """What somebody types, and the texts it is or is not the same as."""

    kind: str
    title: str
    text: str
    same: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """What one half of the set gives at one threshold."""

    right: int
    wrong: int
    missed: int
    left_out: int
    found_in_first: int
    sought: int
    shown: int
    typed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def recall_at_5(self) -> float:
        return self.found_in_first / max(1, self.sought)

    @property
    def pairs(self) -> int:
        return self.right + self.wrong + self.missed + self.left_out


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def texts() -> dict[str, Candidate]:
    """Every text that may be found."""
    return {
        key: Candidate(key, text["title"], text.get("text", ""))
        for key, text in _read("texts.yaml").items()
    }


@cache
def frequencies() -> dict[str, float]:
    """In what share of the texts each stem is met."""
    met: dict[str, int] = {}
    for candidate in texts().values():
        for stem in set(fold(f"{candidate.title} {candidate.text}").split()):
            met[stem] = met.get(stem, 0) + 1
    return {stem: count / len(texts()) for stem, count in met.items()}


@cache
def typed(half: str) -> tuple[Typed, ...]:
    """What is typed in one half of the set."""
    return tuple(
        Typed(
            entry["kind"],
            entry["typed"],
            entry.get("text", ""),
            tuple(entry.get("same", ())),
            tuple(entry.get("other", ())),
        )
        for entry in _read("pairs.yaml")[half]
    )


def scores(entry: Typed) -> dict[str, float]:
    """What the ranker gives each text, 0 below the threshold."""
    found = rank(entry.title, entry.text, texts().values(), frequencies(), limit=len(texts()))
    return {match.key: match.score for match in found}


def pairs(half: str) -> Iterator[tuple[Typed, str, bool, float]]:
    """Each pair: what is typed, the text, whether they are the same, the score."""
    for entry in typed(half):
        given = scores(entry)
        for key in entry.same:
            yield entry, key, True, given.get(key, 0.0)
        for key in entry.other:
            yield entry, key, False, given.get(key, 0.0)


@cache
def measured(half: str) -> Figures:
    """The figures of one half, at the threshold of the ranker."""
    judged = [(same, score >= THRESHOLD) for _, _, same, score in pairs(half)]
    firsts = [(entry, [match.key for match in _first(entry)]) for entry in typed(half)]
    return Figures(
        right=judged.count((True, True)),
        wrong=judged.count((False, True)),
        missed=judged.count((True, False)),
        left_out=judged.count((False, False)),
        found_in_first=sum(key in first for entry, first in firsts for key in entry.same),
        sought=sum(len(entry.same) for entry, _ in firsts),
        shown=sum(min(FIRST, len(scores(entry))) for entry, _ in firsts),
        typed=len(firsts),
    )


def _first(entry: Typed) -> list[Match]:
    """The first of all texts, whatever the threshold: what the order alone finds."""
    return rank(
        entry.title, entry.text, texts().values(), frequencies(), limit=FIRST, threshold=0.0
    )


def many(count: int, seed: int, length: int = 2_000) -> list[Candidate]:
    """Candidates of this length, made of the words of the set, always the same for a seed."""
    chance = random.Random(seed)
    words = [word for text in texts().values() for word in f"{text.title} {text.text}".split()]
    words += [f"{word}{ending}" for word in words for ending in ("al", "on", "is")]
    made = []
    for number in range(count):
        title = " ".join(chance.choices(words, k=10))
        made.append(Candidate(number, title, " ".join(chance.choices(words, k=400))[:length]))
    return made


def milliseconds(again: bool, count: int = 400, rounds: int = 20) -> list[float]:
    """How long a ranking takes among many, once words are known: of new texts or the same.

    The time of this process, so that others on the machine do not count.
    """
    taken = []
    for number, entry in enumerate(typed("tune")[:rounds]):
        candidates = many(count, seed=0 if again else number)
        start = time.process_time()
        rank(entry.title, entry.text, candidates, frequencies())
        taken.append((time.process_time() - start) * 1_000)
    return taken[1:]
