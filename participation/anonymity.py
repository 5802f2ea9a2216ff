"""Figures by group that betray nobody, not even by subtraction. Pure."""

from collections.abc import Mapping


def publishable(counts: Mapping[str, int], minimum: int) -> dict[str, int | None]:
    """The figure of each group, None where it would say something of a few people.

    `counts` says how many different people answered in each group. A group below the minimum is
    hidden. Whoever knows the total could subtract from it what is shown: so a hidden group is
    never alone, and those hidden are together at least the minimum; the smallest of the shown
    ones join them until it is so. An empty group hides nobody: it counts for no companion.
    """
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    shown = [name for name in ordered if counts[name] >= minimum]
    hidden = ordered[len(shown) :]
    while shown and _betrays([counts[name] for name in hidden if counts[name]], minimum):
        hidden.append(shown.pop())
    kept = set(shown)
    return {name: count if name in kept else None for name, count in counts.items()}


def _betrays(hidden: list[int], minimum: int) -> bool:
    """Whether subtracting what is shown from the total says too much of those hidden."""
    return bool(hidden) and (len(hidden) < 2 or sum(hidden) < minimum)
