"""Figures by group: nobody can be recognised, neither at once nor by subtraction."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from participation.queries.small_groups import Group, Shown, safe_groups


def groups(**people: int) -> list[Group]:
    return [Group(name, count, 2 * count) for name, count in people.items()]


@pytest.mark.parametrize(
    ("given", "shown", "hidden", "hidden_count"),
    [
        ({}, [], 0, 0),
        ({"a": 10}, ["a"], 0, 0),
        ({"a": 9}, [], 1, 18),
        ({"a": 10, "b": 30}, ["b", "a"], 0, 0),
        # One hidden group alone would be the total less the others.
        ({"a": 30, "b": 20, "c": 9}, ["a"], 2, 58),
        ({"a": 30, "c": 9}, [], 2, 78),
        # Two that are together fewer than ten are no better than one.
        ({"a": 30, "b": 20, "c": 4, "d": 5}, ["a"], 3, 58),
        ({"a": 30, "b": 20, "c": 5, "d": 5}, ["a", "b"], 2, 20),
        # Where nobody did anything, nobody is told.
        ({"a": 30, "b": 0, "c": 0}, ["a"], 2, 0),
    ],
)
def test_small_groups_are_hidden_with_company(
    given: dict[str, int], shown: list[str], hidden: int, hidden_count: int
) -> None:
    found = safe_groups(groups(**given))
    assert [group.name for group in found.groups] == shown
    assert (found.hidden, found.hidden_count) == (hidden, hidden_count)


@given(st.lists(st.integers(1, 40), max_size=12))
def test_nothing_shown_lets_a_small_group_be_computed(people: list[int]) -> None:
    made = [Group(f"g{n}", count, count) for n, count in enumerate(people)]
    found: Shown = safe_groups(made)
    kept = {group.name for group in found.groups}
    secret = [group for group in made if group.name not in kept]
    assert all(group.people >= settings.AGENT_GROUP_MINIMUM for group in found.groups)
    assert found.hidden == len(secret)
    assert found.hidden_count == sum(group.count for group in secret)
    if secret and found.groups:
        assert len(secret) >= 2
        assert sum(group.people for group in secret) >= settings.AGENT_GROUP_MINIMUM
