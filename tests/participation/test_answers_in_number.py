"""Answers in number: chosen in the list, written once, looked at, then done one by one."""

from typing import Any

import pytest
from django.urls import reverse

from participation.actions.counters import recount
from participation.enums import AnswerOutcome, Verdict
from participation.models import Answer, Contribution
from portal.accounts.models import User
from tests.factories.answers import (
    AnswerTemplateFactory,
    assigned_idea,
    respondent,
)
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.participation import (
    IdeaConsultationFactory,
    answered_idea,
    published_idea,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

BULK = "answering:bulk"


def chosen(ideas: list[Any], **fields: Any) -> dict[str, Any]:
    """What the form of answers in number sends."""
    return {
        "idea": [idea.pk for idea in ideas],
        "verdict": Verdict.DECLINED,
        "template": "",
        "text": "La ville n’en a pas la compétence.",
        "outcome": AnswerOutcome.DRAFT,
        **fields,
    }


def test_nothing_is_done_before_the_result_was_looked_at(client_of: Any, officer: User) -> None:
    call = IdeaConsultationFactory.create()
    ideas = [published_idea(call) for _ in range(3)]
    browser = client_of(officer)
    address = reverse(BULK)
    assert (
        "3 contributions" in browser.post(address, {"idea": [i.pk for i in ideas]}).content.decode()
    )
    addition = {f"addition-{ideas[0].pk}": "Voyez la région."}
    shown = browser.post(address, chosen(ideas, step="preview", **addition)).content.decode()
    assert "Voyez la région." in shown
    assert not Answer.objects.exists()
    again = browser.post(address, chosen(ideas, step="write", **addition)).content.decode()
    assert "Voyez la région." in again
    browser.post(address, chosen(ideas, step="do", **addition))
    texts = [
        answer.get_latest_revision_as_object().text
        for answer in Answer.objects.order_by("contribution__number")
    ]
    common = "La ville n’en a pas la compétence."
    assert texts == [f"{common}\n\nVoyez la région.", common, common]
    assert not Contribution.objects.exclude(verdict="").exists()


@pytest.mark.parametrize(
    ("outcome", "live", "submitted"),
    [
        (AnswerOutcome.DRAFT, False, False),
        (AnswerOutcome.SUBMIT, False, True),
        (AnswerOutcome.PUBLISH, True, False),
    ],
)
def test_what_becomes_of_answers_in_number(
    client_of: Any, officer: User, outcome: str, live: bool, submitted: bool
) -> None:
    template = AnswerTemplateFactory.create()
    commitment = CommitmentFactory.create()
    idea = published_idea()
    data = chosen(
        [idea],
        step="do",
        outcome=outcome,
        text="",
        template=template.pk,
        commitments=[commitment.pk],
    )
    client_of(officer).post(reverse(BULK), data)
    answer = Answer.objects.get(contribution=idea)
    assert (answer.live, answer.workflow_in_progress) == (live, submitted)
    assert answer.get_latest_revision_as_object().text == template.text
    idea.refresh_from_db()
    assert list(idea.commitments.all()) == ([commitment] if live else [])
    assert recount(activity=idea.activity) is False


def test_a_respondent_publishes_nothing_in_number(client_of: Any) -> None:
    department = DepartmentFactory.create()
    mine, other = assigned_idea(department), assigned_idea()
    browser = client_of(respondent(department))
    browser.post(reverse(BULK), chosen([mine, other], step="do", outcome="publish"))
    assert not Answer.objects.exists()
    browser.post(reverse(BULK), chosen([mine, other], step="do", outcome="submit"))
    [answer] = Answer.objects.all()
    assert (answer.contribution_id, answer.live) == (mine.pk, False)
    assert answer.workflow_in_progress


def test_one_refusal_spoils_no_other(client_of: Any, officer: User) -> None:
    call = IdeaConsultationFactory.create()
    decided, waiting = answered_idea(call), published_idea(call)
    data = chosen([decided, waiting], step="do", verdict="under_study", outcome="publish")
    report = client_of(officer).post(reverse(BULK), data).content.decode()
    decided.refresh_from_db()
    waiting.refresh_from_db()
    assert (decided.verdict, waiting.verdict) == (Verdict.RETAINED, Verdict.UNDER_STUDY)
    assert decided.title in report


@pytest.mark.parametrize("missing", ["text", "verdict"])
def test_answers_in_number_say_why(client_of: Any, officer: User, missing: str) -> None:
    idea = published_idea()
    data = chosen([idea], step="do", outcome="publish", **{missing: ""})
    assert client_of(officer).post(reverse(BULK), data).status_code == 200
    assert not Answer.objects.exists()


@pytest.mark.parametrize("data", [{}, {"idea": "abc"}, {"idea": "99999999"}])
def test_nothing_chosen_is_told(client_of: Any, officer: User, data: dict[str, str]) -> None:
    response = client_of(officer).post(reverse(BULK), data, follow=True)
    assert "Choisissez au moins une contribution" in response.content.decode()


def test_a_hundred_answers_by_one_form(client_of: Any, officer: User) -> None:
    """All that a search finds, by the real form; nobody waits for a page that long."""
    call = IdeaConsultationFactory.create()
    for _ in range(100):
        published_idea(call)
    published_idea(IdeaConsultationFactory.create())
    browser = client_of(officer)
    everything = {"all": "1", "filters": f"activity={call.pk}"}
    shown = browser.post(reverse(BULK), everything).content.decode()
    assert shown.count('name="idea"') == 100
    data = chosen(list(Contribution.objects.filter(activity=call)), step="do", outcome="publish")
    browser.post(reverse(BULK), data)
    call.refresh_from_db()
    assert call.figures.answered_count == 100
    assert recount(activity=call) is False
