"""Processes: what a step may be, where one stands, what each reader may know of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from participation import rules
from participation.enums import StepState
from participation.models import ProcessPage, ProcessStep
from participation.queries.processes import (
    priorities_of,
    process_list,
    process_results,
    process_timeline,
    processes_of,
)
from portal.accounts.models import User
from tests.factories import home as make
from tests.factories.cms import DocumentFactory
from tests.factories.engagements import CommitmentFactory, priority_page
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    answered_idea,
    published_idea,
)
from tests.factories.processes import milestone, process_index, process_page
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

PAST, NOW, NEXT = StepState.PAST, StepState.NOW, StepState.NEXT
VISITOR = AnonymousUser()


def over(**fields: Any) -> Any:
    """A call that is over since a month."""
    given = {"opens_at": clock.days(-90), "closes_at": clock.days(-30), **fields}
    return IdeaConsultationFactory.create(**given)


def coming(**fields: Any) -> Any:
    """A call that opens in ten days."""
    return IdeaConsultationFactory.create(
        **{"opens_at": clock.days(10), "closes_at": clock.days(30), **fields}
    )


# ---- what a step may be ----------------------------------------------------------------------


def _call(page: ProcessPage) -> dict[str, Any]:
    return {"activity": IdeaConsultationFactory.create()}


def _page(page: ProcessPage) -> dict[str, Any]:
    return {"title": "Bilan", "result_page": page, "result_document": DocumentFactory.create()}


BROKEN: dict[str, tuple[str, Callable[[ProcessPage], dict[str, Any]]]] = {
    "nothing": ("process_step_is_activity_or_milestone", lambda page: {}),
    "both": (
        "process_step_is_activity_or_milestone",
        lambda page: {**_call(page), "title": "Réunion"},
    ),
    "dates of an activity": (
        "process_step_activity_tells_the_rest",
        lambda page: {**_call(page), "starts_on": date(2026, 5, 1)},
    ),
    "result of an activity": (
        "process_step_activity_tells_the_rest",
        lambda page: {**_call(page), "result_page": page},
    ),
    "backwards": (
        "process_step_ends_after_it_starts",
        lambda page: {
            "title": "Réunion",
            "starts_on": date(2026, 5, 2),
            "ends_on": date(2026, 5, 1),
        },
    ),
    "an end without a beginning": (
        "process_step_ends_after_it_starts",
        lambda page: {"title": "Réunion", "ends_on": date(2026, 5, 1)},
    ),
    "two results": ("process_step_has_one_result", _page),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_step_is_refused_by_form_and_database(name: str) -> None:
    constraint, fields = BROKEN[name]
    page = process_page()
    step = ProcessStep(page=page, **fields(page))

    with pytest.raises(ValidationError):
        step.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        step.save()


def test_an_activity_may_be_in_several_processes() -> None:
    call = IdeaConsultationFactory.create()
    first, second = process_page(call, slug="a"), process_page(milestone(), call, slug="b")

    parts = processes_of(call, VISITOR)

    assert [(part.process.pk, part.number, part.total) for part in parts] == [
        (first.pk, 1, 1),
        (second.pk, 2, 2),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"starts": 0}, "11\xa0mai 2026"),
        ({"starts": 0, "ends_on": date(2026, 5, 13)}, "du 11 au 13\xa0mai 2026"),
        ({"starts": 0, "period_label": "au printemps"}, "au printemps"),
    ],
)
def test_a_milestone_says_when(fields: dict[str, Any], words: str) -> None:
    assert milestone(**fields).dates == words


# ---- where one stands ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (None, None, None),
        (1, None, NEXT),
        (0, None, NOW),
        (-1, None, PAST),
        (-5, 0, NOW),
        (-5, -1, PAST),
        (1, 5, NEXT),
    ],
)
def test_a_milestone_lasts_until_its_last_day(
    starts: int | None, ends: int | None, state: StepState | None
) -> None:
    days = [None if day is None else clock.days(day).date() for day in (starts, ends)]
    today = clock.NOW.date()

    assert rules.milestone_step(starts_on=days[0], ends_on=days[1], today=today) == state


@pytest.mark.parametrize(
    ("known", "said", "place"),
    [
        ([], [], 0),
        ([PAST, NOW, NEXT], [PAST, NOW, NEXT], 1),
        ([PAST, NEXT, NEXT], [PAST, NEXT, NEXT], 1),
        ([PAST, PAST], [PAST, PAST], 2),
        ([NEXT, NEXT], [NEXT, NEXT], 0),
        ([NOW, NOW, NEXT], [NOW, NOW, NEXT], 1),
        ([None, NOW, None], [PAST, NOW, NEXT], 1),
        ([None, NEXT, None], [NEXT, NEXT, NEXT], 0),
    ],
)
def test_one_stands_at_the_last_step_in_progress(
    known: list[StepState | None], said: list[StepState], place: int
) -> None:
    assert rules.step_states(known) == said
    assert rules.place_among(said) == place


def test_a_closed_call_goes_on_until_it_is_answered() -> None:
    call = over(answer_by=clock.days(5).date())
    assert rules.activity_step(call, clock.NOW) == PAST
    published_idea(call)
    call.refresh_from_db()
    assert rules.activity_step(call, clock.NOW) == NOW
    answered_idea(call)
    call.tally.answered_count = call.tally.published_count
    assert rules.activity_step(call, clock.NOW) == PAST
    assert rules.activity_step(coming(), clock.NOW) == NEXT
    assert rules.activity_step(IdeaConsultationFactory.create(), clock.NOW) == NOW


def test_the_story_in_order() -> None:
    done, now_, later = over(title="Passé"), IdeaConsultationFactory.create(), coming()
    published_idea(done)
    answered_idea(now_)
    page = process_page(
        milestone("Lancement", -100), done, now_, later, milestone("Vote", period_label="ensuite")
    )

    timeline = process_timeline(page, VISITOR, clock.days(100))
    today = process_timeline(page, VISITOR, clock.NOW)

    assert [(step.number, step.state) for step in today.steps] == [
        (1, PAST),
        (2, NOW),
        (3, NOW),
        (4, NEXT),
        (5, NEXT),
    ]
    assert today.here and today.here.activity == now_.activity_ptr
    assert today.coming and today.coming.activity == later.activity_ptr
    assert (today.published_count, today.answered_count, today.late_count) == (2, 1, 0)
    assert (today.finished_count, today.state) == (1, NOW)
    assert timeline.late_count == 1
    assert timeline.steps[1].late_count == 1


@pytest.mark.parametrize(
    ("steps", "state", "here", "after"),
    [
        ([], NEXT, None, None),
        ([-20, -10], PAST, None, None),
        ([10, 20], NEXT, 1, 2),
        ([-20, 10], NOW, 2, None),
        ([0, 10], NOW, 1, 2),
    ],
)
def test_every_kind_of_process(
    steps: list[int], state: StepState, here: int | None, after: int | None
) -> None:
    page = process_page(*[milestone("Réunion", day) for day in steps])

    timeline = process_timeline(page, VISITOR, clock.NOW)

    assert timeline.state == state
    assert (timeline.here.number if timeline.here else None) == here
    assert (timeline.coming.number if timeline.coming else None) == after


# ---- what each reader may know ---------------------------------------------------------------


def test_what_is_for_agents_leaves_no_trace(resident: User, agent: User) -> None:
    secret = AgentConsultationFactory.create(title="Entre agents")
    commitment = CommitmentFactory.create()
    answered_idea(secret, commitments=[commitment], author=agent)
    call = IdeaConsultationFactory.create(title="Pour tous")
    page = process_page(milestone("Lancement", -9), secret, call)

    for reader in (VISITOR, resident, None):
        timeline = process_timeline(page, reader, clock.NOW)
        assert [(step.number, step.title) for step in timeline.steps] == [
            (1, "Lancement"),
            (2, "Pour tous"),
        ]
        assert timeline.published_count == 0
        assert process_results(page, timeline, reader, clock.NOW) == []
        [part] = processes_of(call, reader)
        assert (part.number, part.total, str(part.before)) == (2, 2, "Lancement")
        [summary] = process_list(process_index(), reader, clock.NOW)
        assert len(summary.timeline.steps) == 2
    timeline = process_timeline(page, agent, clock.NOW)
    assert [step.title for step in timeline.steps] == ["Lancement", "Entre agents", "Pour tous"]
    rows = process_results(page, timeline, agent, clock.NOW)
    assert [row.commitment for row in rows] == [commitment]


def test_drafts_leave_no_trace(agent: User) -> None:
    draft = IdeaConsultationFactory.create(live=False)
    call = IdeaConsultationFactory.create()
    page = process_page(draft, call)
    process_page(call, live=False)
    closed = process_page(call)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    assert [step.activity for step in process_timeline(page, agent, clock.NOW).steps] == [
        call.activity_ptr
    ]
    assert [part.process.pk for part in processes_of(call, agent)] == [page.pk]
    summaries = process_list(process_index(), agent, clock.NOW)
    assert [summary.process.pk for summary in summaries] == [page.pk]


def test_a_result_is_shown_to_who_may_open_it(agent: User) -> None:
    open_page = make.add_page(StandardPage, "bilan", title="Le bilan")
    draft = make.add_page(StandardPage, "brouillon", live=False)
    news = make.agents_news(title="Note interne")
    document = DocumentFactory.create(title="Rapport")
    page = process_page(
        milestone(result_page=open_page),
        milestone(result_page=draft, result_label="Bientôt en ligne"),
        milestone(result_page=news),
        milestone(result_document=document, result_label="Le rapport"),
    )

    def results(reader: Any) -> list[str | None]:
        steps = process_timeline(page, reader, clock.NOW).steps
        return [step.result.label if step.result else None for step in steps]

    assert results(VISITOR) == ["Le bilan", None, None, "Le rapport"]
    assert results(agent) == ["Le bilan", None, "Note interne", "Le rapport"]


def test_results_are_chosen_commitments_and_those_of_answers() -> None:
    chosen, fed, other = [CommitmentFactory.create(number=number) for number in (3, 1, 2)]
    call, elsewhere = IdeaConsultationFactory.create(), IdeaConsultationFactory.create()
    answered_idea(call, commitments=[fed])
    answered_idea(elsewhere, commitments=[other])
    page = process_page(call, commitments=[chosen])

    timeline = process_timeline(page, VISITOR, clock.NOW)
    rows = process_results(page, timeline, VISITOR, clock.NOW)

    assert {row.commitment.number for row in rows} == {1, 3}


def test_priorities_that_are_drafts_are_not_served() -> None:
    shown, draft = priority_page(2), priority_page(1, live=False)

    assert list(priorities_of(process_page(priorities=[draft, shown]))) == [shown]


def test_processes_under_way_come_first() -> None:
    finished = process_page(milestone("Réunion", -9))
    later = process_page(milestone("Réunion", 9))
    running = process_page(milestone("Réunion", 0))

    summaries = process_list(process_index(), VISITOR, clock.NOW)

    assert [summary.process.pk for summary in summaries] == [running.pk, later.pk, finished.pk]


TIMELINE_QUERIES, RESULTS_QUERIES, LIST_QUERIES, PARTS_QUERIES = 5, 2, 6, 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_process_costs_the_same_for_one_and_three_steps(
    count: int, django_assert_num_queries: Any
) -> None:
    commitments = [CommitmentFactory.create() for _ in range(count)]
    result = make.add_page(StandardPage, "bilan")
    call = IdeaConsultationFactory.create()
    for number in range(count):
        steps: list[Any] = [call, *[IdeaConsultationFactory.create() for _ in range(count - 1)]]
        answered_idea(steps[-1], commitments=commitments)
        steps += [milestone(result_page=result) for _ in range(count)]
        steps += [milestone(result_document=DocumentFactory.create()) for _ in range(count)]
        process_page(*steps, commitments=commitments, slug=f"p-{number}")
    page, index = ProcessPage.objects.first(), process_index()
    process_timeline(page, VISITOR, clock.NOW)

    page = ProcessPage.objects.first()
    with django_assert_num_queries(TIMELINE_QUERIES):
        timeline = process_timeline(page, VISITOR, clock.NOW)
    with django_assert_num_queries(RESULTS_QUERIES):
        process_results(page, timeline, VISITOR, clock.NOW)
    with django_assert_num_queries(LIST_QUERIES):
        process_list(index, VISITOR, clock.NOW)
    with django_assert_num_queries(PARTS_QUERIES):
        processes_of(call, VISITOR)
