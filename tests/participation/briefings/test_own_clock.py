"""The clock of each question: fifteen days from its publication, late ones shown and counted."""

import csv
import io
import json
from datetime import timedelta

import pytest
import time_machine

from participation import clock as answer_clock_words
from participation.actions import answer_contribution
from participation.briefings.models import Briefing
from participation.briefings.queries import late_count
from participation.enums import StepState, Verdict
from participation.models import Contribution
from participation.queries.answer_clock import answer_clock
from participation.queries.answering import late_on
from participation.queries.dashboard import figures
from participation.rules import activity_step
from tests.factories.briefings import BriefingFactory, answered_question, published_question
from tests.factories.engagements import DepartmentFactory
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import said

pytestmark = pytest.mark.usefixtures("portal_site", "now")
TODAY = clock.NOW.date()


@pytest.fixture
def briefing() -> Briefing:
    return BriefingFactory.create(
        opens_at=clock.days(-60), department=DepartmentFactory.create(name="Finances")
    )


@pytest.mark.parametrize(("days", "late"), [(15, 0), (16, 1), (30, 15)])
def test_a_question_is_late_the_day_after_its_fifteenth(
    client: StrictClient, briefing: Briefing, days: int, late: int
) -> None:
    question = published_question(briefing, at=clock.days(-days))
    due = answer_clock_words.answer_due(question, briefing)
    assert due == TODAY - timedelta(days=days) + timedelta(days=15)
    assert late_count(briefing, clock.NOW) == (1 if late else 0)
    assert Contribution.objects.filter(late_on(TODAY)).count() == (1 if late else 0)
    assert {one.name: one.count for one in figures(briefing, clock.NOW)}["late"] == bool(late)
    for address in (briefing.url, question.url, question.story_url):
        assert ("jours de retard" in said(client.get(address)).replace("\u00a0", " ")) == (
            late > 1
        ) or address == question.story_url
    total = answer_clock(TODAY).total
    assert (total.waiting_count, total.late_count, total.oldest_delay) == (1, bool(late), late)


def test_each_clock_starts_with_its_publication(briefing: Briefing) -> None:
    published_question(briefing, at=clock.days(-40))
    published_question(briefing, at=clock.days(-20))
    published_question(briefing, at=clock.days(-3))
    answered_question(briefing, title="Une question ancienne ?", at=clock.NOW)
    late_call = IdeaConsultationFactory.create(answer_by=TODAY - timedelta(days=2))
    published_idea(late_call, at=clock.days(-50))
    found = answer_clock(TODAY)
    mine = next(one for one in found.departments if one.name == "Finances")
    assert (mine.late_count, mine.oldest_delay, mine.waiting_count) == (2, 25, 3)
    assert mine.answered_count == 1
    assert (found.total.late_count, found.total.oldest_delay) == (3, 25)
    assert {one.each_within for one in found.calls} == {15, None}


def test_every_figure_is_computed_again_from_the_open_data(
    client: StrictClient, briefing: Briefing
) -> None:
    published_question(briefing, at=clock.days(-40))
    rows = list(
        csv.DictReader(
            io.StringIO(
                b"".join(client.get("/participer/reponses.csv").streaming_content).decode(
                    "utf-8-sig"
                )
            ),
            delimiter=";",
        )
    )
    assert rows[0]["reponse_attendue_le"] == (TODAY - timedelta(days=25)).isoformat()
    assert rows[0]["service"] == "Finances"
    assert "15 jours après la publication" in said(client.get("/participer/reponses/")).replace(
        "\u00a0", " "
    )


def test_an_answer_given_late_stops_the_clock(briefing: Briefing) -> None:
    question = published_question(briefing, at=clock.days(-40))
    answer_contribution(
        contribution=question, verdict=Verdict.ANSWERED, text="Oui.", author=None, at=clock.NOW
    )
    assert late_count(briefing, clock.NOW) == 0
    assert answer_clock(TODAY).total.answered_count == 1


def test_it_is_not_over_while_an_answer_is_owed() -> None:
    briefing = BriefingFactory.create(opens_at=clock.days(-30), closes_at=clock.days(-1))
    assert activity_step(briefing, clock.NOW) == StepState.PAST
    with time_machine.travel(clock.days(-5), tick=False):
        published_question(briefing, at=clock.days(-5))
    fresh = Briefing.objects.get(pk=briefing.pk)
    assert activity_step(fresh, clock.NOW) == StepState.NOW


def test_questions_are_open_data(client: StrictClient, briefing: Briefing) -> None:
    answered_question(briefing, title="Le prix change-t-il ?", email="zq@test.example")
    raw = b"".join(client.get(f"{briefing.url}questions.json").streaming_content).decode()
    found = json.loads(raw)["questions"]
    assert [one["verdict"] for one in found] == ["answered"]
    assert found[0]["answer"] == "Oui, dès janvier."
    assert "zq@test" not in raw
    table = client.get(f"{briefing.url}chiffres.csv").content.decode("utf-8-sig")
    assert "Le prix suit le revenu" in table and "0.50" in table.replace(",", ".")
