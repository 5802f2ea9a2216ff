"""A project withdrawn while one votes: off the ballot, out of baskets, ignored by the count."""

from typing import Any

import pytest

from participation.budgets.actions.casting import enter_roll, put_paper
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.counts import count_and_publish
from participation.budgets.actions.opening import open_box
from participation.budgets.actions.projects import withdraw_from_vote
from participation.budgets.enums import CITY_ENVELOPE, BudgetReason, VoteChannel
from participation.budgets.models import Ballot, ParticipatoryBudget
from participation.budgets.queries.ballots import grouped_ballots
from participation.budgets.queries.rules import rules_in_force
from portal.decisions import Refused
from tests.factories.accounts import UserFactory
from tests.support import clock
from tests.support.counted import folder_of, recounted_alone
from tests.support.html import main_of, said
from tests.support.votes import make_vote, make_voter, vote
from tests.support.voting import adds, basket_of, casts, confirm_url, in_the_box, proves_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
LOST = "« Projet 2 » est retiré du vote et a quitté votre panier. Vos autres choix sont gardés."


def withdraw(budget: ParticipatoryBudget, number: int, at: Any = clock.NOW) -> None:
    open_box(budget=budget, at=at)
    withdraw_from_vote(
        project=budget.projects.get(number=number), reason="Terrain vendu.", by=None, at=at
    )


def test_withdrawn_project_from_the_vote_to_an_identical_recount(tmp_path):
    budget = make_vote(4, envelope=100_000, on_paper=True)
    at = clock.during(budget)
    vote(budget, 1, 2, 3)
    vote(budget, 2, 2)
    withdraw(budget, 2, at)
    with pytest.raises(Refused) as refused:
        vote(budget, 3, 2, 3)
    vote(budget, 3, 3)
    voter = make_voter(budget, 4, channel=VoteChannel.BOOTH)
    enter_roll(budget=budget, voter=voter, envelope=CITY_ENVELOPE, at=at)
    paper = (("2", 1), ("4", 1))
    put_paper(budget=budget, envelope=CITY_ENVELOPE, channel=VoteChannel.BOOTH, choices=paper)
    seal_box(budget=budget, at=clock.after(budget))

    count = count_and_publish(budget=budget, by=None, at=clock.after(budget))
    done = recounted_alone(folder_of(count, tmp_path))

    assert refused.value.reason == BudgetReason.PROJECT_WITHDRAWN
    assert (done.returncode, done.stderr) == (0, "")
    assert '"winners":["3","4"]' in count.result
    assert grouped_ballots(budget, rules_in_force(budget))[CITY_ENVELOPE] == {
        (("3", 1),): 2,
        (): 1,
        (("4", 1),): 1,
    }


def test_basket_loses_it_and_says_so_once(client, now):
    budget = make_vote(4)
    adds(client, budget, 1, 2, 3)
    withdraw(budget, 2)

    page = client.get(budget.contribute_url)

    assert LOST in said(page)
    assert [row["id"] for row in main_of(page).select("li.project") if "2" in str(row["id"])] == []
    assert basket_of(client, budget) == (("1", 1), ("3", 1))
    assert LOST not in said(client.get(budget.contribute_url))


def test_press_keeps_the_news_for_the_next_page(client, now):
    budget = make_vote(4)
    adds(client, budget, 1, 2)
    withdraw(budget, 2)

    page = client.post(budget.contribute_url, {"ajouter": "3"}, follow=True)

    assert LOST in said(page)
    assert basket_of(client, budget) == (("1", 1), ("3", 1))
    refused = client.post(budget.contribute_url, {"ajouter": "2"})
    assert (refused.status_code, "retiré du vote" in said(refused)) == (409, True)


def test_last_press_casts_nothing_that_was_not_read(client, now, mailoutbox):
    budget = make_vote(4)
    adds(client, budget, 1, 2)
    proves_mail(client, budget, mailoutbox, "tilleul@ville.example")
    withdraw(budget, 2)

    refused = casts(client, budget)

    assert (refused.status_code, LOST in said(refused)) == (409, True)
    assert 'value="Camille Lou"' in refused.content.decode()
    assert not Ballot.objects.exists()
    casts(client, budget)
    assert in_the_box(budget) == [(CITY_ENVELOPE, (("1", 1),))]


def test_draft_of_an_account_loses_it_and_keeps_the_rest(client_of, now):
    user = UserFactory()
    budget = make_vote(4, ballot_kind="ranking", rank_points="5, 3, 1", max_choices=3)
    adds(client_of(user), budget, 2, 4, 1)
    withdraw(budget, 2)
    elsewhere = client_of(user)

    page = elsewhere.get(budget.contribute_url)

    assert LOST in said(page)
    assert basket_of(elsewhere, budget) == (("4", 1), ("1", 2))


def test_basket_left_empty_leads_back_to_the_list(client, now):
    budget = make_vote(4)
    adds(client, budget, 2)
    withdraw(budget, 2)

    page = client.get(confirm_url(budget), follow=True)

    assert LOST in said(page)
    assert "Votre panier est vide" in said(page)


def test_fewer_projects_than_a_ballot_asked_for_still_make_a_ballot(
    client, now, tmp_path, mailoutbox
):
    """Three were asked for, two stand: two are enough, on the page, in the rules, in the count."""
    budget = make_vote(4, min_choices=3, max_choices=3)
    withdraw(budget, 1)
    adds(client, budget, 2, 3)
    short = said(client.get(confirm_url(budget), follow=True))
    withdraw(budget, 4)

    page = said(client.get(budget.contribute_url))
    proves_mail(client, budget, mailoutbox, "votant1@ville.example")
    casts(client, budget)
    with pytest.raises(Refused) as refused:
        vote(budget, 2, 3)
    seal_box(budget=budget, at=clock.after(budget))
    count = count_and_publish(budget=budget, by=None, at=clock.after(budget))
    recounted = recounted_alone(folder_of(count, tmp_path))

    enough = "Comme des projets ont été retirés du vote, 2 choix suffisent."
    assert enough not in short
    assert enough in page
    assert enough in said(client.get(f"{budget.url}reglement/"))
    assert '"ballots":1,' in count.result
    assert refused.value.reason == BudgetReason.TOO_FEW
    assert (recounted.returncode, recounted.stderr) == (0, "")
