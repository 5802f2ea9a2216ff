"""Each page type shows its content, within its number of queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from engagements.enums import CommitmentStatus, DatePrecision
from home.models import (
    AccessibilityPage,
    CrossCuttingMilestone,
    LegalNoticePage,
    PersonalDataPage,
    ProjectActor,
    ProjectGoal,
    ProjectPage,
    ProjectResource,
    SiteMapPage,
    StandardPage,
    TimelineEvent,
)
from participation.enums import Level
from portal.cms.enums import AccessibilityStatus
from portal.cms.models import SiteSettings
from tests.factories import home as make
from tests.factories.budgets import BudgetFactory
from tests.factories.engagements import CommitmentFactory, axis_page, value_page
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    answered_idea,
)
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import headings, links, main_of, plain

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return plain(main_of(response))


def project_page() -> ProjectPage:
    page = ProjectPage(
        title="Le projet",
        slug="le-projet",
        started_year=2016,
        ideas_collected=380,
        forecast_year=2035,
        forecast_inhabitants=75000,
        steering_lead="La direction générale",
        follow_up_label="Instance de suivi",
        follow_up_duties="veille aux engagements\naide à décider",
        follow_up_meets_every_months=6,
        department_projects_must_integrate="les valeurs",
        department_projects_revision_before=date(2020, 6, 1),
    )
    page.goals = [ProjectGoal(label="Mieux servir.")]
    page.actors = [ProjectActor(label="Les citoyens", figure=62000, unit="habitants")]
    page.resources = [ProjectResource(label="Le Labo", since=2017, what="lieu d'essai")]
    page.milestones = [CrossCuttingMilestone(label="Bilan intermédiaire")]
    page.events = [
        TimelineEvent(phase="Cadrage", label="Réunion", starts_on=date(2017, 3, 27)),
        TimelineEvent(
            phase="Mise en œuvre",
            label="Premières actions",
            starts_on=date(2017, 10, 1),
            starts_precision=DatePrecision.MONTH,
            ends_on=date(2018, 6, 1),
            ends_precision=DatePrecision.MONTH,
        ),
        TimelineEvent(
            phase="Mise en œuvre",
            label="Forum",
            starts_on=date(2019, 11, 21),
            ends_on=date(2019, 11, 22),
        ),
    ]
    return make.page_under(make.home(), page)


def test_home_page_shows_what_the_rooms_hold(client: StrictClient, now: Any) -> None:
    value = value_page(1)
    axis_page(1, values=(value,))
    commitment = CommitmentFactory.create(status=CommitmentStatus.UNDER_WAY)
    CommitmentFactory.create(objective=commitment.objective)
    call = IdeaConsultationFactory.create(title="Acheter mieux")
    answered_idea(call, title="Des goûters sans emballage", commitments=[commitment])
    make.news_page(title="Le tableau est ouvert")

    response = client.get("/")

    assert response.status_code == 200
    text = text_of(response)
    for expected in (
        "Lundi 11 mai 2026",
        "Acheter mieux",
        "1 idée",
        "Où en sont les 2 engagements",
        "Des goûters sans emballage",
        "Le tableau est ouvert",
        "1 valeur, 1 axe",
    ):
        assert expected in text.replace("\u202f", " "), expected
    figures = main_of(response).select(".card--lead .card__figures strong")
    assert [plain(figure) for figure in figures] == ["20"]
    assert links(response)[commitment.get_absolute_url()]


def test_the_lead_card_says_the_sum_at_stake_before_the_days(
    client: StrictClient, now: Any
) -> None:
    BudgetFactory.create(envelope=400_000)

    figures = main_of(client.get("/")).select(".card--lead .card__figures p")

    assert [plain(figure).replace("\xa0", " ") for figure in figures] == [
        "400 000 € à répartir",
        "20 jours restants",
    ]


def test_home_page_says_when_nothing_is_open(client: StrictClient, now: Any) -> None:
    IdeaConsultationFactory.create(
        title="Plus tard", opens_at=clock.days(3), closes_at=clock.days(9)
    )

    text = text_of(client.get("/"))

    assert "Rien d’ouvert" in text
    assert "Plus tard" in text


def test_home_page_counts_what_was_not_reported(client: StrictClient, now: Any) -> None:
    CommitmentFactory.create()

    page = main_of(client.get("/"))

    assert plain(page.select_one(".tally__item--unknown strong")) == "1"


def test_home_page_gives_the_first_place_to_the_highest_level(
    client: StrictClient, now: Any
) -> None:
    IdeaConsultationFactory.create(title="Bientôt fini", closes_at=clock.days(1))
    IdeaConsultationFactory.create(title="Écrire ensemble", level=Level.CO_CONSTRUCTION)

    page = main_of(client.get("/"))

    assert plain(page.select_one(".card--lead h3")) == "Écrire ensemble"


def test_home_page_shows_one_late_commitment_when_there_is_one(
    client: StrictClient, now: Any
) -> None:
    call = IdeaConsultationFactory.create()
    late = CommitmentFactory.create(due_on=date(2026, 1, 1), status=CommitmentStatus.UNDER_WAY)
    fine = CommitmentFactory.create(objective=late.objective)
    answered_idea(call, commitments=[late])
    for _number in range(3):
        answered_idea(call, commitments=[fine])

    page = main_of(client.get("/"))

    states = [plain(status) for status in page.select(".trail__status")]
    assert len(states) == 3
    assert states[-1] == "En retard"


def test_home_page_hides_from_residents_what_is_for_agents(
    client: StrictClient, client_of: Callable[..., StrictClient], agent: Any, now: Any
) -> None:
    AgentConsultationFactory.create(title="Entre nous")
    make.agents_news(title="Note interne")

    for_all, for_agents = text_of(client.get("/")), text_of(client_of(agent).get("/"))

    assert "Entre nous" not in for_all
    assert "Note interne" not in for_all
    assert "Entre nous" in for_agents
    assert "Note interne" in for_agents


@pytest.mark.parametrize("number", [1, 3])
def test_home_page_query_count(
    client: StrictClient, django_assert_num_queries: DjangoAssertNumQueries, now: Any, number: int
) -> None:
    call = IdeaConsultationFactory.create()
    for position in range(number):
        value = value_page(position + 1)
        axis_page(position + 1, values=(value,))
        commitment = CommitmentFactory.create()
        answered_idea(call, commitments=[commitment])
        make.news_page(category=make.category())
        IdeaConsultationFactory.create()
    client.get("/")

    with django_assert_num_queries(17):
        client.get("/")


def test_home_page_stays_under_twenty_five_queries_when_nothing_is_cached(
    client: StrictClient, now: Any
) -> None:
    commitment = CommitmentFactory.create()
    answered_idea(IdeaConsultationFactory.create(), commitments=[commitment])
    make.news_page()
    cache.clear()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()

    with CaptureQueriesContext(connection) as queries:
        client.get("/")

    assert len(queries) <= 25


def test_project_page_tells_figures_dates_and_people(client: StrictClient) -> None:
    project_page()

    response = client.get("/le-projet/")

    text = text_of(response)
    for expected in (
        "62 000 habitants",
        "27 mars 2017",
        "octobre 2017 à juin 2018",
        "Les 21 et 22 novembre 2019",
        "Tous les 6 mois",
        "380",
        "Depuis 2017",
        "Prévision pour 2035 75 000 habitants",
        "Révision prévue avant juin 2020",
        "Bilan intermédiaire",
    ):
        assert expected in text, expected
    assert 'D’<time datetime="2017-10">octobre 2017</time> à ' in response.content.decode()
    phases = [plain(phase) for phase in main_of(response).select(".timeline__phase h3")]
    assert phases == ["Cadrage", "Mise en œuvre"]


def test_standard_page_shows_body_and_pages_under_it(client: StrictClient) -> None:
    page = make.add_page(
        StandardPage,
        "charte",
        introduction="Les règles du jeu.",
        body=[("paragraph", "<p>Restez dans le sujet.</p>")],
    )
    make.page_under(page, StandardPage(title="Modération", slug="moderation"))

    response = client.get("/charte/")

    assert "Restez dans le sujet." in text_of(response)
    assert links(response)["/charte/moderation/"] == "Modération"


@pytest.mark.parametrize("model", [LegalNoticePage, PersonalDataPage])
def test_legal_page_repeats_the_settings_and_says_what_lacks(
    client: StrictClient, site: Site, model: Any
) -> None:
    SiteSettings.objects.filter(site=site).update(publisher="Ville-Exemple", dpo_email="dpo@x.fr")
    section = {
        "key": "editeur",
        "heading": "Éditeur",
        "identity": ["publisher", "siret", "dpo_email"],
        "body": [{"type": "paragraph", "value": "<p>La commune édite ce site.</p>"}],
    }
    make.add_page(model, "obligations", sections=[{"type": "section", "value": section}])

    response = client.get("/obligations/")

    page = main_of(response)
    assert [plain(value) for value in page.select("#editeur ~ dl dd, #editeur dd")][:3] == [
        "Ville-Exemple",
        "À compléter par la ville",
        "dpo@x.fr",
    ]
    assert "La commune édite ce site." in text_of(response)
    assert page.find(id="editeur") is not None


MANDATED = [
    "Engagement",
    "Schéma pluriannuel et plan d’actions",
    "Périmètre",
    "État de conformité",
    "Résultats des tests",
    "Contenus non accessibles",
    "Non-conformités",
    "Dérogations pour charge disproportionnée",
    "Contenus non soumis à l’obligation d’accessibilité",
    "Établissement de cette déclaration d’accessibilité",
    "Technologies utilisées pour la réalisation du site",
    "Environnement de test",
    "Outils pour évaluer l’accessibilité",
    "Pages du site ayant fait l’objet de la vérification de conformité",
    "Retour d’information et contact",
    "Voies de recours",
]


def test_accessibility_page_has_the_mandated_headings_in_order(client: StrictClient) -> None:
    make.add_page(AccessibilityPage, "accessibilite")

    response = client.get("/accessibilite/")

    found = [text for rank, text in headings(main_of(response)) if rank > 1]
    assert found == MANDATED
    text = text_of(response)
    assert "est non conforme avec le référentiel" in text
    assert "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07" in text
    assert "Aucun audit n’a été réalisé à ce jour." in text


def test_accessibility_page_gives_the_audit(client: StrictClient, site: Site) -> None:
    SiteSettings.objects.filter(site=site).update(accessibility_status=AccessibilityStatus.PARTIAL)
    make.add_page(
        AccessibilityPage,
        "accessibilite",
        auditor="Cabinet Exemple",
        audited_on=date(2026, 3, 1),
        audit_rate="72.50",
        average_rate="81.00",
        declared_on=date(2026, 3, 2),
        technologies="HTML5\nCSS",
    )

    text = text_of(client.get("/accessibilite/"))

    assert "est partiellement conforme" in text
    assert "Cabinet Exemple révèle que 72,5" in text
    assert "Audit du 1er mars 2026." in text
    assert "Cette déclaration a été établie le 2 mars 2026." in text


def test_site_map_shows_pages_activities_and_commitments(client: StrictClient, now: Any) -> None:
    make.add_page(SiteMapPage, "plan-du-site")
    parent = make.add_page(StandardPage, "charte")
    make.page_under(parent, StandardPage(title="Modération", slug="moderation"))
    hidden = make.add_page(StandardPage, "brouillon", live=False)
    make.page_under(hidden, StandardPage(title="Sous brouillon", slug="dessous"))
    call = IdeaConsultationFactory.create()
    commitment = CommitmentFactory.create()
    news = make.news_page()

    found = links(client.get("/plan-du-site/"))

    assert {
        "/charte/",
        "/charte/moderation/",
        call.url,
        commitment.get_absolute_url(),
        news.url,
    } <= set(found)
    assert "/brouillon/" not in found
    assert "/brouillon/dessous/" not in found


@pytest.mark.parametrize("number", [1, 3])
def test_site_map_query_count(
    client: StrictClient, django_assert_num_queries: DjangoAssertNumQueries, now: Any, number: int
) -> None:
    make.add_page(SiteMapPage, "plan-du-site")
    for position in range(number):
        make.add_page(StandardPage, f"page-{position}")
        make.news_page()
        IdeaConsultationFactory.create()
        CommitmentFactory.create()
    client.get("/plan-du-site/")

    with django_assert_num_queries(16):
        client.get("/plan-du-site/")


PATHS = ["/le-projet/", "/charte/", "/accessibilite/", "/obligations/"]


def test_other_pages_stay_under_twenty_queries(client: StrictClient) -> None:
    project_page()
    make.add_page(StandardPage, "charte")
    make.add_page(AccessibilityPage, "accessibilite")
    make.add_page(LegalNoticePage, "obligations")

    for path in PATHS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= 20, (path, len(queries))
