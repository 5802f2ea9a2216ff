"""News and activities about commitments: shown on both sides, to those who may read them."""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from participation.models import Activity
from tests.factories.engagements import CommitmentFactory, ObjectiveFactory, priority_page
from tests.factories.home import agents_news, news_page
from tests.factories.participation import AgentConsultationFactory, IdeaConsultationFactory
from tests.support.html import main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


@pytest.fixture
def commitment():
    return CommitmentFactory(number=1, wording="Acheter durable")


def about(page, *commitments):
    page.commitments.set(commitments)
    page.save()
    return page


def said(browser, address):
    return plain(main_of(browser.get(address)))


def test_the_page_of_a_commitment_shows_news_and_activities(client, commitment):
    about(news_page(title="Le guide est prêt", date=date(2026, 5, 2)), commitment)
    about(IdeaConsultationFactory(title="Acheter mieux", slug="mieux"), commitment)
    news_page(title="Sans rapport")

    page = said(client, "/engagements/1/")

    assert "Le guide est prêt" in page
    assert "2 mai 2026" in page
    assert "Acheter mieux" in page
    assert "Sans rapport" not in page


def test_news_and_activities_lead_to_their_commitments(client, commitment):
    page = about(news_page(title="Le guide est prêt"), commitment)
    call = about(IdeaConsultationFactory(title="Acheter mieux", slug="mieux"), commitment)
    for address in (page.url, call.url):
        assert "Engagement 1 : Acheter durable" in said(client, address)


def test_a_commitment_that_is_not_shown_is_not_named(client, commitment):
    hidden = CommitmentFactory(
        number=2,
        wording="Tenir le secret",
        objective=ObjectiveFactory(priority=priority_page(9, live=False)),
    )
    page = about(news_page(), commitment, hidden)
    call = about(IdeaConsultationFactory(slug="mieux"), commitment, hidden)
    for address in (page.url, call.url):
        assert "Tenir le secret" not in said(client, address)


def test_agents_alone_see_what_is_for_agents(client, client_of, agent, resident, commitment):
    about(agents_news(), commitment)
    about(AgentConsultationFactory(title="Appel interne", slug="interne"), commitment)

    seen = said(client_of(agent), "/engagements/1/")
    assert "Réservé aux agents" in seen
    assert "Appel interne" in seen
    for browser in (client, client_of(resident)):
        page = said(browser, "/engagements/1/")
        assert "Réservé aux agents" not in page
        assert "Appel interne" not in page


def test_drafts_and_closed_pages_are_not_shown(client, client_of, agent, commitment):
    draft = about(news_page(title="Brouillon"), commitment)
    draft.unpublish()
    closed = about(news_page(title="Derrière un mot de passe"), commitment)
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")
    about(IdeaConsultationFactory(title="Pas encore", slug="plus-tard", live=False), commitment)
    for browser in (client, client_of(agent)):
        page = said(browser, "/engagements/1/")
        for title in ("Brouillon", "Derrière un mot de passe", "Pas encore"):
            assert title not in page


def test_what_is_chosen_in_a_draft_waits_for_its_publication(client, commitment):
    page = news_page(title="Le guide est prêt")
    page.commitments.set([commitment])
    revision = page.save_revision()
    assert "Le guide est prêt" not in said(client, "/engagements/1/")

    revision.publish()

    assert "Le guide est prêt" in said(client, "/engagements/1/")


def test_a_draft_of_an_activity_keeps_its_commitments(commitment):
    call = IdeaConsultationFactory(slug="mieux")
    call.commitments.set([commitment])
    call.save_revision().publish()

    assert list(Activity.objects.get(pk=call.pk).commitments.all()) == [commitment]


@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_the_same_for_one_and_three(client, commitment, django_assert_num_queries, count):
    for rank in range(count):
        about(news_page(), commitment)
        about(IdeaConsultationFactory(slug=f"appel-{rank}"), commitment)
    client.get("/engagements/1/")
    with django_assert_num_queries(24):
        client.get("/engagements/1/")
