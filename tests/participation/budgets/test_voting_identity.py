"""Saying who one is: by an account, a code by mail, by text message, on a letter."""

from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings

from participation.budgets.enums import BudgetReason, EnvelopeMode, KeyKind, PaperReason
from participation.budgets.models import (
    Ballot,
    BallotDraft,
    CodeBatch,
    ParticipatoryBudget,
    VoterEntry,
    VoterKey,
    VotingCode,
)
from participation.budgets.voters import key_of
from portal import paper_codes
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.support import clock
from tests.support.factors import confirm_address
from tests.support.html import error_of, main_of, said
from tests.support.mails import deliver
from tests.support.senders import SENT
from tests.support.votes import make_vote
from tests.support.voting import (
    adds,
    asks_code,
    basket_of,
    casts,
    code_in,
    confirm_url,
    in_the_box,
    kept_by,
    presses,
    proves_mail,
    receipt_on,
)

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ADDRESS = "tilleul@test.example"


@pytest.fixture
def budget() -> ParticipatoryBudget:
    return make_vote(4, by_code=True)


def printed(budget: ParticipatoryBudget, **fields: Any) -> str:
    """A code printed on a letter."""
    batch = CodeBatch.objects.create(
        budget=budget, label="Lettres", count=1, made_at=clock.NOW, **fields
    )
    code = paper_codes.new_code()
    VotingCode.objects.create(batch=batch, key=key_of(budget.pk, KeyKind.CODE, code))
    return paper_codes.display(code)


def test_code_by_mail_then_a_vote(client, budget, mailoutbox):
    adds(client, budget, 1, 3)

    page = asks_code(client, budget, ADDRESS)
    assert "Un code vient de partir vers t•••@test.example." in said(page)
    assert (mailoutbox[0].to, mailoutbox[0].subject) == ([ADDRESS], "Votre code pour voter")
    typed = f"{code_in(mailoutbox[0])[:3]} {code_in(mailoutbox[0])[3:]}"
    page = client.post(confirm_url(budget), {"action": "code", "code": typed}, follow=True)
    assert "Vous votez avec l’adresse t•••@test.example." in said(page)
    assert Ballot.objects.count() == 0
    answer = client.post(
        confirm_url(budget),
        {"action": "voter", "surname": "Martin", "first_names": "Lou"}
        | {"born_on": "27/03/1985"}
        | {"eligible": "on"},
    )

    assert (answer.status_code, answer["Location"]) == (303, f"{budget.contribute_url}recu/")
    assert in_the_box(budget) == [("ville", (("1", 1), ("3", 1)))]
    assert basket_of(client, budget) == ()
    assert kept_by(client, budget).voted_on == clock.NOW.date()


def test_receipt_is_shown_here_only_and_mailed_without_choices(client, budget, mailoutbox):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)

    page = casts(client, budget)
    deliver()

    number = receipt_on(page)
    assert "Vous avez voté" in said(page)
    assert "recepisse/" in said(page)
    assert main_of(page).select_one("svg[role=img] path") is not None
    assert number in mailoutbox[-1].body
    assert "Projet" not in mailoutbox[-1].body
    assert not OutgoingMail.objects.filter(text__contains=number).exists()
    assert "no-store" in page["Cache-Control"]
    client.post(f"{budget.contribute_url}recu/")
    gone = client.get(f"{budget.contribute_url}recu/")
    assert (gone.status_code, number in said(gone)) == (410, False)


def test_vote_is_changed_and_the_first_counts_until_then(client, budget, mailoutbox):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    first = receipt_on(casts(client, budget))

    page = client.get(budget.contribute_url)
    assert "Vous avez voté le 11 mai 2026." in said(page)
    assert "Ce bulletin compte jusqu’à ce que vous en confirmiez un autre." in said(page)
    adds(client, budget, 2, 4)
    assert in_the_box(budget) == [("ville", (("1", 1),))]
    page = proves_mail(client, budget, mailoutbox, ADDRESS)
    assert "Un bulletin a été voté le 11 mai 2026 par ce moyen." in said(page)
    page = casts(client, budget)

    assert "ce bulletin remplace le précédent" in said(page)
    assert receipt_on(page) != first
    assert in_the_box(budget) == [("ville", (("2", 1), ("4", 1)))]
    assert VoterEntry.objects.count() == 1


