"""Consents: noted once with their very words, taken back as easily, forgotten with the person."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from portal.accounts.personal_data import Person
from portal.decisions import Refused
from portal.privacy import registry
from portal.privacy.actions import forget_consents, give_consent, withdraw_consent
from portal.privacy.enums import ConsentChannel, ConsentReason
from portal.privacy.links import consent_of, withdrawal_path
from portal.privacy.models import Consent, ConsentText
from portal.privacy.queries.consents import active_consents, taken_consents
from portal.privacy.registry import ConsentKind
from tests.factories.accounts import UserFactory
from tests.support.clock import NOW, days
from tests.support.html import main_of, plain

pytestmark = pytest.mark.django_db
ADDRESS = "tilleul@test.example"


@pytest.fixture(autouse=True)
def withdrawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of consent, and which were taken back."""
    done: list[int] = []
    kind = ConsentKind("news", "Nouvelles du quartier", lambda consent, at: done.append(consent.pk))
    monkeypatch.setitem(registry._kinds, "news", kind)
    return done


def given(**fields: Any) -> Consent:
    told = {"kind": "news", "text": "Oui, écrivez-moi.", "at": NOW, "email": ADDRESS}
    return give_consent(**{**told, **fields})


def test_consent_keeps_words_and_no_address():
    consent = given()

    assert consent.text.text == "Oui, écrivez-moi."
    assert (consent.user, consent.channel, consent.given_at) == (None, ConsentChannel.ONLINE, NOW)
    assert ADDRESS not in str(Consent.objects.values().get())


def test_the_same_consent_is_noted_once():
    assert given() == given(at=days(1), email=ADDRESS.upper())
    other = given(scope="topic:parcs")

    assert Consent.objects.count() == 2
    assert ConsentText.objects.get() == other.text


def test_new_words_are_another_text():
    given(), given(scope="b", text="Autre chose.")

    assert ConsentText.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"email": ""}, ConsentReason.NOBODY), ({"kind": "unheard"}, ConsentReason.UNKNOWN)],
)
def test_consent_of_nobody_or_of_nothing_is_refused(fields, reason):
    with pytest.raises(Refused) as refused:
        given(**fields)

    assert refused.value.reason == reason


def test_withdrawal_ends_it_once_and_it_may_be_given_again(withdrawn):
    consent = given()

    withdraw_consent(consent=consent, at=days(1))
    withdraw_consent(consent=consent, at=days(2))
    again = given(at=days(3))

    consent.refresh_from_db()
    assert consent.withdrawn_at == days(1)
    assert withdrawn == [consent.pk]
    assert again.pk != consent.pk


def test_database_refuses_a_consent_of_nobody():
    text = given().text
    with (
        pytest.raises(IntegrityError, match="consent_is_of_somebody"),
        transaction.atomic(),
    ):
        Consent.objects.create(kind="news", text=text, channel="online", given_at=NOW)


def test_database_refuses_the_same_consent_twice():
    consent = given()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            kind="news",
            text=consent.text,
            channel="online",
            given_at=NOW,
            email_digest=consent.email_digest,
        )


def test_link_opens_and_one_press_takes_back(client, portal_site):
    consent = given()
    path = withdrawal_path(consent.pk)

    page = plain(main_of(client.get(path)))
    assert "Nouvelles du quartier" in page
    assert "Oui, écrivez-moi." in page
    consent.refresh_from_db()
    assert consent.withdrawn_at is None

    response = client.post(path, follow=True)

    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert "retiré" in plain(main_of(response))
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("token", ["faux", "é", "x" * 3000])
def test_link_that_is_not_whole_says_so(client, portal_site, token):
    assert consent_of(token) is None
    assert client.get(f"/consentement/{token}/").status_code == 404


def test_account_shows_its_consents_and_takes_back_in_one_press(client_of, portal_site):
    user = UserFactory.create(email=ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True)
    by_address, by_account = given(), given(user=user, scope="b")
    of_another = given(email="autre@test.example")
    browser = client_of(user)

    assert set(active_consents(user)) == {by_address, by_account}
    page = main_of(browser.get("/compte/"))
    assert len(page.select("#mes-consentements form")) == 2
    browser.post(f"/compte/consentements/{by_address.pk}/")
    refused = browser.post(f"/compte/consentements/{of_another.pk}/")

    assert active_consents(user) == [by_account]
    assert refused.status_code == 404


def test_an_address_that_nobody_proved_brings_nothing(portal_site):
    user = UserFactory.create(email=ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=False)
    given()

    assert active_consents(user) == []


def test_consents_are_taken_away_and_forgotten_with_the_person():
    user = UserFactory.create()
    given(), given(user=user), given(email="autre@test.example")
    person = Person(user_id=user.pk, emails=frozenset({ADDRESS}))

    taken = [one.values["text"] for one in taken_consents(person)]
    assert taken == ["Oui, écrivez-moi."] * 2
    assert forget_consents(person, NOW) == 2

    assert Consent.objects.count() == 1
