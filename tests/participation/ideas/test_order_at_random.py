"""The order at random: each idea once, either way, wherever it starts and whatever arrives."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.models import Contribution
from portal.cms.keyset import BadCursor, encode, keyset_page, ring_page
from tests.factories.participation import IdeaConsultationFactory, make_idea

ORDER = ["shuffle", "-id"]
PLACES = 8
SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def ideas(db: None) -> list[Contribution]:
    call = IdeaConsultationFactory.create()
    return [Contribution.objects.get(pk=make_idea(call).pk) for _ in range(9)]


def placed(ideas: list[Contribution], places: list[int]) -> list[int]:
    """Puts the first ideas at these places of the ring, and hides the others."""
    Contribution.objects.update(shuffle=0, moderation="refused", refusal_reason="off_topic")
    for idea, place in zip(ideas, places, strict=False):
        show(idea, place)
    return [idea.pk for idea in ideas[: len(places)]]


def show(idea: Contribution, place: int) -> None:
    Contribution.objects.filter(pk=idea.pk).update(
        shuffle=place, moderation="pending", refusal_reason=""
    )


def shown() -> Any:
    return Contribution.objects.filter(moderation="pending")


def page(cursor: str | None, start: int, size: int) -> Any:
    return ring_page(
        shown(), order=ORDER, start=start, cursor=cursor, size=size, scope=f"hasard:{start}"
    )


def expected(start: int) -> list[int]:
    rows = list(shown().order_by(*ORDER))
    return [
        *(row.pk for row in rows if row.shuffle >= start),
        *(row.pk for row in rows if row.shuffle < start),
    ]


def walk(start: int, size: int) -> list[list[int]]:
    pages, cursor = [], None
    while True:
        found = page(cursor, start, size)
        pages.append([row.pk for row in found.items])
        assert len(pages) < 30
        if found.next_cursor is None:
            return pages
        cursor = found.next_cursor


def walk_back(start: int, size: int) -> list[list[int]]:
    found = page(None, start, size)
    while found.next_cursor:
        found = page(found.next_cursor, start, size)
    pages = [[row.pk for row in found.items]]
    while found.previous_cursor:
        found = page(found.previous_cursor, start, size)
        pages.insert(0, [row.pk for row in found.items])
        assert len(pages) < 30
    return pages


places = st.lists(st.integers(0, PLACES - 1), max_size=8)
starts = st.integers(0, PLACES)
sizes = st.integers(1, 4)


@SLOW
@given(places=places, start=starts, size=sizes)
def test_each_idea_is_met_once_either_way_wherever_the_order_starts(
    ideas: list[Contribution], places: list[int], start: int, size: int
) -> None:
    placed(ideas, places)
    forward, backward = walk(start, size), walk_back(start, size)
    assert [pk for rows in forward for pk in rows] == expected(start)
    assert [pk for rows in backward for pk in rows] == expected(start)
    assert all(len(rows) == size for rows in forward[:-1])


@SLOW
@given(
    places=places,
    start=starts,
    size=sizes,
    arriving=st.integers(0, PLACES - 1),
    after=st.integers(0, 4),
)
def test_an_idea_that_arrives_neither_hides_nor_repeats_another(
    ideas: list[Contribution], places: list[int], start: int, size: int, arriving: int, after: int
) -> None:
    before = placed(ideas, places)
    seen, cursor = [], None
    for turn in range(30):
        found = page(cursor, start, size)
        seen += [row.pk for row in found.items]
        if turn == after:
            show(ideas[8], arriving)
        if found.next_cursor is None:
            break
        cursor = found.next_cursor
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)


@pytest.mark.parametrize("start", [0, 3, PLACES])
def test_a_page_costs_two_queries_wherever_it_is(
    ideas: list[Contribution], start: int, django_assert_num_queries: Any
) -> None:
    placed(ideas, [0, 1, 2, 3, 4, 5])
    cursor = None
    for _ in range(6):
        with django_assert_num_queries(2):
            found = page(cursor, start, 1)
        cursor = found.next_cursor
    with django_assert_num_queries(2):
        page(found.previous_cursor, start, 1)


def test_a_cursor_serves_neither_another_start_nor_another_order(
    ideas: list[Contribution],
) -> None:
    placed(ideas, [0, 1, 2])
    cursor = page(None, 1, 1).next_cursor
    with pytest.raises(BadCursor):
        page(cursor, 2, 1)
    with pytest.raises(BadCursor):
        keyset_page(shown(), order=["-support_count", "-id"], cursor=cursor, size=1, scope="x")


@pytest.mark.django_db
@pytest.mark.parametrize("values", [["un", 1], [None, 1], [2**70, 1], [1], [1, 2, 3]])
def test_a_forged_place_is_refused(values: list[Any]) -> None:
    with pytest.raises(BadCursor):
        page(encode(["hasard:1", *values]), 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("values", [[2**62, 2**62], [-5, -5], [0, 0]])
def test_a_place_out_of_the_ring_is_an_empty_end_not_an_error(values: list[int]) -> None:
    assert page(encode(["hasard:1", *values]), 1, 1).items == []
