"""Idea 34, its commitment, the line of the review: each page links to the next, and back."""

import pytest
from bs4 import BeautifulSoup

from engagements.models import Commitment
from participation import actions
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.factories.reviews import news, plan, published
from tests.support.clock import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "portal_site")]


def links(client, address: str) -> set[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {link["href"] for link in page.find("main").find_all("a", href=True)}


def test_each_is_one_click_from_the_next(client):
    news(plan(1))
    commitment = Commitment.objects.get()
    idea = published_idea(IdeaConsultationFactory.create(), number=34)
    actions.answer_contribution(
        contribution=idea,
        verdict="retained",
        text="Oui, nous le ferons.",
        commitments=[commitment],
        author=None,
        at=NOW,
    )
    review = published()
    line = f"{review.get_absolute_url()}#engagement-1"

    assert commitment.get_absolute_url() in links(client, idea.url)
    assert {line, idea.url} <= links(client, commitment.get_absolute_url())
    assert {commitment.get_absolute_url(), idea.url} <= links(client, review.get_absolute_url())
