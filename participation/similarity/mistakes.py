"""Typing mistakes: which known stems a letter or two make of an unknown one. Pure."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Letters that may differ: stems shorter than five must be exact (pain, bain, main).
_SHORTEST_FORGIVEN = 5
_LONG = 8


def _forgiven(stem: str) -> int:
    """How many letters may differ."""
    if len(stem) < _SHORTEST_FORGIVEN or stem.isdigit():
        return 0
    return 2 if len(stem) >= _LONG else 1


def near(stem: str, known: Collection[str]) -> list[str]:
    """The known stems that a mistake or two make of this one, the nearest first."""
    most = _forgiven(stem)
    if not most:
        return []
    found = process.extract(stem, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    nearest = [(distance, other) for other, distance, _ in found if distance <= _forgiven(other)]
    return [other for _, other in sorted(nearest)]
