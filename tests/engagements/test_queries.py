"""The board and its relatives: figures that add up, filters, and a constant number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import PageViewRestriction

from engagements import registry
from engagements.enums import CommitmentStatus, DatePrecision, DisplayState
from engagements.models import PriorityPage
from engagements.queries import (
    BoardFilters,
    board,
    commitment_detail,
    commitments_of_axis,
    commitments_of_priority,
    commitments_of_value,
    found_commitments,
    origins_of_priority,
    periods_in_use,
    priorities_in_order,
    progress,
    values_with_axes,
)
from engagements.registry import Origin
from engagements.templatetags.engagements_tags import axes_of, values_related_to
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    ObjectiveFactory,
    PeriodFactory,
    axis_page,
    priority_page,
    value_page,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 11, 9, tzinfo=UTC)
S = CommitmentStatus
BOARD_QUERIES = 2
PROGRESS_QUERIES = 1
DETAIL_QUERIES = 19


class Ideas:
    """A source of origins, as participation offers one."""

    idea = Origin(
        number=34,
        title="Promouvoir l'entraide",
        url="/participer/appel/idees/34/",
        activity_title="Appel à idées des agents",
        verdict_label="Idée retenue",
        submitted_on=AT,
    )

    def for_commitments(self, ids, user, at):
        return {pk: [self.idea] for pk in ids}

    def for_priorities(self, ids, user, at):
        return {pk: [self.idea] for pk in ids}


@pytest.fixture
def ideas(monkeypatch):
    """The only source of origins, registered twice as a room restarted would."""
    monkeypatch.setattr(registry, "_sources", [])
    source = Ideas()
    registry.register_origin_source(source)
    registry.register_origin_source(source)
    return source


@pytest.fixture
def one_of_each():
    objective = ObjectiveFactory(number=1)
    late = date(2026, 4, 1)
    for status in S:
        CommitmentFactory(objective=objective, status=status, status_reason="Parce que.")
    other = ObjectiveFactory(number=1)
    CommitmentFactory(
        objective=other, status=S.UNDER_WAY, due_on=late, due_precision=DatePrecision.MONTH
    )
    return objective, other


def filled(count, start=1):
    """So many priorities, each with so many objectives, commitments and updates."""
    for number in range(start, start + count):
        value = value_page(number)
        axis_page(number, values=(value,))
        priority = priority_page(number, values=(value,))
        objective = ObjectiveFactory(priority=priority, number=1)
        commitment = CommitmentFactory(
            number=number,
            objective=objective,
            lead_department=DepartmentFactory(),
            period=PeriodFactory(),
            due_on=date(2025, 1, 1),
        )
        CommitmentUpdateFactory.create_batch(count, commitment=commitment)


def test_counts_add_up_to_the_total_and_late_overrides(one_of_each):
    shown = board(AT)

    counted = {item.state: item.count for item in shown.counts}
    assert counted == dict.fromkeys(DisplayState, 1)
    assert sum(counted.values()) == shown.total == shown.shown == 6
    assert [row.commitment.status for row in shown.late] == [S.UNDER_WAY]
    assert [(group.done, group.total) for group in shown.priorities] == [(1, 5), (0, 1)]


def test_unknown_is_counted_only_when_there_is_one():
    CommitmentFactory(status=S.DONE)
    assert DisplayState.UNKNOWN not in {item.state for item in progress(AT).counts}


def test_an_empty_board_has_nothing_late():
    shown = board(AT)
    assert (shown.total, shown.shown, shown.late, shown.priorities) == (0, 0, [], [])


def test_only_published_priorities_are_on_the_board():
    CommitmentFactory(number=1)
    CommitmentFactory(number=2, objective__priority=priority_page(8, live=False))

    assert board(AT).total == progress(AT).total == 1
    assert commitment_detail(2, AT, AnonymousUser()) is None


def test_the_board_follows_numbers_of_priorities_then_objectives():
    second = priority_page(2)
    first = priority_page(1)
    CommitmentFactory(number=1, objective=ObjectiveFactory(priority=second, number=1))
    CommitmentFactory(number=2, objective=ObjectiveFactory(priority=first, number=2))
    CommitmentFactory(number=3, objective=ObjectiveFactory(priority=first, number=1))

    rows = [row.commitment.number for group in board(AT).priorities for row in group.rows]
    assert rows == [3, 2, 1]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (BoardFilters(), [1, 2, 3]),
        (BoardFilters(priority=1), [1, 2]),
        (BoardFilters(priority=9), []),
        (BoardFilters(state=DisplayState.LATE), [2]),
        (BoardFilters(state=DisplayState.UNDER_WAY), [1]),
        (BoardFilters(period="2022-2023"), [3]),
        (BoardFilters(q="achats durables"), [1]),
        (BoardFilters(q="REUNION"), [3]),
        (BoardFilters(q="3"), [3]),
        (BoardFilters(q="guich"), [2]),
        (BoardFilters(q="de la"), []),
        (BoardFilters(q="finances"), [1]),
        (BoardFilters(q="toboggan"), []),
        (BoardFilters(priority=1, state=DisplayState.UNDER_WAY, q="achat"), [1]),
    ],
)
def test_filters_keep_what_was_asked(filters, numbers):
    first = ObjectiveFactory(priority=priority_page(1))
    CommitmentFactory(
        number=1,
        objective=first,
        status=S.UNDER_WAY,
        wording="Renforcer notre politique d'achat durable",
        lead_department=DepartmentFactory(name="Direction des finances"),
    )
    CommitmentFactory(
        number=2, objective=first, due_on=date(2025, 1, 1), wording="Ouvrir un guichet unique"
    )
    CommitmentFactory(
        number=3,
        objective=ObjectiveFactory(priority=priority_page(2)),
        wording="Élaborer un guide des réunions efficaces",
        period=PeriodFactory(key="2022-2023"),
        status=S.DONE,
    )

    shown = board(AT, filters)

    kept = [row.commitment.number for group in shown.priorities for row in group.rows]
    assert kept == numbers
    assert (shown.shown, shown.total) == (len(numbers), 3)
    assert bool(filters) is (filters != BoardFilters())


def test_the_board_costs_the_same_for_one_and_three(django_assert_num_queries):
    filled(1)
    with django_assert_num_queries(BOARD_QUERIES):
        board(AT)
    filled(3, start=2)
    with django_assert_num_queries(BOARD_QUERIES):
        assert board(AT).total == 4
    with django_assert_num_queries(PROGRESS_QUERIES):
        assert progress(AT).total == 4


def test_a_late_row_carries_its_latest_news():
    commitment = CommitmentFactory(due_on=date(2025, 1, 1))
    CommitmentUpdateFactory(commitment=commitment, reported_on=date(2026, 1, 1))
    CommitmentUpdateFactory(commitment=commitment, reported_on=date(2026, 3, 1), text="Relancé.")

    (row,) = board(AT).late

    assert row.latest.text == "Relancé."
    assert row.last_reported_on == date(2026, 3, 1)
    assert row.done_on is None


def test_a_done_row_says_when():
    commitment = CommitmentFactory(status=S.DONE)
    CommitmentUpdateFactory(commitment=commitment, reported_on=date(2026, 1, 1))
    CommitmentUpdateFactory(commitment=commitment, reported_on=date(2026, 2, 1), status=S.DONE)
    CommitmentUpdateFactory(commitment=commitment, reported_on=date(2026, 4, 1), status=S.DONE)

    ((row,),) = [group.rows for group in progress(AT).priorities]

    assert row.done_on == date(2026, 2, 1)
    assert row.last_reported_on == date(2026, 4, 1)


def test_a_commitment_costs_the_same_for_one_and_three(django_assert_num_queries, ideas):
    filled(1)
    with django_assert_num_queries(DETAIL_QUERIES):
        commitment_detail(1, AT, AnonymousUser())
    filled(3, start=2)
    with django_assert_num_queries(DETAIL_QUERIES):
        detail = commitment_detail(3, AT, AnonymousUser())

    assert len(detail.updates) == 3
    assert (detail.previous_number, detail.next_number) == (2, 4)
    assert detail.origins == [ideas.idea]


def test_a_commitment_shows_its_own_values_or_those_of_its_priority():
    inherited, own = value_page(1), value_page(2)
    hidden = value_page(3, live=False)
    priority = priority_page(1, values=(inherited, hidden))
    commitment = CommitmentFactory(number=1, objective=ObjectiveFactory(priority=priority))

    detail = commitment_detail(1, AT, AnonymousUser())
    assert (detail.values, detail.values_from_priority) == ([inherited], True)
    assert (detail.latest, detail.updates[1:], detail.origins) == (None, [], [])

    commitment.values.set([own])
    detail = commitment_detail(1, AT, AnonymousUser())
    assert (detail.values, detail.values_from_priority) == ([own], False)


def test_a_priority_lists_its_objectives_even_empty(ideas):
    priority = priority_page(1)
    empty = ObjectiveFactory(priority=priority, number=2)
    full = ObjectiveFactory(priority=priority, number=1)
    commitment = CommitmentFactory(objective=full)

    groups = commitments_of_priority(priority, AT)

    assert [group.objective for group in groups] == [full, empty]
    assert [[row.commitment for row in group.rows] for group in groups] == [[commitment], []]
    assert origins_of_priority(priority, AnonymousUser(), AT) == [ideas.idea]


def test_a_value_tells_direct_commitments_from_those_of_its_priorities():
    value = value_page(1)
    citing, other = priority_page(1, values=(value,)), priority_page(2)
    direct = CommitmentFactory(number=1, objective=ObjectiveFactory(priority=other))
    direct.values.add(value)
    both = CommitmentFactory(number=2, objective=ObjectiveFactory(priority=citing))
    both.values.add(value)
    inherited = CommitmentFactory(number=3, objective=both.objective)
    CommitmentFactory(number=4, objective=direct.objective)

    found = commitments_of_value(value, AT)

    assert {row.commitment for row in found.direct} == {direct, both}
    assert [row.commitment for group in found.by_priority for row in group.rows] == [inherited]


def test_search_finds_folded_words_of_published_commitments():
    wording = "Élaborer un guide des réunions efficaces"
    found = CommitmentFactory(wording=wording)
    CommitmentFactory(wording=wording, objective__priority=priority_page(8, live=False))
    CommitmentFactory(wording="Acheter durable")

    assert found_commitments("reunion") == [found]
    assert found_commitments("de la") == []


def test_an_axis_lists_the_commitments_that_cite_it():
    axis = axis_page(1)
    commitment = CommitmentFactory()
    commitment.axes.add(axis)
    CommitmentFactory()

    assert [row.commitment for row in commitments_of_axis(axis, AT)] == [commitment]


def test_periods_in_use_are_those_of_published_commitments():
    used = PeriodFactory(sort_order=2)
    PeriodFactory(sort_order=1)
    CommitmentFactory(period=used)
    CommitmentFactory(period=used)

    assert list(periods_in_use()) == [used]


def test_values_know_their_axes_in_two_queries(django_assert_num_queries):
    filled(3)
    with django_assert_num_queries(2):
        assert [value.tile_axis for value in values_with_axes()] == [1, 2, 3]


def test_a_value_is_not_near_itself():
    value, near = value_page(1), value_page(2)
    value.related_values = [value, near]
    value.save()

    assert values_related_to(value) == [near]


def test_pages_closed_by_a_privacy_setting_are_not_listed(django_assert_num_queries):
    shown, closed = value_page(1), value_page(2)
    open_axis = axis_page(1, values=(shown, closed))
    closed_axis = axis_page(2, values=(shown,))
    priority_page(1)
    for page in (closed, closed_axis, PriorityPage.objects.get().get_parent()):
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )

    with django_assert_num_queries(2):
        assert [(value, list(value.axes.all())) for value in values_with_axes()] == [
            (shown, [open_axis])
        ]
    assert axes_of(shown) == [open_axis]
    assert not priorities_in_order().exists()


def test_origins_come_latest_first_then_those_without_a_date(monkeypatch):
    def origin(number, day):
        submitted_on = datetime(2026, 5, day, tzinfo=UTC) if day else None
        return Origin(number, "Titre", "/", "Appel", "", submitted_on)

    class Source:
        def for_commitments(self, ids, user, at):
            return {1: [origin(7, None), origin(1, 2), origin(3, None), origin(2, 9)]}

        for_priorities = for_commitments

    monkeypatch.setattr(registry, "_sources", [Source()])

    for read in (registry.origins_for_commitments, registry.origins_for_priorities):
        found = read([1], AnonymousUser(), AT)
        assert [one.number for one in found[1]] == [2, 1, 3, 7]
