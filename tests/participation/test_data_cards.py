"""The data card of an activity: whose words, the day of erasure, the page, the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from participation.actions import erase_addresses
from participation.data_cards import erased_on
from participation.ideas.models import IdeaConsultation
from participation.models import Activity
from participation.queries.data_cards import activity_cards
from portal.privacy.registry import processing, said
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
)
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import main_of, plain, soup

pytestmark = pytest.mark.django_db
FORM = "/admin/snippets/ideas/ideaconsultation"


@pytest.fixture
def call(portal_site: Any, now: Any) -> IdeaConsultation:
    made: IdeaConsultation = IdeaConsultationFactory.create()
    return made


def test_card_begins_with_the_words_of_the_mechanism(call):
    card, default = call.data_card, processing("ideas.ideas")

    assert [said(card.purpose), said(card.retention)] == [
        said(default.purpose),
        said(default.retention),
    ]
    assert (card.name, card.url) == (f"ideas.ideas/{call.slug}", f"{call.url}donnees/")


def test_words_of_officers_take_their_place(call):
    call.data_purpose, call.data_more = "choisir un nom de parc", "Lu aussi par le jury."

    assert call.data_card.purpose == "choisir un nom de parc"
    assert call.data_card.particular.endswith("Lu aussi par le jury.")


@pytest.mark.parametrize("answer_by", [None, clock.days(10).date(), clock.days(80).date()])
def test_addresses_are_erased_from_the_day_that_the_card_says(portal_site, answer_by):
    call = IdeaConsultationFactory.create(answer_by=answer_by)
    make_idea(call, email="tilleul@test.example")
    day = erased_on(call, days=365)
    noon = clock.NOW + (day - timezone.localdate(clock.NOW))

    assert erase_addresses(at=noon - timedelta(days=2)) == 0
    assert erase_addresses(at=noon + timedelta(days=0)) == 1


def test_public_card_says_everything_the_law_asks(client: StrictClient, call):
    page = plain(main_of(client.get(call.data_url)))

    for words in (
        "répondre à chacune",
        "Mission d’intérêt public",
        "Qui les lit",
        "Combien de temps",
        "Adresses effacées le",
        "CNIL",
    ):
        assert words in page


def test_notice_beside_the_form_leads_to_the_card(client: StrictClient, call):
    notice = main_of(client.get(call.contribute_url)).select_one("[data-processing='ideas.ideas']")

    assert notice.select_one(f'a[href="{call.data_url}"]')
    assert f'href="{call.data_url}"' in client.get(call.url).content.decode()


def test_sensitive_question_warns_before_the_form(client: StrictClient, call):
    Activity.objects.filter(pk=call.pk).update(data_sensitive=True)

    page = main_of(client.get(call.contribute_url))

    assert "ne donnez aucun détail" in plain(page.select_one(".notice--warning")).lower()


def test_card_of_agents_is_for_agents(client: StrictClient, client_of, resident, agent, call):
    address = AgentConsultationFactory.create().data_url

    assert client.get(address).status_code == 302
    assert client_of(resident).get(address).status_code == 403
    assert client_of(agent).get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_cards_of_all_calls_are_one_query(portal_site, count, django_assert_num_queries):
    IdeaConsultationFactory.create_batch(count)

    with django_assert_num_queries(1):
        assert len(list(activity_cards())) == count


def _value(field: Any) -> str | None:
    """What a browser would send of this field, if anything."""
    if field.name == "textarea":
        return str(field.get_text()).removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]")
        return str(chosen["value"]) if chosen else ""
    if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
        return None
    return str(field.get("value", ""))


def _filled(browser: StrictClient, call: IdeaConsultation, **changes: str) -> dict[str, str]:
    found = soup(browser.get(f"{FORM}/edit/{call.pk}/").content)
    fields = found.select("form#w-editor-form :is(input, textarea, select)[name]")
    typed = {field["name"]: _value(field) for field in fields}
    sent = {name: value for name, value in typed.items() if value is not None}
    return {**sent, "body-count": "0", "action-publish": "1", **changes}


def test_officers_find_the_words_and_may_change_them(client_of, communications, call):
    browser = client_of(communications)
    filled = _filled(browser, call)
    assert filled["data_purpose"] == said(processing("ideas.ideas").purpose)

    response = browser.post(f"{FORM}/edit/{call.pk}/", filled)
    call.refresh_from_db()
    # What is still the portal's is not copied: it goes on following the delays.
    assert (response.status_code, call.data_purpose, call.data_retention) == (302, "", "")

    browser.post(f"{FORM}/edit/{call.pk}/", {**filled, "data_purpose": "choisir un nom"})
    call.refresh_from_db()
    assert call.data_purpose == "choisir un nom"


@pytest.mark.parametrize("name", ["data_purpose", "data_retention"])
def test_nothing_is_published_without_purpose_and_retention(client_of, communications, call, name):
    browser = client_of(communications)

    response = browser.post(f"{FORM}/edit/{call.pk}/", _filled(browser, call, **{name: " "}))

    assert response.status_code == 200
    assert name in response.context["form"].errors


def test_a_new_call_begins_with_the_words_of_the_portal(client_of, communications, portal_site):
    page = soup(client_of(communications).get(f"{FORM}/add/"))

    assert _value(page.select_one("[name=data_purpose]")) == said(processing("ideas.ideas").purpose)
