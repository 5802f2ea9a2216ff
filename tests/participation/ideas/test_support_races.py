"""Supports pressed at once through the pages, by real threads: one a person, right figures."""

import pytest
from django.test import Client

from participation.enums import Moderation
from participation.models import Supporter
from participation.support_links import support_token
from tests.factories.accounts import UserFactory
from tests.factories.participation import (
    IdeaConsultationFactory,
    published_idea,
)
from tests.participation.test_actions import together
from tests.support.supports import figures, press

pytestmark = pytest.mark.usefixtures("portal_site", "now")


@pytest.mark.django_db(transaction=True)
def test_two_hundred_presses_of_one_person_at_once_make_one() -> None:
    idea = published_idea(IdeaConsultationFactory.create())
    signed_in = Client()
    signed_in.force_login(UserFactory.create(), backend="django.contrib.auth.backends.ModelBackend")

    def work(_number: int) -> int:
        browser = Client()
        browser.cookies = signed_in.cookies
        return sum(press(browser, idea).status_code == 302 for _ in range(10))

    assert sum(together(20, work)) == 200
    assert figures(idea) == (1, 1)
    assert Supporter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_hundred_links_of_one_address_at_once_make_one() -> None:
    idea = published_idea(IdeaConsultationFactory.create())
    links_ = [f"{idea.url}soutenir/{support_token(idea.pk, 'a@test.example')}/" for _ in range(20)]

    def work(number: int) -> int:
        posts = (Client().post(links_[number], {"action": "soutenir"}) for _ in range(10))
        return sum(answer.status_code == 302 for answer in posts)

    assert sum(together(20, work)) == 200
    assert figures(idea) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_presses_and_withdrawals_at_once_keep_the_figures_right() -> None:
    idea = published_idea(IdeaConsultationFactory.create())
    signed_in = Client()
    signed_in.force_login(UserFactory.create(), backend="django.contrib.auth.backends.ModelBackend")

    def work(number: int) -> int:
        browser = Client()
        browser.cookies = signed_in.cookies
        action = "retirer" if number % 2 else "soutenir"
        return sum(press(browser, idea, action).status_code == 302 for _ in range(5))

    assert sum(together(16, work)) == 80
    shown, held = figures(idea)
    assert shown == held <= 1
    assert idea.moderation == Moderation.PUBLISHED
