"""Forms on pages that caches share: a token of the day, and what the browser says of itself."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.notifications.models import OutgoingMail
from portal.page_tokens import FIELD, page_token
from tests.support.client import StrictClient
from tests.support.html import soup
from tests.support.page_forms import from_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
ADDRESSES = {
    "/affichage/": ({"affichage": "sombre", "suite": "/"}, 302),
    "/compte/abonnements/suivre/": ({"email": "voisine@test.example"}, 200),
}
FORMS = pytest.mark.parametrize("address", ADDRESSES)


def answer(address: str, token: str | None, **headers: str) -> int:
    """What a browser that sends this is answered, with Django's own checks on."""
    data, _usual = ADDRESSES[address]
    sent = data if token is None else {**data, FIELD: token}
    browser = Client(enforce_csrf_checks=True)
    return int(browser.post(address, sent, headers=headers).status_code)


@FORMS
def test_a_form_of_our_page_is_taken(address: str) -> None:
    assert answer(address, page_token(timezone.localdate())) == ADDRESSES[address][1]


@FORMS
@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "wapiti",
        "2026-05-04",
        "2026-05-04:faux",
        page_token(date(2026, 5, 5)).replace("2026-05-05", "2026-05-04"),
    ],
)
def test_without_a_token_of_ours_it_is_refused(address: str, token: str | None) -> None:
    assert answer(address, token) == 403


@FORMS
@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (13, True), (15, False)])
def test_a_token_lasts_as_long_as_other_forms(address: str, days: int, taken: bool) -> None:
    token = page_token(timezone.localdate())
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert answer(address, token) == (ADDRESSES[address][1] if taken else 403)


@FORMS
@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://ailleurs.example"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_what_comes_from_elsewhere_is_refused(
    address: str, headers: dict[str, str], taken: bool
) -> None:
    token = page_token(timezone.localdate())
    assert answer(address, token, **headers) == (ADDRESSES[address][1] if taken else 403)


def test_the_token_of_a_page_sends_nothing() -> None:
    """It opens the second step alone; that one carries Django's token."""
    data = from_page(
        email="voisine@test.example", topics=["commitments"], frequency="daily", token="x"
    )
    browser = Client(enforce_csrf_checks=True)
    page = browser.post("/compte/abonnements/suivre/", data)
    assert page.status_code == 200
    assert soup(page).find("input", attrs={"name": "csrfmiddlewaretoken"})
    assert not OutgoingMail.objects.exists()
    del data[FIELD]
    assert browser.post("/compte/abonnements/suivre/", data).status_code == 403


def test_pages_stay_everybodys(client: StrictClient) -> None:
    """The same token all day, no cookie, and a cache may keep it."""
    one, two = client.get("/"), StrictClient().get("/")
    tokens = {str(soup(page).find(attrs={"name": FIELD})["value"]) for page in (one, two)}
    assert len(tokens) == 1
    assert not one.cookies
    assert "public" in one.headers["Cache-Control"]


def test_the_refusal_says_what_to_do(client: StrictClient) -> None:
    refused: Any = client.post("/affichage/", {"affichage": "sombre", "suite": "/"})
    assert refused.status_code == 403
    assert soup(refused).select_one("h1")
