"""Many people at once: no pledge lost, none counted twice; a link that serves once."""

from typing import Any

import pytest

from participation.campaigns import actions
from participation.campaigns.enums import CampaignReason
from participation.campaigns.models import CountedForm, FollowUpCount, PledgeCount, QuizCount
from tests.factories.campaigns import CampaignFactory, new_number, pledged, quizzed, reminded
from tests.factories.cms import make_site
from tests.support import clock
from tests.support.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]


@pytest.fixture(autouse=True)
def _site(db: None) -> None:
    make_site()


def test_fifty_people_pledging_at_once_are_fifty() -> None:
    campaign = CampaignFactory.create()
    together(50, lambda number: pledged(campaign, number % 2))
    assert [row.count for row in PledgeCount.objects.order_by("count")] == [25, 25]
    assert CountedForm.objects.count() == 50


def test_one_form_sent_by_twenty_browsers_counts_once() -> None:
    campaign = CampaignFactory.create()
    outcomes = together(20, lambda _number: pledged(campaign, form_number="la-meme"))
    assert outcomes.count(CampaignReason.ALREADY_COUNTED) == 19
    assert PledgeCount.objects.get().count == 1


def test_quizzes_at_once_keep_each_count_right() -> None:
    campaign = CampaignFactory.create()

    def answer(number: int) -> Any:
        if number % 2:
            return quizzed(campaign, {0}, {0, 1})
        ticked = [frozenset({1}), frozenset({2})]
        given = {"form_number": new_number(), "at": clock.NOW}
        return actions.count_quiz(campaign=campaign, ticked=ticked, **given)

    together(16, answer)
    rows = [(row.answered_count, row.right_count) for row in QuizCount.objects.all()]
    assert rows == [(16, 8), (16, 8)]


def test_one_link_used_ten_times_at_once_is_one_answer() -> None:
    day = clock.NOW.date()
    campaign = CampaignFactory.create(follow_up_opens_on=day, follow_up_closes_on=day)
    reminder = reminded(campaign)

    def use(_number: int) -> Any:
        return actions.answer_by_link(reminder=reminder, answer="kept", at=clock.NOW)

    outcomes = together(10, use)
    assert outcomes.count(CampaignReason.LINK_USED) == 9
    assert FollowUpCount.objects.get().count == 1
