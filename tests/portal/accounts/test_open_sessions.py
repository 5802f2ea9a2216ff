"""Open sessions: listed in words, ended one by one or all; strangers are not noted."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from portal.accounts import open_sessions
from portal.accounts.models import OpenSession, User
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.support.client import StrictClient
from tests.support.factors import confirm_address, give_application
from tests.support.html import main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def neighbour() -> User:
    user = UserFactory.create(email="voisine@test.example")
    confirm_address(user)
    return user


def _browser(user: User, agent: str = FIREFOX) -> StrictClient:
    """Somebody who signed in through the page."""
    browser = StrictClient(headers={"User-Agent": agent})
    data = {"login": user.email, "password": PASSWORD}
    assert browser.post(reverse("account_login"), data).status_code == 302
    return browser


def test_session_is_listed_in_two_words(neighbour):
    browser = _browser(neighbour, IPHONE)

    [session] = OpenSession.objects.all()
    page = main_of(browser.get(reverse("account_sessions")))

    assert (session.user, session.browser, session.system) == (neighbour, "Safari", "iPhone")
    assert "Safari sur iPhone Celui-ci" in plain(page)


def test_no_network_address_and_no_long_word_is_kept():
    kept = {field.name for field in OpenSession._meta.get_fields()}

    assert kept == {"id", "session", "user", "browser", "system", "opened_at", "seen_at"}


def test_visitor_is_not_noted(client):
    client.get("/")

    response = client.get("/")

    assert not response.cookies
    assert not Session.objects.exists()
    assert not OpenSession.objects.exists()


def test_session_is_noted_again_once_an_hour(neighbour, time_machine_at):
    browser = _browser(neighbour)
    first = OpenSession.objects.get().seen_at

    with time_machine_at(minutes=30):
        browser.get(reverse("account"))
        assert OpenSession.objects.get().seen_at == first
    with time_machine_at(minutes=90):
        browser.get(reverse("account"))
        found = OpenSession.objects.get()
    assert found.seen_at > first
    assert found.opened_at == first


@pytest.fixture
def time_machine_at() -> Any:
    from datetime import timedelta  # noqa: PLC0415

    import time_machine  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    start = timezone.now()
    return lambda **later: time_machine.travel(start + timedelta(**later), tick=False)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(neighbour, django_assert_num_queries, count):
    browsers = [_browser(neighbour) for _ in range(count)]
    browsers[-1].get(reverse("account_sessions"))

    with django_assert_num_queries(LIST_QUERIES):
        page = browsers[-1].get(reverse("account_sessions"))

    assert len(main_of(page).select(".rows > li")) == count


LIST_QUERIES = 6


def test_one_other_browser_is_signed_out(neighbour):
    here, there, elsewhere = (_browser(neighbour) for _ in range(3))
    chosen = OpenSession.objects.get(session_id=there.session.session_key)

    here.post(reverse("account_end_sessions"), {"session": chosen.pk})

    assert [b.get(reverse("account")).status_code for b in (here, there, elsewhere)] == [
        200,
        302,
        200,
    ]
    assert SecurityEvent.objects.filter(event="accounts.session.ended").count() == 1


def test_everywhere_but_here(neighbour):
    here, there, elsewhere = (_browser(neighbour) for _ in range(3))

    here.post(reverse("account_end_sessions"))

    assert [b.get(reverse("account")).status_code for b in (here, there, elsewhere)] == [
        200,
        302,
        302,
    ]


def test_sessions_of_others_stay(neighbour, resident):
    confirm_address(resident)
    here, theirs = _browser(neighbour), _browser(resident)
    other = OpenSession.objects.get(user=resident)

    here.post(reverse("account_end_sessions"), {"session": other.pk})
    here.post(reverse("account_end_sessions"))

    assert theirs.get(reverse("account")).status_code == 200


def test_new_password_signs_the_others_out_and_keeps_this_one(neighbour):
    here, there = _browser(neighbour), _browser(neighbour)
    opened = OpenSession.objects.get(session_id=here.session.session_key).opened_at
    new = "une toute autre phrase assez longue"

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert here.get(reverse("account")).status_code == 200
    assert there.get(reverse("account")).status_code == 302
    [left] = OpenSession.objects.all()
    assert left.session_id == here.session.session_key
    assert left.opened_at == opened
    assert SecurityEvent.objects.filter(event="accounts.password.changed").exists()


def test_signing_out_takes_the_session_off_the_list(neighbour):
    here = _browser(neighbour)

    here.post(reverse("account_logout"))

    assert not OpenSession.objects.exists()


def test_session_whose_password_changed_elsewhere_is_not_listed(neighbour):
    _browser(neighbour)
    neighbour.set_password("une toute autre phrase assez longue")
    neighbour.save()

    assert open_sessions.of(neighbour) == []


def test_account_with_a_second_factor_is_not_listed_before_it_is_proved(neighbour):
    give_application(neighbour)
    browser = Client()

    browser.post(reverse("account_login"), {"login": neighbour.email, "password": PASSWORD})

    assert not OpenSession.objects.exists()
