"""The pages of processes as visitors, residents and agents read them, and where they are listed."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from engagements.enums import CommitmentStatus
from home.models import SiteMapPage
from participation.models import ProcessPage
from portal.accounts.models import User
from tests.factories import home as make
from tests.factories.cms import DocumentFactory
from tests.factories.engagements import CommitmentFactory, DepartmentFactory, priority_page
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    answered_idea,
    published_idea,
)
from tests.factories.processes import milestone, process_index, process_page
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import headings, links, main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

SECRET = "Entre agents"


def read(response: Any) -> str:
    assert response.status_code == 200
    return plain(main_of(response))


def long_story() -> ProcessPage:
    """A process with every kind of step, and results."""
    commitment = CommitmentFactory.create(
        number=17, wording="Acheter durable", status=CommitmentStatus.UNDER_WAY
    )
    over = IdeaConsultationFactory.create(
        title="Une ville économe",
        opens_at=clock.days(-90),
        closes_at=clock.days(-30),
        answer_by=date(2026, 5, 1),
    )
    answered_idea(over, commitments=[commitment])
    published_idea(over)
    coming = IdeaConsultationFactory.create(
        title="Des rues fraîches", opens_at=clock.days(10), closes_at=clock.days(30)
    )
    return process_page(
        milestone("Lancement", -100, text="Tout commence ici."),
        over,
        milestone("Restitution", -5, result_document=DocumentFactory.create(title="Bilan")),
        IdeaConsultationFactory.create(title="Acheter mieux", slug="acheter-mieux"),
        coming,
        milestone("Délibération", period_label="après l’atelier"),
        title="Une ville sobre",
        slug="ville-sobre",
        department=DepartmentFactory.create(name="Direction générale"),
        priorities=[priority_page(9, title="Mieux dépenser")],
        is_example=True,
    )


def test_a_process_tells_its_story(client: StrictClient) -> None:
    page = long_story()

    response = client.get(page.url)

    text = read(response)
    for said in (
        "Démarche · Exemple",
        "Direction générale",
        "Étapes terminées 2 sur 6",
        "Vous êtes ici Étape 4 sur 6, en cours Acheter mieux",
        "Ce qui vient ensuite Des rues fraîches",
        "Étape 2 sur 6 · En cours",
        "2 contributions publiées, 1 réponse de la ville, 1 en retard",
        "Tout commence ici.",
        "Étape 6 sur 6 · À venir Après l’atelier Délibération",
        "L’engagement qu’elle nourrit",
        "La priorité qu’elle sert",
    ):
        assert said in text, said
    assert [text for rank, text in headings(main_of(response)) if rank == 2] == [
        "Vous êtes ici",
        "Les étapes en un coup d’œil",
        "L’histoire, étape par étape",
        "Les résultats",
        "La priorité qu’elle sert",
    ]
    found = links(response)
    assert "/participer/acheter-mieux/contribuer/" in found
    assert found["/engagements/17/"] == "Acheter durable"
    assert any(address.startswith("/documents/") for address in found)
    current = main_of(response).select(".process [aria-current=step]")
    assert [node["id"] for node in current] == ["etape-4"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "Aucune étape n’est encore publiée"),
        ([-9, -3], "Vous êtes ici Toutes les étapes sont terminées"),
        ([-9, 3], "Vous êtes ici Avant l’étape 2 sur 2"),
        ([-9, 3], "Aucune autre étape n’est annoncée."),
        ([3, 9], "Avant la première étape"),
    ],
)
def test_every_moment_of_a_process(client: StrictClient, days: list[int], said: str) -> None:
    page = process_page(*[milestone("Réunion", day) for day in days])

    assert said in read(client.get(page.url))
    assert "Pas encore de résultat" in read(client.get(page.url))


def test_what_has_no_answer_yet_is_said(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create()
    published_idea(call)

    assert "Aucune réponse n’est encore donnée" in read(client.get(process_page(call).url))


def test_the_list_says_where_each_stands(client: StrictClient) -> None:
    process_page(milestone("Réunion", -9), title="Finie")
    process_page(milestone("Réunion", -9), milestone("Atelier", 9), title="En route")
    process_page(title="Nouvelle")

    response = client.get(process_index().url)

    assert [text for rank, text in headings(main_of(response)) if rank > 1] == [
        "Démarches en cours",
        "En route",
        "Démarches à venir",
        "Nouvelle",
        "Démarches terminées",
        "Finie",
    ]
    text = read(response)
    assert "1 étape terminée sur 2" in text
    assert "Ensuite : Atelier, 20 mai 2026" in text
    assert "En préparation" in text


def test_an_empty_list_says_what_to_do(client: StrictClient) -> None:
    response = client.get(process_index().url)

    assert "Aucune démarche n’est encore publiée" in read(response)
    assert "/participer/" in links(response)


def test_an_activity_names_its_process_and_its_neighbours(client: StrictClient) -> None:
    before, call = IdeaConsultationFactory.create(title="Avant"), IdeaConsultationFactory.create()
    page = process_page(before, call, milestone("Vote", 40))

    response = client.get(call.url)

    assert f"Fait partie de la démarche {page.title} , étape 2 sur 3" in read(response)
    found = links(response)
    assert (found[page.url], found[before.url], found[f"{page.url}#etape-3"]) == (
        page.title,
        "Avant",
        "Vote",
    )


def test_an_activity_of_no_process_says_nothing(client: StrictClient) -> None:
    assert "démarche" not in read(client.get(IdeaConsultationFactory.create().url)).lower()


def _search(client: StrictClient, words: str) -> str:
    return client.get("/recherche/", {"q": words}).content.decode()


def test_pages_leak_nothing_of_agents(
    client: StrictClient,
    client_of: Callable[[User], StrictClient],
    resident: User,
    agent: User,
) -> None:
    secret = AgentConsultationFactory.create(title=SECRET, slug="entre-nous")
    published_idea(secret, author=agent)
    call = IdeaConsultationFactory.create(title="Pour tous")
    page = process_page(milestone("Lancement", -9), secret, call, title="Histoire commune")
    page.save_revision().publish()
    make.add_page(SiteMapPage, "plan-du-site")
    addresses = [page.url, process_index().url, call.url, "/plan-du-site/", "/sitemap.xml"]

    for reader in (client, client_of(resident)):
        cache.clear()
        for address in addresses:
            content = reader.get(address).content.decode()
            assert SECRET not in content, address
            assert "entre-nous" not in content, address
        assert "sur 2" in read(reader.get(page.url))
        assert "contribution publiée" not in read(reader.get(page.url))
        assert "étape 2 sur 2" in read(reader.get(call.url))
        assert page.title not in _search(reader, SECRET)
    insider = client_of(agent)
    assert SECRET in read(insider.get(page.url))
    assert "étape 3 sur 3" in read(insider.get(call.url))
    assert "étape 2 sur 3" in read(insider.get(secret.url))
    assert insider.get(page.url).headers["Cache-Control"] == "private, no-store"


def test_processes_are_found_and_listed(client: StrictClient) -> None:
    page = process_page(milestone("Forum des quartiers", 3, text="Venez nombreux."))
    draft = process_page(title="Encore secrète", live=False)
    make.add_page(SiteMapPage, "plan-du-site")

    for words in (page.title, "forum des quartiers", "nombreux"):
        assert page.url in _search(client, words), words
    sitemap = client.get("/sitemap.xml").content.decode()
    assert {process_index().url, page.url} <= set(
        re.findall(r"<loc>http://testserver([^<]*)</loc>", sitemap)
    )
    assert {process_index().url, page.url} <= set(links(client.get("/plan-du-site/")))
    assert draft.url not in sitemap
    assert draft.url not in _search(client, draft.title)
    assert client.get(draft.url).status_code == 404


PAGE_QUERIES, INDEX_QUERIES, CALL_QUERIES = 18, 13, 14


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_three(
    client: StrictClient, count: int, django_assert_num_queries: Any
) -> None:
    call = IdeaConsultationFactory.create()
    commitments = [CommitmentFactory.create() for _ in range(count)]
    answered_idea(call, commitments=commitments)
    for number in range(count):
        steps: list[Any] = [call, *[IdeaConsultationFactory.create() for _ in range(count - 1)]]
        steps += [milestone("Réunion", day) for day in range(count)]
        process_page(*steps, slug=f"p-{number}", priorities=[priority_page(90 + number)])
    pages = ["/demarches/p-0/", "/demarches/", call.url]
    for address in pages:
        client.get(address)

    for address, queries in zip(pages, (PAGE_QUERIES, INDEX_QUERIES, CALL_QUERIES), strict=True):
        with django_assert_num_queries(queries):
            client.get(address)
