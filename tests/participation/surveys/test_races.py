"""Many people at once: one answer an account, every counter exact, one sheet counted once."""

from typing import Any

import pytest

from participation.surveys.actions import begin_answer, compare_sheet, keep_typed, key_in_sheet
from participation.surveys.actions.counting import recount
from participation.surveys.enums import Once
from participation.surveys.models import (
    AnswerTally,
    Participation,
    QuestionnaireVersion,
    SurveyAnswer,
)
from participation.surveys.queries.drafts import draft_of, opened
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.cms import make_site
from tests.factories.surveys import SurveyFactory, answered
from tests.support import clock
from tests.support.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]


@pytest.fixture(autouse=True)
def _site(db: None) -> None:
    make_site()


def test_fifty_windows_of_one_account_give_one_answer() -> None:
    survey, user = SurveyFactory.create(once=Once.ACCOUNT), UserFactory.create()

    together(50, lambda _number: answered(survey, user=user).receipt)

    assert SurveyAnswer.objects.count() == Participation.objects.count() == 1
    assert AnswerTally.objects.get(survey=survey, cell="|||").count == 1


def test_fifty_people_at_once_are_all_counted() -> None:
    survey = SurveyFactory.create()

    def answer(number: int) -> Any:
        return answered(survey, {"q-lieu": [str(number % 3 + 1)], "q-note": ["4"]}).receipt

    together(50, answer)

    assert SurveyAnswer.objects.count() == 50
    assert QuestionnaireVersion.objects.count() == 1
    counts = dict(AnswerTally.objects.values_list("cell", "count"))
    assert counts["|||"] == counts["note|4||"] == 50
    assert [counts[f"lieu|{one}||"] for one in (1, 2, 3)] == [17, 17, 16]
    assert not recount(survey=survey)


def test_one_form_sent_by_twenty_windows_counts_once() -> None:
    survey = SurveyFactory.create()

    together(20, lambda _number: answered(survey, form_key="le-meme").receipt)

    assert SurveyAnswer.objects.count() == 1
    assert AnswerTally.objects.get(survey=survey, cell="|||").count == 1


def test_twenty_windows_of_one_answer_keep_each_its_field() -> None:
    survey = SurveyFactory.create()
    key = begin_answer(survey=survey, typed={}, page=1, at=clock.NOW)
    draft = draft_of(survey, key, None)
    assert draft is not None

    def keep(number: int) -> Any:
        name = f"q-{number}"
        sent = {name: [f"texte {number}"]}
        return len(keep_typed(draft=draft, sent=sent, names=[name], page=1, at=clock.NOW))

    together(20, keep)

    draft.refresh_from_db()
    assert opened(draft.sealed) == {f"q-{n}": [f"texte {n}"] for n in range(20)}


def test_two_officers_count_one_sheet_once() -> None:
    survey, clerk = SurveyFactory.create(), StaffFactory.create()
    officers = [StaffFactory.create() for _number in range(2)]
    typed = {"q-note": ["4"]}
    entry = key_in_sheet(
        survey=survey, typed=typed, received_on=clock.NOW.date(), by=clerk, at=clock.NOW
    )

    def compare(number: int) -> Any:
        by = officers[number % 2]
        return compare_sheet(entry=entry, typed=typed, by=by, at=clock.NOW).receipt

    together(8, compare)

    assert SurveyAnswer.objects.count() == 1
