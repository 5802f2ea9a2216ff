"""The page on personal data: everything the software keeps, generated; rights; cookies."""

from typing import Any

import pytest
from django.conf import settings

from home.models import PersonalDataPage
from portal.privacy.registry import processings, said
from tests.factories.home import add_page
from tests.support.client import StrictClient
from tests.support.html import main_of, plain
from tests.support.page_forms import from_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: StrictClient, portal_site: Any) -> Any:
    add_page(PersonalDataPage, "donnees-personnelles")
    return main_of(client.get("/donnees-personnelles/"))


def test_every_processing_is_told_in_plain_words(page):
    shown = [plain(summary) for summary in page.select("#traitements summary")]

    # Typography puts no-break spaces; words are the same.
    assert shown == [" ".join(said(one.label).split()) for one in _in_order()]
    for one in processings():
        assert page.select_one(f"#traitement-{one.name.replace('.', '')}")


def _in_order() -> list[Any]:
    return sorted(processings(), key=lambda one: not one.collected)


def test_cookies_of_the_settings_are_listed(page):
    names = [plain(name) for name in page.select("#navigateur tbody code")]

    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "affichage"} <= set(names)
    assert plain(page.select_one("#navigateur tbody tr")).endswith("14 jours")


def test_rights_lead_somewhere(page):
    links = {link["href"] for link in page.select("#mes-droits a")}

    assert {
        "/compte/donnees/",
        "/mes-donnees/",
        "/suivi/",
        "/participer/oublier/",
        "/contact/",
    } <= links


def test_only_listed_cookies_are_ever_set(client, page, client_of, resident):
    client.get("/compte/login/")
    client.post("/affichage/", from_page(affichage="sombre", suite="/"))
    browser = client_of(resident)
    browser.get("/compte/")

    known = {plain(name) for name in page.select("#navigateur tbody code")}
    assert set(client.cookies) | set(browser.cookies) <= known
