"""The page of one idea: what it shows, how it is cited, shared, printed, grouped."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from participation.actions.counters import recount
from participation.enums import Standing, Verdict
from participation.ideas.models import IdeaConsultation
from participation.models import Contribution, Neighbourhood, PromiseVerdict
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
)
from tests.factories.participation import (
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.support import clock
from tests.support.client import StrictClient

pytestmark = pytest.mark.usefixtures("portal_site", "now")

IDEA_QUERIES = 14


def read(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def parsed(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def call(db: None) -> IdeaConsultation:
    return IdeaConsultationFactory.create(slug="acheter", themes=[ThemeFactory.create()])


def group(idea: Contribution, kept: Contribution) -> None:
    Contribution.objects.filter(pk=idea.pk).update(moderation="merged", merged_into=kept)
    recount(activity=idea.activity)


def test_it_says_where_and_by_whom_it_was_given(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = published_idea(
        call,
        theme=call.themes.first(),
        neighbourhood=Neighbourhood.objects.create(name="Ivry-Port", slug="port"),
        place="12 rue Gagarine",
        standing=Standing.AGENT,
        concerned_department=DepartmentFactory.create(name="Direction des sports"),
        department_name="Service de l’auteur",
        display_name="Tilleul",
        email="tilleul@test.example",
    )
    facts = {
        row.dt.get_text(): row.dd.get_text()
        for row in parsed(client.get(idea.url)).select("article .inline-facts > div")
    }
    assert facts == {
        "Quartier": "Ivry-Port",
        "Lieu": "12 rue Gagarine",
        "Donnée par": "Agent de la ville",
        "Service concerné": "Direction des sports",
    }
    page = read(client.get(idea.url))
    assert "déposée par Tilleul" in page
    secrets = ("Service de l’auteur", "tilleul@test.example", idea.receipt, idea.receipt_display)
    for secret in secrets:
        assert secret not in page


def test_it_has_one_address_to_cite_to_copy_and_to_mail(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = published_idea(call, title="Des gourdes & des « fontaines » ?", email="a@b.example")
    page = parsed(client.get(f"{idea.url}?utm=1"))
    address = f"http://testserver{idea.url}"
    assert page.select_one('link[rel="canonical"]')["href"] == address
    assert page.select_one(".share__address").get_text() == address
    assert page.select_one("[data-copy]")["data-copy"] == address
    mail = page.select_one('.share a[href^="mailto:"]')["href"]
    assert mail.startswith("mailto:?subject=Id%C3%A9e%20n%C2%B0")
    assert mail.endswith(f"&body=http%3A//testserver{idea.url}")
    assert "&des" not in mail
    assert "%26%20des" in mail
    assert not page.select('script[src^="http"], iframe, img[src^="http"]')
    assert page.select_one('meta[name="robots"]') is None
    assert page.select_one('meta[name="description"]')["content"].startswith("Voici une idée")


def test_supports_and_comments_have_their_places(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = published_idea(call)
    Contribution.objects.filter(pk=idea.pk).update(support_count=1240, comment_count=1)
    page = parsed(client.get(idea.url))
    assert "1\u00a0240 soutiens" in page.select_one("#soutenir").get_text(" ", strip=True)
    assert page.select_one("#commentaires h2").get_text() == "1 commentaire"


def test_reactions_that_nobody_gave_nor_can_give_are_not_printed(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(supports_allowed=False, comments_allowed=False)
    page = parsed(client.get(published_idea(call).url))
    assert page.select("#soutenir") == []
    assert page.select("#commentaires") == []


def test_a_grouped_idea_stays_at_its_address_and_says_under_which(
    client: StrictClient, call: IdeaConsultation
) -> None:
    kept, idea = published_idea(call, title="La gardée"), published_idea(call, title="L’autre")
    group(idea, kept)
    response = client.get(idea.url)
    page = parsed(response)
    assert response.status_code == 200
    assert idea.text in page.get_text()
    assert f"regroupée sous l’idée n° {kept.number}" in read(response)
    assert page.select_one(f'.notice a[href="{kept.url}"]').get_text() == "La gardée"
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert page.select_one('link[rel="canonical"]')["href"] == f"http://testserver{kept.url}"
    last = page.select(".story__step")[-1]
    assert f"Regroupée sous l’idée n°\u00a0{kept.number}" in last.get_text()
    assert idea.url not in client.get("/sitemap-contributions.xml").content.decode()


def test_the_kept_idea_lists_those_grouped_under_it(
    client: StrictClient, call: IdeaConsultation
) -> None:
    kept = published_idea(call)
    others = [published_idea(call) for _ in range(3)]
    for other in others[:2]:
        group(other, kept)
    links = parsed(client.get(kept.url)).select('[aria-labelledby="t-grouped"] a')
    assert [link["href"] for link in links] == [other.url for other in others[:2]]
    assert "Idées regroupées" not in read(client.get(others[2].url))


def test_a_grouped_idea_whose_kept_one_was_withdrawn_links_to_nothing(
    client: StrictClient, call: IdeaConsultation
) -> None:
    kept, idea = published_idea(call), published_idea(call)
    group(idea, kept)
    Contribution.objects.filter(pk=kept.pk).update(moderation="refused", refusal_reason="off_topic")
    page = read(client.get(idea.url))
    assert "sous une autre, qui n’est plus publiée" in page
    assert kept.url not in page
    assert kept.title not in page


@pytest.mark.parametrize("make", [make_idea, refused_idea])
def test_an_idea_that_is_not_public_has_no_page(
    client: StrictClient, call: IdeaConsultation, make: Any
) -> None:
    assert client.get(make(call).url).status_code == 404


def test_an_interim_word_is_no_answer_yet(client: StrictClient, call: IdeaConsultation) -> None:
    idea = answered_idea(call, verdict=Verdict.UNDER_STUDY)
    page = parsed(client.get(idea.url))
    step = page.select(".story__step--next")[-1].get_text(" ", strip=True)
    assert "Réponse de la ville" in step
    assert "À l’étude, réponse due ce jour au plus tard" in step
    assert page.select_one(".answer") is not None


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("kept", "Promesse tenue"), ("partly", "Promesse tenue en partie"), ("broken", "non tenue")],
)
def test_the_verdict_on_the_promise_stands_beside_it(
    client: StrictClient, call: IdeaConsultation, outcome: str, said: str
) -> None:
    PromiseVerdict.objects.create(
        activity=call, outcome=outcome, reasons="Parce que.", given_at=clock.NOW
    )
    promise = parsed(client.get(published_idea(call).url)).select_one(".kept")
    assert said in promise.get_text()


def test_late_answers_are_said_beside_the_promise(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(
        opens_at=clock.days(-60), closes_at=clock.days(-30), answer_by=clock.days(-2).date()
    )
    idea = published_idea(call)
    page = parsed(client.get(idea.url))
    assert "En retard" in page.select_one(".kept").get_text()
    assert "0 sur 1" in page.select_one(".kept").get_text()
    assert "En retard" in page.select_one(".story__step--late").get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_the_idea_asks_the_same_number_of_queries(
    client: StrictClient, call: IdeaConsultation, count: int, django_assert_num_queries: Any
) -> None:
    theme = call.themes.first()
    commitments = [CommitmentFactory.create() for _ in range(count)]
    for commitment in commitments:
        for _ in range(count):
            CommitmentUpdateFactory.create(commitment=commitment)
    idea = answered_idea(call, commitments=commitments, theme=theme)
    for _ in range(count):
        published_idea(call, theme=theme)
        group(published_idea(call, theme=theme), idea)
    client.get(idea.url)
    with django_assert_num_queries(IDEA_QUERIES):
        client.get(idea.url)


def test_it_may_be_kept_by_shared_caches(client: StrictClient, call: IdeaConsultation) -> None:
    headers = client.get(published_idea(call).url).headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Set-Cookie" not in headers


def test_hostile_texts_are_only_texts_in_links_too(
    client: StrictClient, call: IdeaConsultation
) -> None:
    attack = '"><script>alert(1)</script>\r\nBcc: x@y.example'
    idea = published_idea(call, title=attack[:90], place=attack, display_name=attack[:60])
    page = client.get(idea.url).content.decode()
    assert "<script>alert" not in page
    mail = re.search(r'href="(mailto:[^"]*)"', page)
    assert mail
    assert "\n" not in mail[1]
    assert "%0D%0ABcc" in mail[1]
