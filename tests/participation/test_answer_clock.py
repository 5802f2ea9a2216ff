"""The answer clock: counted by the database, computed again from the open data."""

import csv
import io
import statistics
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from participation.actions import answer_contribution, assign_contribution
from participation.enums import Verdict
from participation.ideas.models import IdeaConsultation
from participation.models import Contribution
from participation.queries.answer_clock import Figures, answer_clock, whole_days
from portal.accounts.models import User
from tests.factories.engagements import DepartmentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    answered_idea,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

PAGE = "/participer/reponses/"
DATA = "/participer/reponses.csv"
TODAY = clock.NOW.date()


def answer(idea: Contribution, days: float, verdict: str = Verdict.RETAINED) -> None:
    """Answers so many days after the idea was published."""
    assert idea.published_at is not None
    at = idea.published_at + timedelta(days=days)
    answer_contribution(contribution=idea, verdict=verdict, text="Oui.", author=None, at=at)


def busy_city() -> None:
    """Three departments, three calls, answers early, late, interim and none."""
    gardens = DepartmentFactory.create(name="Espaces verts")
    roads = DepartmentFactory.create(name="Voirie; propreté")
    late = IdeaConsultationFactory.create(
        title="En retard", department=gardens, answer_by=TODAY - timedelta(days=9)
    )
    later = IdeaConsultationFactory.create(
        title="Plus en retard", answer_by=TODAY - timedelta(days=30)
    )
    fresh = IdeaConsultationFactory.create(title="Récent", department=gardens)
    nodate = IdeaConsultationFactory.create(title="Sans date", answer_by=None)
    start = clock.days(-40)
    for days in (3, 10.5, 20, 0.2):
        answer(published_idea(late, at=start), days)
    answer(published_idea(late, at=start), 12, Verdict.UNDER_STUDY)
    published_idea(late, at=start)
    given = published_idea(late, at=start)
    assign_contribution(contribution=given, department=roads, officer=None, at=clock.NOW)
    published_idea(later, at=start)
    answer(published_idea(fresh, at=start), 35)
    published_idea(fresh, at=start)
    published_idea(nodate, at=start)


def read(client: Any) -> list[dict[str, str]]:
    body = b"".join(client.get(DATA).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body), delimiter=";"))


