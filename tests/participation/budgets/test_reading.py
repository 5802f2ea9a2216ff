"""The public pages of a budget: what anyone reads, in a fixed number of queries."""

import hashlib
import json

import pytest

from participation.budgets.actions.rules import publish_rules
from participation.budgets.enums import ProjectStage
from participation.budgets.models import ProjectDecision
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.participation.budgets.acting import open_box
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def url(budget, rest=""):
    return f"/participer/{budget.slug}/{rest}"


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_budget_asks_the_same_of_the_database_for_one_project_or_three(
    client, django_assert_num_queries, many
):
    budget = BudgetFactory.create(envelope_mode="guarantee", districts=["nord", "sud"])
    for number in range(1, many + 1):
        ProjectFactory.create(budget=budget, number=number, district=budget.districts.first())
    publish_rules(budget=budget, by=None, at=clock.NOW)
    client.get(url(budget))

    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(url(budget))

    assert response.status_code == 200
    assert text(response).count("project-line__body") == many


PAGE_QUERIES = 12


def test_the_page_of_an_empty_budget_says_what_comes(client):
    budget = BudgetFactory.create()
    page = text(client.get(url(budget)))
    assert "dès que leurs auteurs donnent leur accord" in page
    assert "Le règlement n’est pas encore publié" in page


def test_the_funnel_counts_each_stage_and_leads_to_its_projects(client):
    budget = BudgetFactory.create()
    ProjectFactory.create(budget=budget, number=1)
    ProjectFactory.create(budget=budget, number=2, stage=ProjectStage.ADMISSIBLE)
    ProjectFactory.create(budget=budget, number=3, stage=ProjectStage.INADMISSIBLE)
    ProjectFactory.create(budget=budget, number=4, published_at=None)

    page = client.get(url(budget))
    shown = text(client.get(url(budget, "?etape=recevables")))

    steps = page.context["funnel"]["steps"]
    assert [one["count"] for one in steps] == [3, 2, 1]
    assert [one["count"] for one in page.context["funnel"]["stopped"]] == [1]
    assert ("Projet 1" in shown, "Projet 2" in shown, "Projet 3" in shown) == (True, True, False)


@pytest.mark.parametrize("asked", ["?etape=rien", "?secteur=nulle-part", "?ordre=x"])
def test_a_filter_that_does_not_exist_shows_the_whole_list(client, asked):
    budget = BudgetFactory.create(districts=["nord", "sud"])
    ProjectFactory.create(budget=budget, number=1)
    assert "Projet 1" in text(client.get(url(budget, asked)))


def test_projects_are_sorted_and_filtered_by_district(client):
    budget = BudgetFactory.create(envelope_mode="guarantee", districts=["nord", "sud"])
    north, south = budget.districts.all()
    ProjectFactory.create(budget=budget, number=1, district=north, cost=20_000)
    ProjectFactory.create(budget=budget, number=2, district=north, cost=10_000)
    ProjectFactory.create(budget=budget, number=3, district=south)

    found = client.get(url(budget, "?secteur=nord&ordre=cout")).context["projects"]

    assert [one.number for one in found] == [2, 1]


def test_a_project_shows_its_decisions_with_criterion_and_words(client):
    budget = BudgetFactory.create()
    one = ProjectFactory.create(budget=budget, number=7, stage=ProjectStage.INADMISSIBLE)
    ProjectDecision.objects.create(
        project=one,
        stage=ProjectStage.INADMISSIBLE,
        criterion="not_city",
        explanation="La gare est à la région.",
        decided_at=clock.NOW,
    )

    page = text(client.get(url(budget, "projets/7/")))

    assert "La gare est à la région." in page
    assert "Cela ne relève pas de la ville" in page


@pytest.mark.parametrize("number", [9, 4])
def test_a_project_that_is_not_public_is_not_found(client, number):
    budget = BudgetFactory.create()
    ProjectFactory.create(budget=budget, number=4, published_at=None)
    assert client.get(url(budget, f"projets/{number}/")).status_code == 404


def test_rules_are_read_in_words_and_downloaded_with_the_fingerprint_published(client):
    budget = BudgetFactory.create()
    ProjectFactory.create(budget=budget, number=1)
    version = publish_rules(budget=budget, by=None, at=clock.NOW)

    page = text(client.get(url(budget, "reglement/")))
    file = client.get(url(budget, "reglement/regle.json"))
    same = client.get(url(budget, "reglement/1/regle.json"))

    assert "Vous choisissez jusqu’à 5 projets." in page
    assert version.sha256 in page
    assert hashlib.sha256(file.content).hexdigest() == version.sha256
    assert same.content == file.content
    assert client.get(url(budget, "reglement/2/regle.json")).status_code == 404


def test_rules_not_published_yet_are_said_to_be(client):
    budget = BudgetFactory.create()
    assert "Le règlement n’est pas encore publié" in text(client.get(url(budget, "reglement/")))
    assert client.get(url(budget, "reglement/regle.json")).status_code == 404


def test_the_journal_shows_a_chain_that_anyone_can_verify(client):
    budget = BudgetFactory.create()
    open_box(budget)

    page = text(client.get(url(budget, "journal/")))
    data = json.loads(client.get(url(budget, "journal/journal.json")).content)

    assert "La chaîne est intacte" in page
    first = data["lines"][0]
    said = json.dumps(
        {
            "at": first["at"].replace("+00:00", "Z"),
            "before": "",
            "facts": first["facts"],
            "kind": first["kind"],
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    assert hashlib.sha256(said.encode()).hexdigest() == first["sha256"]


def test_an_empty_journal_says_when_it_begins(client):
    budget = BudgetFactory.create()
    assert "Il ne s’est encore rien passé" in text(client.get(url(budget, "journal/")))