def test_somebody_else_votes_on_the_same_device(client, budget, mailoutbox):
    adds(client, budget, 1)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    casts(client, budget)

    page = presses(client, budget, oublier="oui")

    assert "Vous avez voté" not in said(page)


def test_account_votes_in_one_press(client_of, budget):
    user = UserFactory()
    confirm_address(user)
    browser = client_of(user)
    adds(browser, budget, 2)

    page = browser.get(confirm_url(budget))
    assert f"Vous votez avec votre compte, {user.email}." in said(page)
    casts(browser, budget)

    kinds = set(VoterKey.objects.values_list("kind", flat=True))
    assert kinds == {"account", "mail", "person"}
    elsewhere = client_of(user).get(budget.contribute_url)
    assert "Vous avez voté le 11 mai 2026." in said(elsewhere)


def test_account_then_its_address_is_one_voter(client, client_of, budget, mailoutbox):
    user = UserFactory(email=ADDRESS)
    confirm_address(user)
    browser = client_of(user)
    adds(browser, budget, 2)
    casts(browser, budget)

    adds(client, budget, 3)
    proves_mail(client, budget, mailoutbox, ADDRESS)
    casts(client, budget)

    assert in_the_box(budget) == [("ville", (("3", 1),))]


def test_basket_of_somebody_proved_is_kept_until_they_vote(client, budget, mailoutbox):
    adds(client, budget, 1)
    assert BallotDraft.objects.count() == 0

    proves_mail(client, budget, mailoutbox, ADDRESS)
    assert BallotDraft.objects.count() == 1
    casts(client, budget)

    assert BallotDraft.objects.count() == 0


def test_wrong_code_is_tried_five_times_even_with_an_old_cookie(client, budget, mailoutbox):
    adds(client, budget, 1)
    asks_code(client, budget, ADDRESS)
    right = code_in(mailoutbox[-1])
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    old = client.cookies["panier"].value

    for _try in range(django_settings.VOTE_CODE_TRIES):
        client.cookies["panier"] = old
        page = client.post(confirm_url(budget), {"action": "code", "code": wrong})
        assert "Ce n’est pas le dernier code envoyé." in error_of(page, "code")
    client.cookies["panier"] = old
    page = client.post(confirm_url(budget), {"action": "code", "code": right})

    assert "Ce code ne sert plus" in said(page)
    assert basket_of(client, budget) == (("1", 1),)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_code_that_is_none_costs_no_try(client, budget, mailoutbox, typed):
    adds(client, budget, 1)
    asks_code(client, budget, ADDRESS)

    for _try in range(9):
        page = client.post(confirm_url(budget), {"action": "code", "code": typed})
        assert error_of(page, "code")
    right = code_in(mailoutbox[-1])
    page = client.post(confirm_url(budget), {"action": "code", "code": right}, follow=True)

    assert "Vous votez avec l’adresse" in said(page)


def test_code_ends_after_half_an_hour(client, budget, mailoutbox):
    adds(client, budget, 1)
    asks_code(client, budget, ADDRESS)

    with time_machine.travel(clock.NOW, tick=False) as frozen:
        frozen.shift(django_settings.VOTE_CODE_SECONDS)
        typed = {"action": "code", "code": code_in(mailoutbox[-1])}
        page = client.post(confirm_url(budget), typed)

    assert "Ce code ne sert plus : demandez-en un autre." in said(page)


def test_codes_to_one_address_are_few(client, budget, mailoutbox):
    adds(client, budget, 1)
    for _ask in range(django_settings.VOTE_CODES_PER_ADDRESS):
        asks_code(client, budget, ADDRESS)
        client.post(confirm_url(budget), {"action": "autre"})

    page = asks_code(client, budget, ADDRESS)

    assert page.status_code == 429
    assert "Plusieurs codes y sont déjà partis" in said(page)
    assert len(mailoutbox) == django_settings.VOTE_CODES_PER_ADDRESS


def test_robot_gets_no_code(client, budget, mailoutbox):
    adds(client, budget, 1)

    asks_code(client, budget, ADDRESS, website="http://robot.example")

    assert mailoutbox == []


