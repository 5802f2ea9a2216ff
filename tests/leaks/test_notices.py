"""Each public form that takes something about a person has its notice, from the one registry."""

from datetime import datetime
from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from django.urls import reverse

from home.models import ContactPage
from portal.privacy.registry import processings
from tests.factories.home import add_page
from tests.factories.participation import refused_idea
from tests.leaks import closed
from tests.leaks.test_leaks import CASES
from tests.leaks.world import World, build
from tests.support.contract import all_of
from tests.support.html import soup

# What is asked of a form by its fields: an address, a name, a text of one's own.
PERSONAL = (
    'input[type="email"], input[type="tel"], input[name*="name"], input[type="file"], textarea, '
    'input[name="email"], input[name="phone"]'
)
# Forms that identify somebody whom the portal already knows, or that keep nothing.
EXCEPTIONS = {
    "/compte/login/": "signing in keeps nothing new",
    "/compte/password/reset/": "writes to an account that exists, keeps nothing",
}
ACCOUNT = ("account_login", "account_signup", "account_reset_password")


@pytest.fixture
def world(portal_site: Any, now: datetime) -> World:
    made = build()
    made.closed = closed.build(made.kept)
    add_page(ContactPage, "contact")
    return made


def _forms(page: Tag) -> list[Tag]:
    """The forms sent by POST that take something personal; the hidden trap is none of it."""
    found = []
    for form in page.select('form[method="post" i]'):
        asked = [
            field
            for field in form.select(PERSONAL)
            if field.get("name") != "website" and field.get("type") != "hidden"
        ]
        if asked:
            found.append(form)
    return found


def _addresses(world: World) -> list[str]:
    asked = [address for requests in CASES.values() for address in requests(world)]
    refused = refused_idea(world.call)
    # The page by its number first: wrong numbers among the others use up the tries.
    return [
        refused.story_url,
        *asked,
        *(reverse(name) for name in ACCOUNT),
        world.call.contribute_url,
        "/contact/",
    ]


def _form_of(address: str) -> str:
    """A form is the same whatever word was searched; which comment it answers changes it."""
    kept = [part for part in address.partition("?")[2].split("&") if "=zq" not in part.lower()]
    words = "&".join(part for part in kept if "=Idée" not in part)
    return f"{address.partition('?')[0]}?{words}"


def test_each_form_has_its_notice(world: World) -> None:
    browser, lacking, found = Client(), [], set()
    for address in {_form_of(address): address for address in _addresses(world)}.values():
        response = browser.get(address)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        if response.status_code != 200 or response.streaming:
            continue
        for form in _forms(soup(response)):
            notice = form.select_one("[data-processing]") or form.find_previous(
                attrs={"data-processing": True}
            )
            if isinstance(notice, Tag):
                found.add(notice["data-processing"])
            elif address not in EXCEPTIONS:
                lacking.append(address)

    assert lacking == []
    assert found == {
        "participation.comments",
        "participation.supports",
        "participation.reports",
        "participation.appeals",
        "home.contact",
        "accounts.account",
        "owndata.requests",
        "subscriptions.subscriptions",
        *all_of("notices"),
    }
    assert found <= {processing.name for processing in processings()}


def test_printed_coupon_says_it_too(client: Any, world: World) -> None:
    page = soup(client.get(f"{world.call.url}coupon/"))

    notice = page.select_one('[data-processing="participation.paper"]')
    assert notice is not None
    assert "CNIL" in notice.get_text()
