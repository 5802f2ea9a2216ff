"""Search: every kind, folded words, what a reader may see, and words that could break an engine."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from home.enums import ResultKind
from home.models import StandardPage
from home.queries import search as search_queries
from tests.factories import home as make
from tests.factories.engagements import CommitmentFactory, value_page
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.support.client import StrictClient
from tests.support.html import links, main_of, plain, soup

pytestmark = pytest.mark.django_db


def results(response: Any) -> list[str]:
    return [plain(title) for title in main_of(response).select(".result h3")]


def search(client: StrictClient, words: str, **more: str) -> list[str]:
    return results(client.get("/recherche/", {"q": words, **more}))


def test_results_are_grouped_by_kind(client: StrictClient) -> None:
    value_page(1, title="Le vélo pour tous")
    make.news_page(title="Un atelier vélo")
    call = IdeaConsultationFactory.create(title="Où poser les vélos ?")
    published_idea(call, title="Des arceaux à vélo")
    CommitmentFactory.create(wording="Prêter des vélos aux agents")

    response = client.get("/recherche/?q=vélo")

    groups = [plain(title) for title in main_of(response).select(".section-head h2")]
    assert groups == [f"{kind.label} (1)" for kind in ResultKind]
    assert results(response) == [
        "Le vélo pour tous",
        "Un atelier vélo",
        "Où poser les vélos ?",
        "Des arceaux à vélo",
        "Prêter des vélos aux agents",
    ]
    assert "5 résultats" in plain(main_of(response).select_one("[role=status]"))


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Une école ouverte", "ecole"),
        ("Une école ouverte", "ÉCOLES"),
        ("Des agentes municipales", "agent municipal"),
        ("L’accueil des usagers", "accueil usager"),
        ("L’accueil des usagers", "d'accueil"),
        ("Un cœur de ville", "coeur"),
        ("Des vélos partagés", "vélo partagé"),
        ("Le budget de la ville", "le budget"),
    ],
)
def test_accents_and_endings_do_not_matter(client: StrictClient, written: str, typed: str) -> None:
    make.add_page(StandardPage, "page", title=written)

    assert search(client, typed) == [written]


def test_all_the_words_must_be_there(client: StrictClient) -> None:
    make.add_page(StandardPage, "un", title="Le budget des écoles")
    make.add_page(StandardPage, "deux", title="Le budget des parcs")

    assert search(client, "budget école") == ["Le budget des écoles"]


def test_a_number_finds_its_commitment(client: StrictClient) -> None:
    CommitmentFactory.create(number=317, wording="Planter des arbres")

    assert search(client, "317") == ["Planter des arbres"]


def test_body_is_searched(client: StrictClient) -> None:
    make.add_page(StandardPage, "p", title="Charte", body=[("paragraph", "<p>Une girafe.</p>")])

    assert search(client, "girafes") == ["Charte"]


def test_drafts_pending_and_refused_are_not_found(client: StrictClient) -> None:
    make.add_page(StandardPage, "brouillon", title="Une girafe", live=False)
    call = IdeaConsultationFactory.create()
    make_idea(call, title="Une girafe en attente")
    refused_idea(call, title="Une girafe refusée")
    IdeaConsultationFactory.create(title="Une girafe à venir", live=False)

    assert search(client, "girafe") == []


def test_what_is_for_agents_is_found_by_agents_only(
    client: StrictClient, client_of: Callable[..., StrictClient], resident: Any, agent: Any
) -> None:
    call = AgentConsultationFactory.create(title="La girafe des services")
    published_idea(call, title="Adopter une girafe", author=agent)
    make.agents_news(title="Girafe interne")

    assert search(client, "girafe") == []
    assert search(client_of(resident), "girafe") == []
    assert search(client_of(agent), "girafe") == [
        "Girafe interne",
        "La girafe des services",
        "Adopter une girafe",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "'",
        '"',
        '"budget',
        "budget*",
        "(budget",
        "budget) OR (1=1",
        "NOT budget",
        "budget OR école AND",
        "NEAR(budget école)",
        "title:budget",
        "-budget +école",
        "budget & école | !parc",
        "a:* <-> b",
        "100 %",
        "%s %d {} {x}",
        "\x00budget",
        "\\",
        "é" * 1000,
        "budget " * 200,
        "le la les",
        "😀",
        "<script>alert(1)</script>",
    ],
)
@pytest.mark.parametrize("kind", ["", "idees"])
def test_no_words_break_the_engine(client: StrictClient, words: str, kind: str) -> None:
    published_idea(title="Le budget de l’école")

    assert client.get("/recherche/", {"q": words, "type": kind}).status_code == 200


def test_empty_search_says_what_to_do(client: StrictClient) -> None:
    assert "Écrivez un ou plusieurs mots" in plain(main_of(client.get("/recherche/")))


def test_common_words_ask_for_another(client: StrictClient) -> None:
    assert "trop courants" in plain(main_of(client.get("/recherche/?q=de+la")))


def test_nothing_found_says_what_to_do(client: StrictClient) -> None:
    page = main_of(client.get("/recherche/?q=zzzz&type=idees"))

    assert "Rien ne correspond" in plain(page)
    assert "/recherche/?q=zzzz" in [link["href"] for link in page.select("a")]


def test_ten_of_a_kind_then_all_of_them_by_pages(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create()
    for number in range(21):
        published_idea(call, title=f"Une girafe numéro {number}")

    grouped = client.get("/recherche/?q=girafe")
    first = client.get("/recherche/?q=girafe&type=idees")
    second = client.get("/recherche/?q=girafe&type=idees&page=2")

    assert len(results(grouped)) == 10
    assert "/recherche/?q=girafe&type=idees" in links(grouped)
    assert len(results(first)) == 20
    assert "?q=girafe&type=idees&page=2" in links(first)
    assert len(results(second)) == 1
    assert "page 2" in soup(second).title.get_text()


def test_counting_stops_at_a_limit(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_queries, "COUNT_LIMIT", 12)
    call = IdeaConsultationFactory.create()
    for number in range(12):
        published_idea(call, title=f"Une girafe numéro {number}")
    told = plain(main_of(client.get("/recherche/?q=girafe&type=idees")))
    assert "12 résultats pour" in told

    published_idea(call, title="Une girafe de plus")
    page = client.get("/recherche/?q=girafe&type=idees&page=2")
    told = plain(main_of(page))
    assert "Plus de 12 résultats pour" in told
    assert "(plus de 12)" in told
    assert results(page)[0] == "Une girafe de plus"
    grouped = client.get("/recherche/?q=girafe")
    assert len(results(grouped)) == 10
    assert "Afficher les résultats de ce type" in plain(main_of(grouped))


@pytest.mark.parametrize("page", ["0", "-3", "999999", "x", "9" * 5000])
def test_any_page_number_is_answered(client: StrictClient, page: str) -> None:
    published_idea(title="Une girafe")
    query = {"q": "girafe", "type": "idees", "page": page}

    assert client.get("/recherche/", query).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(
    client: StrictClient, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    call = IdeaConsultationFactory.create(title="Girafe")
    for position in range(number):
        value_page(position + 1, title=f"Girafe {position}")
        make.news_page(title=f"Girafe {position}")
        IdeaConsultationFactory.create(title=f"Girafe {position}")
        published_idea(call, title=f"Girafe {position}")
        CommitmentFactory.create(wording=f"Girafe {position}")
    client.get("/recherche/?q=girafe")

    with django_assert_num_queries(11):
        client.get("/recherche/?q=girafe")


def test_search_only_reads(client: StrictClient) -> None:
    response = client.post("/recherche/", {"q": "x"})

    assert response.status_code == 405


@pytest.mark.parametrize("typed", ["*", "((", "???"])
def test_signs_alone_find_nothing(client, typed):
    said = plain(main_of(client.get("/recherche/", {"q": typed})))
    assert "Rien ne correspond" in said
    assert "trop courants" not in said
