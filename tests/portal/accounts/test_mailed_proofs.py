"""Accounts with neither password nor second factor prove themselves again, by a code by mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import EmailChange, User
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD
from tests.support.client import StrictClient
from tests.support.factors import confirm_address, unproved
from tests.support.html import main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
PROOF = "/compte/reauthenticate/code/"
NEW = "nouvelle@test.example"
STRONG = "une phrase assez longue pour la ville"


@pytest.fixture
def person() -> User:
    """Somebody who signs in by a code or by an identity, and has nothing else."""
    made = User.objects.create_user("sans@test.example")
    confirm_address(made)
    return made


def sent_code() -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE)[0]


def type_code(browser: StrictClient, code: str, following: str = ""):
    return browser.post(PROOF, {"code": code, "next": following})


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("account_email", {"action": "ask", "email": NEW}),
        ("owndata:download", {}),
        ("owndata:erase", {"sure": "on"}),
        ("account_set_password", {"password1": STRONG}),
    ],
)
def test_what_matters_is_asked_of_them_too(person, address, given):
    answer = unproved(person).post(reverse(address), given)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, PROOF)
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert not EmailChange.objects.exists()


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_adding_a_factor_is_asked_of_them_too(person, name):
    browser = unproved(person)

    assert browser.get(reverse(name)).url.startswith(PROOF)
    assert browser.post(reverse(name), {"code": "123456"}).url.startswith(PROOF)
    assert not Authenticator.objects.exists()


def test_opening_the_page_sends_nothing(person):
    page = unproved(person).get(f"{PROOF}?next=/compte/email/")

    assert "sans@test.example" in plain(main_of(page))
    assert mail.outbox == []


def test_code_by_mail_brings_back_where_one_was_going(person):
    browser = unproved(person)
    asked = browser.post(reverse("account_email"), {"action": "ask", "email": NEW})
    following = "/compte/email/"
    assert asked.url == f"{PROOF}?next=%2Fcompte%2Femail%2F"
    sent = browser.post(PROOF, {"action": "send", "next": following})
    assert sent.url == f"{PROOF}?next=%2Fcompte%2Femail%2F"
    page = browser.get(sent.url)
    assert plain(main_of(page)).count("sans@test.example") == 1
    assert mail.outbox[-1].to == ["sans@test.example"]
    assert mail.outbox[-1].subject == "Votre code de confirmation"
    type_code(browser, sent_code().lower().replace("-", ""), following)

    # What was pressed before the question is done: the address is asked for.
    assert EmailChange.objects.get().user == person
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    assert type_code(browser, sent_code()).status_code == 302  # It served once.


def test_proof_lasts_a_quarter_of_an_hour(person):
    browser = unproved(person)
    browser.post(PROOF, {"action": "send"})
    type_code(browser, sent_code())
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert browser.get(reverse("mfa_activate_totp")).url.startswith(PROOF)


def test_signing_in_a_moment_ago_is_a_proof(person, client):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": sent_code()})

    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_wrong_codes_are_few_and_noted(person):
    browser = unproved(person)
    browser.post(PROOF, {"action": "send"})
    right = sent_code()
    first = type_code(browser, "AAAA-AAAA")
    assert first.status_code == 200
    for _ in range(2):
        last = type_code(browser, "AAAA-AAAA")
    assert last.url == PROOF
    assert type_code(browser, right).url == PROOF

    assert browser.get(reverse("mfa_activate_totp")).url.startswith(PROOF)
    noted = SecurityEvent.objects.filter(event="accounts.session.refused")
    assert [one.details for one in noted.order_by("pk")] == [
        {"method": "code", "last": False},
        {"method": "code", "last": False},
        {"method": "code", "last": True},
    ]


def test_code_ends_and_belongs_to_its_session_and_address(person):
    browser, other = unproved(person), unproved(person)
    browser.post(PROOF, {"action": "send"})
    code = sent_code()
    assert type_code(other, code).url == PROOF
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert type_code(browser, code).url == PROOF
    browser.post(PROOF, {"action": "send"})
    User.objects.filter(pk=person.pk).update(email="autre@test.example")

    assert type_code(browser, sent_code()).url == PROOF


def test_code_of_somebody_else_proves_nothing(person):
    browser = unproved(person)
    browser.post(PROOF, {"action": "send"})
    session, code = browser.session, sent_code()
    stranger = unproved(User.objects.create_user("tiers@test.example"))
    theirs = stranger.session
    theirs["mailed_proof"] = session["mailed_proof"]
    theirs.save()

    assert type_code(stranger, code).url == PROOF
    assert stranger.get(reverse("mfa_activate_totp")).url.startswith(PROOF)


def test_codes_are_few_an_hour(person, settings):
    settings.MAILED_PROOF_LIMIT = 2
    browser = unproved(person)
    answers = [browser.post(PROOF, {"action": "send"}).status_code for _ in range(3)]

    assert answers == [302, 302, 429]
    assert len(mail.outbox) == 2


def test_account_with_a_password_is_asked_for_it(resident):
    confirm_address(resident)
    browser = unproved(resident)
    answer = browser.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith("/compte/reauthenticate/?")

    assert browser.get(PROOF).url.startswith("/compte/reauthenticate/")
    assert browser.post(PROOF, {"action": "send"}).status_code == 302
    assert mail.outbox == []
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200


def test_first_password_is_chosen_after_the_proof(person):
    browser = unproved(person)
    browser.post(PROOF, {"action": "send"})
    type_code(browser, sent_code())
    browser.post(reverse("account_set_password"), {"password1": STRONG, "password2": STRONG})

    person.refresh_from_db()
    assert person.check_password(STRONG)