def test_code_on_a_letter(client, budget):
    code = printed(budget)
    adds(client, budget, 1)

    page = client.post(
        confirm_url(budget), {"action": "courrier", "code": code.lower()}, follow=True
    )
    assert "Vous votez avec le code de votre courrier." in said(page)
    casts(client, budget, contact=ADDRESS)

    assert set(VoterKey.objects.values_list("kind", flat=True)) == {"code", "person"}
    assert OutgoingMail.objects.filter(kind="vote_receipt").count() == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (None, BudgetReason.CODE_UNKNOWN),
        ("AAAA-BBBB-CCCC", PaperReason.CODE_MISTYPED),
        ({"cancelled_at": clock.NOW}, BudgetReason.CODE_CANCELLED),
        ({"envelope": "port"}, BudgetReason.CODE_ELSEWHERE),
    ],
)
def test_code_refused_says_why_at_its_place(client, budget, fields, reason):
    code = fields or paper_codes.display(paper_codes.new_code())
    if isinstance(fields, dict):
        code = printed(budget, **fields)
    adds(client, budget, 1)

    page = client.post(confirm_url(budget), {"action": "courrier", "code": code})

    assert error_of(page, "code").endswith(" ".join(str(reason.label).split()))
    assert basket_of(client, budget) == (("1", 1),)


def test_code_of_a_district_casts_nothing_in_another(client):
    budget = make_vote(
        4,
        by_code=True,
        envelope_mode=EnvelopeMode.DISTRICTS,
        districts=[("port", 100_000), ("centre", 50_000)],
    )
    code = printed(budget, envelope="port")
    client.post(budget.contribute_url, {"secteur": "port"})
    adds(client, budget, 1)
    client.post(confirm_url(budget), {"action": "courrier", "code": code})
    client.post(budget.contribute_url, {"secteur": "centre"})
    adds(client, budget, 2)

    refused = casts(client, budget)

    assert refused.status_code == 409
    assert "Ce code vaut pour un autre secteur" in said(refused)
    assert in_the_box(budget) == []
    client.post(budget.contribute_url, {"secteur": "port"})
    casts(client, budget)
    assert in_the_box(budget) == [("port", (("1", 1),))]


def test_code_of_another_vote_is_unknown(client, budget):
    code = printed(make_vote(1, by_code=True))
    adds(client, budget, 1)

    page = client.post(confirm_url(budget), {"action": "courrier", "code": code})

    assert error_of(page, "code")


def test_codes_are_not_guessed(client, budget, settings):
    settings.VOTE_PAPER_CODE_LIMIT = 2
    code = printed(budget)
    adds(client, budget, 1)
    for _try in range(2):
        client.post(confirm_url(budget), {"action": "courrier", "code": "AAAA-BBBB-CCCC"})

    page = client.post(confirm_url(budget), {"action": "courrier", "code": code})

    assert page.status_code == 429


def test_code_by_text_message(client, settings):
    settings.SMS_SENDER = "tests.support.senders.KeepingSender"
    budget = make_vote(2, by_phone=True)
    adds(client, budget, 1)
    token = main_of(client.get(confirm_url(budget))).find(id="phone-token")["value"]
    SENT.clear()

    asked = {"action": "telephone", "phone": "06 12 34 56 78", "token": token}
    page = client.post(confirm_url(budget), asked, follow=True)
    assert "vers le +33•••78." in said(page)
    to, text = SENT[0]
    assert to == "+33612345678"
    typed = {"action": "code", "code": text.split("est ")[1][:6]}
    client.post(confirm_url(budget), typed, follow=True)
    casts(client, budget)

    assert set(VoterKey.objects.values_list("kind", flat=True)) == {"phone", "person"}


def test_gateway_that_is_down_keeps_everything(client, settings):
    settings.SMS_SENDER = "tests.support.senders.RefusingSender"
    budget = make_vote(2, by_phone=True)
    adds(client, budget, 1)
    token = main_of(client.get(confirm_url(budget))).find(id="phone-token")["value"]

    asked = {"action": "telephone", "phone": "06 12 34 56 78", "token": token}
    page = client.post(confirm_url(budget), asked)

    assert page.status_code == 503
    assert "Le SMS n’a pas pu partir." in said(page)
    assert basket_of(client, budget) == (("1", 1),)
