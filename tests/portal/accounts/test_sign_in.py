"""Signing in by code or password: honest, the same for known and unknown addresses, limited."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory
from tests.support.client import StrictClient
from tests.support.factors import confirm_address, unproved
from tests.support.html import form_data, main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)


@pytest.fixture
def neighbour() -> User:
    user = UserFactory.create(email="voisine@test.example")
    confirm_address(user)
    return user


def _ask_code(browser: StrictClient, email: str) -> Any:
    return browser.post(reverse("account_request_login_code"), {"email": email}, follow=True)


def test_code_by_mail_opens_the_account(client, neighbour):
    page = _ask_code(client, "Voisine@test.example")
    [message] = mail.outbox
    code = CODE.search(message.body)[0]
    assert code not in message.subject
    assert "voisine" not in message.subject
    assert any(code in str(part.content) for part in message.alternatives)

    response = client.post(page.redirect_chain[-1][0], {"code": code.lower().replace("-", " ")})

    assert response.url == reverse("account")
    assert client.get(reverse("account")).status_code == 200
    event = SecurityEvent.objects.get(event="accounts.session.opened")
    assert (event.actor, event.details["method"]) == (neighbour, "code")


def test_wrong_codes_end_the_try(client, neighbour):
    address = _ask_code(client, neighbour.email).redirect_chain[-1][0]

    answers = [client.post(address, {"code": "AAAA-AAAA"}).status_code for _ in range(3)]

    assert answers == [200, 200, 302]
    assert "_auth_user_id" not in client.session
    assert SecurityEvent.objects.filter(event="accounts.session.refused").count() == 3


def test_code_may_be_sent_again(client, neighbour):
    address = _ask_code(client, neighbour.email).redirect_chain[-1][0]

    client.post(address, {"action": "resend"})

    first, second = (CODE.search(message.body)[0] for message in mail.outbox)
    assert first != second
    assert client.post(address, {"code": first}).status_code == 200
    assert client.post(address, {"code": second}).status_code == 302


def _said(response: Any, *emails: str) -> str:
    """What a page says, without the address typed into it and what changes at each drawing."""
    text = plain(main_of(response))
    for email in emails:
        text = text.replace(email, "…")
    return text


@pytest.mark.parametrize(
    ("name", "field"),
    [("account_request_login_code", "email"), ("account_reset_password", "email")],
)
def test_known_and_unknown_addresses_see_the_same(neighbour, name, field):
    seen = []
    for email in (neighbour.email, "inconnue@test.example"):
        before = len(mail.outbox)
        response = StrictClient().post(reverse(name), {field: email}, follow=True)
        said = _said(response, email)
        seen.append(
            (response.redirect_chain, said, response.status_code, len(mail.outbox) - before)
        )

    assert seen[0] == seen[1]
    assert seen[0][3] == 1


def test_known_and_unknown_addresses_open_accounts_alike(neighbour):
    seen = []
    for email in (neighbour.email, "inconnue@test.example"):
        browser, before = StrictClient(), len(mail.outbox)
        page = browser.get(reverse("account_signup"))
        data = form_data(page, email=email, password1=PASSWORD)
        response = browser.post(reverse("account_signup"), data, follow=True)
        seen.append((response.redirect_chain, _said(response, email), len(mail.outbox) - before))

    assert seen[0] == seen[1]
    assert seen[0][2] == 1


def test_closed_account_is_told_from_none_by_nobody(neighbour):
    neighbour.is_active = False
    neighbour.save()

    codes = [
        _said(_ask_code(StrictClient(), email), email)
        for email in (neighbour.email, "inconnue@test.example")
    ]

    assert codes[0] == codes[1]
    assert all(CODE.search(message.body) is None for message in mail.outbox)


def test_robot_that_fills_the_trap_opens_nothing(client):
    page = client.get(reverse("account_signup"))
    data = form_data(page, email="robot@test.example", password1=PASSWORD, website="http://x")

    client.post(reverse("account_signup"), data)

    assert not User.objects.exists()


def test_new_account_is_confirmed_by_one_press(client):
    page = client.get(reverse("account_signup"))
    data = form_data(page, email="nouvelle@test.example", password1=PASSWORD)
    client.post(reverse("account_signup"), data)
    link = re.search(r"https?://[^/]+(/compte/confirm-email/\S+)", mail.outbox[0].body)[1]

    shown = client.get(link)
    assert not EmailAddress.objects.get().verified
    client.post(link)

    assert main_of(shown).find("form", method="post")
    assert EmailAddress.objects.get().verified
    over = client.get(link)
    assert main_of(over).find("form", method="post") is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {"login": "voisine@test.example", "password": "faux"}),
        ("account_request_login_code", {"email": "voisine@test.example"}),
        ("account_reset_password", {"email": "voisine@test.example"}),
    ],
)
def test_limits_are_one_page_that_says_later(neighbour, name, data):
    answers = [StrictClient().post(reverse(name), data) for _ in range(40)]

    assert answers[-1].status_code == 429
    assert plain(main_of(answers[-1]).h1) == "Un peu plus tard, s’il vous plaît"
    assert SecurityEvent.objects.filter(event="accounts.limit.reached").exists()


def test_refused_password_is_noted_without_address(neighbour):
    data = {"login": neighbour.email, "password": "faux"}

    StrictClient().post(reverse("account_login"), data)

    event = SecurityEvent.objects.get(event="accounts.session.refused")
    assert (event.actor, event.details) == (None, {"method": "password"})


def test_signing_out_is_noted(client_of, neighbour):
    client_of(neighbour).post(reverse("account_logout"))

    assert SecurityEvent.objects.get(event="accounts.session.closed").actor == neighbour


def test_lost_password_is_chosen_anew_by_link(neighbour):
    client = Client()  # The link itself opens a session, before any page.
    client.post(reverse("account_reset_password"), {"email": neighbour.email})
    link = re.search(r"https?://[^/]+(/compte/password/reset/\S+)", mail.outbox[0].body)[1]
    address = client.get(link).url
    assert client.get(address).status_code == 200
    new = "une toute autre phrase assez longue"

    done = client.post(address, {"password1": new, "password2": new}, follow=True)

    neighbour.refresh_from_db()
    assert done.status_code == 200
    assert neighbour.check_password(new)
    over = StrictClient().get(link, follow=True)
    assert main_of(over).find("form", method="post") is None
    assert SecurityEvent.objects.filter(event="accounts.password.reset").exists()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(("length", "kept"), [(14, False), (15, True)])
def test_staff_need_longer_passwords(portal_site, length, kept):
    staff = StaffFactory.create(role="moderators")
    new = "xk9-vertugadin-"[:length]
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    unproved(staff).post(reverse("account_change_password"), data)

    staff.refresh_from_db()
    assert staff.check_password(new) is kept


def test_page_offers_both_ways_plainly(client):
    main = main_of(client.get(reverse("account_login") + "?next=/participer/"))

    by_code, by_password = main.select(".ways-in form")
    assert by_code["action"].startswith(reverse("account_request_login_code"))
    assert by_code.find("input", {"name": "email"})
    assert by_password.find("input", {"name": "password"})
    for form in (by_code, by_password):
        assert form.find("input", {"name": "next"})["value"] == "/participer/"
    assert main.select_one("[data-passkey]").has_attr("hidden")
