"""Figures by group: nothing about a few people, not even by subtraction."""

import random

import pytest

from participation.anonymity import publishable

MINIMUM = 10


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, {}),
        ({"Voirie": 10, "Accueil": 12}, {"Voirie": 10, "Accueil": 12}),
        ({"Voirie": 9}, {"Voirie": None}),
        # Alone, its figure would be the total less the others: the next smallest is hidden too.
        (
            {"Voirie": 40, "Accueil": 12, "Crèches": 3},
            {"Voirie": 40, "Accueil": None, "Crèches": None},
        ),
        # Two that hide each other are not enough while they are fewer than ten together.
        (
            {"Voirie": 40, "Accueil": 12, "Crèches": 3, "Archives": 2},
            {"Voirie": 40, "Accueil": None, "Crèches": None, "Archives": None},
        ),
        (
            {"Voirie": 40, "Accueil": 12, "Crèches": 6, "Archives": 5},
            {"Voirie": 40, "Accueil": 12, "Crèches": None, "Archives": None},
        ),
        # An empty group is hidden, and hides nobody.
        (
            {"Voirie": 40, "Accueil": 12, "Crèches": 3, "Archives": 0},
            {"Voirie": 40, "Accueil": None, "Crèches": None, "Archives": None},
        ),
        ({"Voirie": 40, "Archives": 0}, {"Voirie": 40, "Archives": None}),
        # Nothing is left to hide it with: nothing is shown.
        ({"Voirie": 40, "Crèches": 3}, {"Voirie": None, "Crèches": None}),
    ],
)
def test_publishable_hides_small_groups_and_what_would_betray_them(
    counts: dict[str, int], expected: dict[str, int | None]
) -> None:
    assert publishable(counts, MINIMUM) == expected


def test_publishable_never_lets_a_few_be_deduced() -> None:
    """Over many drawn tables: what is hidden cannot be told from the total and what is shown."""
    draw = random.Random(20260511)
    for _ in range(3_000):
        counts = {
            f"Direction {n}": draw.choice([0, 1, 4, 9, 10, 11, 25, 80])
            for n in range(draw.randint(0, 9))
        }
        shown = publishable(counts, MINIMUM)
        assert list(shown) == list(counts)
        assert all(counts[name] == figure for name, figure in shown.items() if figure is not None)
        assert all(figure >= MINIMUM for figure in shown.values() if figure is not None)
        people = sorted(counts[name] for name, figure in shown.items() if figure is None)
        hidden = [count for count in people if count]
        if hidden and len(hidden) < len([count for count in counts.values() if count]):
            assert len(hidden) >= 2, counts
            assert sum(hidden) >= MINIMUM, counts


def test_publishable_hides_no_more_than_it_must() -> None:
    """A group is hidden only when it is small, or when those smaller would be betrayed."""
    draw = random.Random(20260512)
    for _ in range(3_000):
        counts = {f"D{n}": draw.choice([2, 6, 9, 10, 30]) for n in range(draw.randint(1, 7))}
        shown = publishable(counts, MINIMUM)
        extra = [n for n, figure in shown.items() if figure is None and counts[n] >= MINIMUM]
        if not extra:
            continue
        last = max(extra, key=lambda name: counts[name])
        others = [counts[n] for n, figure in shown.items() if figure is None and n != last]
        assert len(others) < 2 or sum(others) < MINIMUM, counts
