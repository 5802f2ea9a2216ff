"""Choosing: each kind of ballot, the order of projects, districts, forged presses, the cookie."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.template import Context, Template

from participation.budgets.actions.opening import open_box, pause_vote
from participation.budgets.enums import BallotKind, EnvelopeMode
from participation.budgets.models import ParticipatoryBudget
from tests.factories.accounts import UserFactory
from tests.factories.budgets import BudgetFactory
from tests.support import clock
from tests.support.html import main_of, plain, said
from tests.support.votes import make_vote
from tests.support.voting import adds, basket_cookie, basket_of, kept_by, presses

pytestmark = pytest.mark.usefixtures("portal_site", "now")

GRADES = "Très bien\nBien\nÀ rejeter"
KINDS: dict[str, dict[str, Any]] = {
    BallotKind.APPROVAL: {"max_choices": 2},
    BallotKind.KNAPSACK: {"max_choices": 10, "envelope": 120_000},
    BallotKind.POINTS: {"points": 4, "points_each": 3, "max_choices": 10},
    BallotKind.RANKING: {"rank_points": "5, 3, 1", "max_choices": 3},
    BallotKind.GRADES: {"grades": GRADES, "max_choices": 10},
}


def made(kind: str, projects: int = 4, **fields: Any) -> ParticipatoryBudget:
    return make_vote(projects, ballot_kind=kind, **{**KINDS[kind], **fields})


def numbers_on(page: Any) -> list[str]:
    """The projects in the order of the page."""
    return [str(row["id"]).removeprefix("projet-") for row in main_of(page).select("li.project")]


@pytest.mark.parametrize("kind", KINDS)
def test_page_says_the_rules_where_one_votes(client, kind):
    budget = made(kind, on_paper=True, paper_places="Mairie, place Parmentier")

    page = client.get(budget.contribute_url)

    text = said(page)
    assert "Pas encore voté." in text
    assert "Le vote se termine le dimanche 31 mai, 12 h." in text
    assert "Mairie, place Parmentier" in text
    assert "n’est pas une élection au sens du code électoral" in text
    assert "Les projets élus sont réalisés." in text
    assert len(main_of(page).select(".rules ol > li")) == 4
    assert basket_of(client, budget) == ()


def test_approval_says_why_there_is_no_button_once_full(client):
    budget = made(BallotKind.APPROVAL)

    adds(client, budget, 1, 3)

    page = client.get(budget.contribute_url)
    assert "Déjà 2 projets au panier" in said(page)
    assert [one["value"] for one in main_of(page).select("#bulletin button[name=ajouter]")] == []
    assert basket_of(client, budget) == (("1", 1), ("3", 1))
    refused = client.post(budget.contribute_url, {"ajouter": "2"})
    assert refused.status_code == 409
    assert "Rien n’est perdu" in said(refused)
    assert refused.content.decode().count("projet-2") >= 2
    assert basket_of(client, budget) == (("1", 1), ("3", 1))


def test_knapsack_says_what_is_missing(client):
    budget = made(BallotKind.KNAPSACK)

    adds(client, budget, 1, 2)

    text = said(client.get(budget.contribute_url))
    assert "Il manque 30 000 €" in text
    assert "20 000 € restent sur 120 000 €" in text
    assert client.post(budget.contribute_url, {"ajouter": "3"}).status_code == 409
    presses(client, budget, retirer="1")
    assert basket_of(client, budget) == (("2", 1),)


def test_points_are_typed_or_pressed(client):
    budget = made(BallotKind.POINTS)

    presses(client, budget, **{"points-1": "2", "points-2": "0", "plus": "3"})
    assert basket_of(client, budget) == (("1", 2), ("3", 1))
    presses(client, budget, moins="1")
    presses(client, budget, **{"points-2": "x", "points-3": "1"})
    assert basket_of(client, budget) == (("1", 1), ("3", 1))


def test_too_many_points_are_kept_and_said(client):
    budget = made(BallotKind.POINTS)

    page = presses(client, budget, **{"points-1": "3", "points-2": "3"})

    assert "2 points de trop, sur 4" in said(page)
    refused = client.post(budget.contribute_url, {"action": "relire"})
    assert refused.status_code == 409
    assert basket_of(client, budget) == (("1", 3), ("2", 3))
    assert client.post(budget.contribute_url, {"plus": "4"}).status_code == 409


def test_ranking_moves_up_down_and_to_a_number(client):
    budget = made(BallotKind.RANKING)

    adds(client, budget, 4, 1, 2)
    assert basket_of(client, budget) == (("4", 1), ("1", 2), ("2", 3))
    presses(client, budget, monter="2")
    assert basket_of(client, budget) == (("4", 1), ("2", 2), ("1", 3))
    presses(client, budget, descendre="4")
    presses(client, budget, **{"rang-1": "1", "rang-2": "1", "rang-4": "2"})
    assert basket_of(client, budget) == (("1", 1), ("2", 2), ("4", 3))
    presses(client, budget, retirer="2")
    assert basket_of(client, budget) == (("1", 1), ("4", 2))


def test_grades_are_radios_and_no_opinion_takes_one_back(client):
    budget = made(BallotKind.GRADES)

    presses(client, budget, **{"note-1": "0", "note-2": "2", "note-3": "9"})
    assert basket_of(client, budget) == (("1", 0), ("2", 2))
    page = presses(client, budget, **{"note-2": ""})
    assert basket_of(client, budget) == (("1", 0),)
    assert "sans avis, il reçoit « À rejeter »" in said(page)
    assert len(main_of(page).select("#bulletin fieldset")) == 4


def test_basket_waits_for_the_least(client):
    budget = make_vote(4, min_choices=2, max_choices=3)

    adds(client, budget, 1)

    assert "Choisissez encore 1 projet" in said(client.get(budget.contribute_url))
    refused = client.post(budget.contribute_url, {"action": "relire"})
    assert (refused.status_code, "Choisissez encore 1 projet" in said(refused)) == (409, True)


@pytest.mark.parametrize("forged", ["99", "0", "1; DROP", "é", "1" * 400])
def test_forged_project_is_left_out_and_the_others_are_kept(client, forged):
    budget = made(BallotKind.APPROVAL)
    adds(client, budget, 1)

    refused = client.post(budget.contribute_url, {"ajouter": forged})

    assert refused.status_code == 409
    assert basket_of(client, budget) == (("1", 1),)


def test_forged_points_are_left_out_and_the_others_are_kept(client):
    budget = made(BallotKind.POINTS)

    refused = client.post(budget.contribute_url, {"points-1": "2", "points-77": "2"})

    assert refused.status_code == 409
    assert basket_of(client, budget) == (("1", 2),)


def test_order_is_drawn_once_for_each_voter(client, client_of):
    budget = made(BallotKind.APPROVAL, projects=12)

    first = numbers_on(client.get(budget.contribute_url))
    presses(client, budget, ajouter="3")

    assert numbers_on(client.get(budget.contribute_url)) == first
    assert sorted(first, key=int) == [str(one) for one in range(1, 13)]
    others = {tuple(numbers_on(client_of(UserFactory()).get(budget.contribute_url))) for _ in "ab"}
    assert others != {tuple(first)}
    by_number = client.get(budget.contribute_url, {"tri": "numero"})
    assert numbers_on(by_number) == [str(one) for one in range(1, 13)]


def test_districts_narrow_the_list(client):
    fields = {"envelope_mode": EnvelopeMode.GUARANTEE, "districts": ["port", "centre"]}
    budget = made(BallotKind.APPROVAL, **fields)

    page = client.get(budget.contribute_url, {"secteur": "Port"})

    assert sorted(numbers_on(page)) == ["1", "3"]
    assert "2 projets : Port." in said(page)
    assert "D’abord, le projet en tête de chaque secteur est retenu." in said(page)


def test_district_with_its_envelope_is_chosen_first_and_changed(client):
    fields = {
        "envelope_mode": EnvelopeMode.DISTRICTS,
        "districts": [("port", 90_000), ("centre", 60_000)],
    }
    budget = made(BallotKind.APPROVAL, **fields)

    assert "Choisissez votre secteur" in said(client.get(budget.contribute_url))
    assert client.post(budget.contribute_url, {"ajouter": "1"}).status_code == 409
    page = presses(client, budget, secteur="port")
    assert "90 000 € à répartir" in said(page)
    assert sorted(numbers_on(page)) == ["1", "3"]
    adds(client, budget, 1)
    presses(client, budget, secteur="")
    presses(client, budget, secteur="centre")
    assert basket_of(client, budget) == ()
    presses(client, budget, secteur="port")
    assert basket_of(client, budget) == (("1", 1),)
    assert "Choisissez votre secteur" in said(presses(client, budget, secteur="inconnu"))


def test_cookie_is_sealed_and_goes_to_this_budget_only(client):
    budget = made(BallotKind.APPROVAL)
    adds(client, budget, 1, 3)

    sealed = client.cookies["panier"]

    assert (sealed["path"], sealed["httponly"], sealed["samesite"]) == (budget.url, True, "Lax")
    assert not re.search(r"[\[\]\"]", sealed.value)
    other = make_vote(4)
    client.cookies["panier"]["path"] = "/"
    assert basket_of(client, other) == ()


@pytest.mark.parametrize("broken", ["", "x", "é", "a" * 9_000, None])
def test_broken_cookie_is_an_empty_basket(client, broken):
    budget = made(BallotKind.APPROVAL)
    adds(client, budget, 1)
    client.cookies["panier"] = basket_cookie(client)[:-9] if broken is None else broken

    assert client.get(budget.contribute_url).status_code == 200
    assert basket_of(client, budget) == ()


def test_choices_are_in_no_session_and_no_log(client, caplog):
    caplog.set_level("DEBUG")
    budget = made(BallotKind.APPROVAL)
    before = Session.objects.count()

    adds(client, budget, 1, 3)
    client.post(budget.contribute_url, {"action": "relire"}, follow=True)

    assert Session.objects.count() == before
    told = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    assert not [line for line in told if "ajouter" in line or "'choices'" in line]


def test_script_gets_the_ballot_drawn_anew(client):
    budget = made(BallotKind.KNAPSACK)

    answer = client.post(
        budget.contribute_url, {"ajouter": "1"}, headers={"X-Requested-With": "ballot"}
    )

    drawn = answer.json()
    assert drawn["said"].replace("\u00a0", " ") == "70 000 € restent sur 120 000 €."
    assert 'id="bulletin"' in drawn["html"]
    assert basket_of(client, budget) == (("1", 1),)


def test_somebody_known_finds_the_basket_elsewhere(client_of):
    user = UserFactory()
    budget = made(BallotKind.APPROVAL)
    adds(client_of(user), budget, 2)

    elsewhere = client_of(user)
    page = elsewhere.get(budget.contribute_url)

    assert "Mon panier (1)" in said(page)
    assert basket_of(elsewhere, budget) == (("2", 1),)


def test_interrupted_vote_keeps_the_basket(client):
    budget = made(BallotKind.APPROVAL)
    open_box(budget=budget, at=clock.NOW)
    pause_vote(budget=budget, reason="Une panne.", by=None, at=clock.NOW)

    adds(client, budget, 1)

    assert "Le vote est interrompu pour l’instant" in said(client.get(budget.contribute_url))
    refused = client.get(f"{budget.contribute_url}voter/")
    assert refused.status_code == 403
    assert "Projet 1" in said(refused)
    assert basket_of(client, budget) == (("1", 1),)


def test_vote_without_rules_is_not_open(client):
    budget = BudgetFactory.create()

    refused = client.get(budget.contribute_url)

    assert refused.status_code == 403
    assert client.get(f"{budget.contribute_url}voter/").status_code == 403


def test_state_is_said_on_the_page_of_the_budget(client, rf):
    budget = made(BallotKind.APPROVAL)
    adds(client, budget, 1)
    request = rf.get(budget.url)
    request.user = UserFactory()
    request.COOKIES.update({name: one.value for name, one in client.cookies.items()})
    drawn = Template('{% include "budgets/includes/vote_state.html" %}').render(
        Context({"request": request, "budget": budget})
    )

    assert "Pas encore voté." in drawn
    assert "Reprendre mon vote" in drawn


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries(client, count, django_assert_num_queries):
    budget = made(BallotKind.APPROVAL, projects=count)
    adds(client, budget, 1)
    client.get(budget.contribute_url)

    # The activity, the budget, its rules, the projects; three of the frame of every page.
    with django_assert_num_queries(7):
        client.get(budget.contribute_url)


def test_hundred_projects_weigh_less_than_300_kilobytes(client):
    budget = made(BallotKind.GRADES, projects=100, max_choices=100)

    page = client.get(budget.contribute_url)

    assert len(page.content) < 300_000
    assert len(numbers_on(page)) == 100
    assert plain(main_of(page).select_one("#t-projets")) == "100 projets"


def test_nothing_is_remembered_but_the_order_before_a_press(client):
    budget = made(BallotKind.APPROVAL)
    client.get(budget.contribute_url)

    kept = kept_by(client, budget)

    assert (kept.basket.seed > 0, kept.voted_on, kept.proof) == (True, None, None)