def computed(rows: list[dict[str, str]], by: str) -> dict[str, tuple[Any, ...]]:
    """The figures, from the file alone."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return {name: figures(group) for name, group in groups.items()}


def figures(rows: list[dict[str, str]]) -> tuple[Any, ...]:
    days = [int(row["jours"]) for row in rows if row["reponse_le"]]
    waiting = [row for row in rows if not row["reponse_le"]]
    dates = [
        date.fromisoformat(row["reponse_attendue_le"])
        for row in waiting
        if row["reponse_attendue_le"]
    ]
    late = [(TODAY - due).days for due in dates if due < TODAY]
    median = statistics.median_low(days) if days else None
    return len(days), len(waiting), len(late), max(late, default=0), median


def shown(one: Figures) -> tuple[Any, ...]:
    return (
        one.answered_count,
        one.waiting_count,
        one.late_count,
        one.oldest_delay,
        one.median_delay,
    )


def test_every_figure_is_computed_again_from_the_open_data(client: Any) -> None:
    busy_city()
    rows, city = read(client), answer_clock(TODAY)
    assert shown(city.total) == figures(rows) == (5, 6, 4, 30, 10)
    assert {one.name: shown(one) for one in city.departments} == computed(rows, "service")
    assert {one.name: shown(one) for one in city.calls} == computed(rows, "participation")
    page = client.get(PAGE).content.decode()
    assert "Voirie ; propreté" in page.replace("\u202f", " ").replace("\xa0", " ")
    for row in rows:
        if row["reponse_le"]:
            ends, starts = (
                datetime.fromisoformat(row[name]) for name in ("reponse_le", "publiee_le")
            )
            assert int(row["jours"]) == (ends - starts) // timedelta(days=1)


def test_late_ones_come_first() -> None:
    busy_city()
    city = answer_clock(TODAY)
    assert [one.name for one in city.calls][:2] == ["Plus en retard", "En retard"]
    assert [bool(one.late_count) for one in city.departments] == [True, True, True]


@pytest.mark.parametrize(
    ("after", "late"), [(timedelta(0), 0), (timedelta(days=1), 1), (timedelta(days=12), 12)]
)
def test_an_answer_is_late_the_day_after_it_was_due(
    client: Any, after: timedelta, late: int
) -> None:
    call = IdeaConsultationFactory.create(answer_by=TODAY)
    idea = published_idea(call)
    with time_machine.travel(clock.NOW + after, tick=False):
        assert answer_clock(TODAY + after).total.oldest_delay == late
        page = client.get(idea.url).content.decode()
        assert ("due--late" in page) is bool(late)


def test_an_interim_word_says_that_the_clock_goes_on(client: Any) -> None:
    call = IdeaConsultationFactory.create(answer_by=TODAY - timedelta(days=4))
    idea = published_idea(call)
    answer(idea, 0, Verdict.UNDER_STUDY)
    page = client.get(idea.url).content.decode()
    assert "Oui." in page
    assert "due--late" in page
    assert answer_clock(TODAY).total.late_count == 1


@pytest.mark.parametrize("reader", ["visitor", "agent"])
def test_only_public_calls_are_counted(
    client: Any, client_of: Any, agent: User, reader: str
) -> None:
    published_idea(AgentConsultationFactory.create(title="Entre nous"), author=agent)
    published_idea(IdeaConsultationFactory.create(title="Retirée", live=True), title="Non lue")
    IdeaConsultation.objects.filter(title="Retirée").update(live=False)
    answered_idea(IdeaConsultationFactory.create(title="D’avant", period_label="au printemps 2021"))
    browser = client_of(agent) if reader == "agent" else client
    page = browser.get(PAGE).content.decode()
    for title in ("Entre nous", "Retirée", "D’avant"):
        assert title not in page
    assert read(browser) == []


def test_nobody_has_anything_to_wait_for(client: Any) -> None:
    page = client.get(PAGE).content.decode()
    assert "Aucune réponse n’est encore attendue" in page
    assert b"".join(client.get(DATA).streaming_content).decode("utf-8-sig").count("\n") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    client: Any, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        call = IdeaConsultationFactory.create(department=DepartmentFactory.create())
        published_idea(call)
        answered_idea(call)
    with django_assert_num_queries(3):
        answer_clock(TODAY)


def test_the_open_data_hold_no_personal_data(client: Any) -> None:
    published_idea(
        title="=HYPERLINK(1)",
        email="tilleul@test.example",
        display_name="Mme Tilleul",
        text="Le texte de l’idée, assez long pour être lu jusqu’au bout.",
    )
    body = b"".join(client.get(DATA).streaming_content).decode("utf-8-sig")
    for word in ("HYPERLINK", "tilleul", "Tilleul", "texte de"):
        assert word not in body
    assert next(iter(csv.reader(io.StringIO(body), delimiter=";"))) == [
        "participation",
        "numero",
        "publiee_le",
        "reponse_attendue_le",
        "reponse_le",
        "decision",
        "service",
        "jours",
    ]


@pytest.mark.parametrize(("days", "whole"), [(0, 0), (0.99, 0), (1, 1), (3.5, 3), (-2, 0)])
def test_whole_days(days: float, whole: int) -> None:
    assert whole_days(clock.NOW, clock.days(days)) == whole
    idea = published_idea(at=clock.NOW)
    Contribution.objects.filter(pk=idea.pk).update(answered_at=clock.days(days))
    assert answer_clock(TODAY).total.median_delay == whole
