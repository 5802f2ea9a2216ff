"""Confirming: each refusal at its place, closing to the second; the basket is never lost."""

import pytest
import time_machine
from django.apps import apps

from participation.budgets.actions.casting import enter_roll
from participation.budgets.actions.closing import seal_box
from participation.budgets.enums import BudgetReason, VoteChannel
from participation.budgets.models import (
    Ballot,
    ParticipatoryBudget,
    VoterKey,
)
from tests.support import clock
from tests.support.html import error_of, main_of, said
from tests.support.mails import deliver
from tests.support.votes import make_vote, make_voter, vote
from tests.support.voting import (
    adds,
    basket_of,
    casts,
    confirm_url,
    in_the_box,
    moment,
    presses,
    proves_mail,
)

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ADDRESS = "tilleul@test.example"


@pytest.fixture
def budget() -> ParticipatoryBudget:
    return make_vote(4, by_code=True)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("surname", "", "Indiquez votre nom."),
        ("first_names", "123", "Indiquez vos prénoms."),
        ("born_on", "31/02/1980", "Vérifiez la date"),
        ("born_on", "01/01/1850", "Vérifiez l’année"),
        ("born_on", "12/05/2010", "ouvert à partir de 16 ans"),
        ("eligible", "", ""),
    ],
)
def test_last_questions_say_what_is_missing(client, budget, mailoutbox, name, value, message):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)

    page = casts(client, budget, **{name: value})

    assert message in error_of(page, name)
    assert error_of(page, name)
    assert Ballot.objects.count() == 0
    assert basket_of(client, budget) == (("1", 1),)


def test_sixteen_today_votes(client, budget, mailoutbox):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)

    casts(client, budget, born_on="11/05/2010")

    assert Ballot.objects.count() == 1


def test_same_person_with_another_address_is_refused(client, client_of, budget, mailoutbox):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    casts(client, budget)
    presses(client, budget, oublier="oui")

    adds(client, budget, 2)
    proves_mail(client, budget, mailoutbox, "autre@test.example")
    page = casts(client, budget, surname="MARTÏN", first_names="lou-camille")

    assert page.status_code == 409
    assert " ".join(str(BudgetReason.SAME_PERSON.label).split()[:4]) in error_of(page, "surname")
    assert in_the_box(budget) == [("ville", (("1", 1),))]


def test_name_and_date_are_never_kept(client, budget, mailoutbox, caplog):
    caplog.set_level("DEBUG")
    adds(client, budget, 1, 3)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    casts(client, budget, surname="Zqnom", first_names="Zqprenom")
    deliver()

    kept = " ".join(
        str(row) for model in apps.get_models() for row in model._default_manager.values_list()
    )
    told = " ".join(str(record.__dict__) for record in caplog.records)
    for word in ("zqnom", "zqprenom", "27/03/1985", "1985-03-27"):
        assert word not in (kept + told).lower()
    assert ADDRESS not in told


@pytest.mark.parametrize(("seconds", "counted"), [(-1, 1), (0, 0), (1, 0)])
def test_vote_closes_to_the_second(client, budget, mailoutbox, seconds, counted):
    with time_machine.travel(moment(budget, after=-60), tick=False) as frozen:
        adds(client, budget, 1)
        proves_mail(client, budget, mailoutbox, ADDRESS)
        frozen.move_to(moment(budget, after=seconds))
        page = casts(client, budget)

        assert Ballot.objects.count() == counted
        if not counted:
            assert page.status_code == 403
            assert "Il s’est terminé le dimanche 31 mai, 12 h" in said(page)
            assert "Projet 1" in said(page)
            assert basket_of(client, budget) == (("1", 1),)


def test_sealed_box_takes_nothing_whatever_the_clock_says(client, budget, mailoutbox):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    seal_box(budget=budget, at=clock.after(budget))

    page = casts(client, budget)

    assert page.status_code == 403
    assert basket_of(client, budget) == (("1", 1),)


def test_on_paper_already(client, budget, mailoutbox):
    voter = make_voter(budget, 1, channel=VoteChannel.BOOTH, mail=ADDRESS)
    enter_roll(budget=budget, voter=voter, envelope="ville", at=clock.NOW)
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)

    page = casts(client, budget)

    assert page.status_code == 409
    assert Ballot.objects.count() == 0
    assert main_of(page).select_one(".errors") is not None


def test_two_tabs_cast_the_last_basket(client, budget, mailoutbox):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    adds(client, budget, 2)

    casts(client, budget)
    again = casts(client, budget)

    assert in_the_box(budget) == [("ville", (("1", 1), ("2", 1)))]
    assert again.redirect_chain[-1][0] == budget.contribute_url


def test_vote_without_identity_asks_the_declaration_only(client, mailoutbox):
    budget = make_vote(2, asks_identity=False)
    adds(client, budget, 1)
    page = proves_mail(client, budget, mailoutbox, ADDRESS)
    assert main_of(page).find("input", attrs={"name": "surname"}) is None

    casts(client, budget, surname="", first_names="", born_on="")

    assert set(VoterKey.objects.values_list("kind", flat=True)) == {"mail"}


def test_ways_are_those_of_the_rules(client):
    budget = make_vote(2, by_account=False, by_mail=False, by_phone=True, by_code=True)
    adds(client, budget, 1)

    page = client.get(confirm_url(budget))

    names = {field.get("name") for field in main_of(page).find_all("input")}
    assert "code" in names
    assert not {"email", "phone"} & names
    assert "Avec un compte" not in said(page)
    refused = client.post(confirm_url(budget), {"action": "courriel", "email": ADDRESS})
    assert refused.status_code == 302


def test_vote_of_others_is_untouched(client, budget, mailoutbox):
    vote(budget, 7, 4, at=clock.NOW)
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    casts(client, budget)

    assert in_the_box(budget) == [("ville", (("1", 1),)), ("ville", (("4", 1),))]


def test_empty_basket_has_nothing_to_confirm(client, budget):
    assert client.get(confirm_url(budget))["Location"] == budget.contribute_url
    assert client.get(f"{budget.contribute_url}relire/")["Location"] == budget.contribute_url
