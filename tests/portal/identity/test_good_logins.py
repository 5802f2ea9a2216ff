"""Two good logins: a resident by FranceConnect, an agent by ProConnect; what is kept of them."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.db import connection
from django.utils import timezone

from portal.accounts.models import User
from portal.agents.actions import withdraw_agent_status
from portal.security.models import SecurityEvent
from tests.factories.accounts import UserFactory
from tests.support.client import StrictClient
from tests.support.html import form_data, main_of, plain
from tests.support.person import Person

pytestmark = pytest.mark.django_db


def _confirm(person, address):
    """Follows the link that the portal mailed to check an address."""
    [message] = [one for one in mail.outbox if address in one.to]
    link = next(word for word in message.body.split() if "confirm-email" in word)
    return person.client.post(link.removeprefix("http://testserver"))


def test_resident_enters_by_franceconnect(franceconnect, person):
    response = person.opens_account(franceconnect)

    assert person.user is None, "the address of FranceConnect is a contact, which nobody verified"
    assert response.url == "/compte/confirm-email/"
    _confirm(person, "marie@test.example")
    assert person.user is None or person.user.email == "marie@test.example"
    again = person.goes_through(franceconnect)
    assert (again.status_code, again.url) == (302, "/compte/")
    assert person.user.email == "marie@test.example"
    assert person.user.is_agent is False
    assert "second_factor" not in person.client.session
    assert SecurityEvent.objects.filter(event="identity.session.opened").latest("pk").details == {
        "provider": "franceconnect",
        "second_factor": False,
        "assisted": False,
    }


def test_agent_enters_by_proconnect(proconnect, person):
    proconnect.amr = ["pwd", "mfa"]

    response = person.opens_account(proconnect)

    assert (response.status_code, response.url) == (302, "/compte/")
    assert person.user.email == "a.martin@ville.example"
    assert (person.user.is_agent, person.user.is_staff) == (True, False)
    assert not person.user.groups.exists()
    assert person.client.session["second_factor"] == "proconnect"
    assert SecurityEvent.objects.get(event="identity.account.opened").actor == person.user
    granted = SecurityEvent.objects.get(event="agents.status.granted")
    assert granted.details == {"user": person.user.pk, "source": "proconnect"}


def test_status_that_the_city_withdrew_does_not_come_back_by_signing_in(proconnect, person):
    person.opens_account(proconnect)
    user, officer = person.user, UserFactory.create()
    withdraw_agent_status(user=user, reason="A quitté la ville.", by=officer, at=timezone.now())
    person.client.logout()

    person.goes_through(proconnect)

    assert person.user == user
    assert person.user.is_agent is False


@pytest.mark.parametrize("amr", [None, [], ["pwd"], "mfa", ["mfa-not"]])
def test_without_second_factor_none_is_noted(proconnect, person, amr):
    proconnect.amr = amr

    person.opens_account(proconnect)

    assert person.user is not None
    assert "second_factor" not in person.client.session


def test_nothing_of_the_identity_is_kept_but_a_number(proconnect, person):
    proconnect.person |= {"given_name": "Angéliquette", "usual_name": "Martinière", "uid": "uid-77"}

    person.opens_account(proconnect)

    linked = SocialAccount.objects.get()
    assert (linked.provider, linked.uid, linked.extra_data) == ("proconnect", "agent-0042", {})
    assert SocialToken.objects.count() == 0
    found = [name for name in ("Angéliquette", "Martinière", "uid-77") if _in_database(name)]
    assert found == []
    [kept] = EmailAddress.objects.all()
    assert (kept.email, kept.verified, kept.primary) == ("a.martin@ville.example", True, True)


def _in_database(word):
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            if any(word in str(value) for row in cursor.fetchall() for value in row):
                return True
    return False


def test_proconnect_address_that_is_said_to_be_unverified_is_checked(proconnect, person):
    proconnect.person["email_verified"] = False
    proconnect.details["email_verified"] = False

    response = person.opens_account(proconnect)

    assert response.url == "/compte/confirm-email/"
    assert person.user is None


def test_another_address_typed_on_the_first_visit_is_checked(proconnect, person):
    response = person.opens_account(proconnect, email="autre@test.example")

    assert response.url == "/compte/confirm-email/"
    assert person.user is None
    assert [address.email for address in EmailAddress.objects.all()] == ["autre@test.example"]


def test_without_address_the_first_visit_asks_for_one(franceconnect, person, settings):
    known = settings.IDENTITY_PROVIDERS["franceconnect"]
    settings.IDENTITY_PROVIDERS = {"franceconnect": {**known, "scopes": ("openid",)}}

    response = person.goes_through(franceconnect)

    page = main_of(person.client.get(response.url))
    assert page.find("input", {"name": "email"}).get("value", "") == ""


def test_what_is_asked_of_franceconnect(franceconnect, person):
    left = person.leaves(franceconnect)
    person.agrees(left.url)

    [(_place, asked)] = [one for one in franceconnect.asked if one[0] == "authorize"]
    assert franceconnect.complaints == []
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "acr_values",
    }  # fmt: skip
    assert (asked["scope"], asked["acr_values"]) == ("openid email", "eidas1")
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32


def test_what_is_asked_of_proconnect(proconnect, person):
    person.agrees(person.leaves(proconnect).url)

    [(_place, asked)] = [one for one in proconnect.asked if one[0] == "authorize"]
    assert json.loads(asked["claims"]) == {"id_token": {"amr": {"essential": True}}}
    assert asked["code_challenge_method"] == "S256"
    assert "acr_values" not in asked


def test_state_and_nonce_are_new_each_time(franceconnect, person):
    asked = [person.leaves(franceconnect).url for _time in range(3)]

    for address in asked:
        person.agrees(address)
    sent = [given for place, given in franceconnect.asked if place == "authorize"]
    assert len({given["state"] for given in sent} | {given["nonce"] for given in sent}) == 6


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_provider_changes_its_key(franceconnect, person, algorithm):
    person.goes_through(franceconnect)
    franceconnect.rotate(algorithm)

    response = person.goes_through(franceconnect)

    assert response.url == "/compte/identites/premiere-fois/"
    places = [place for place, _given in franceconnect.asked]
    assert (places.count("jwks"), places.count(".well-known/openid-configuration")) == (2, 1)


def test_firmer_level_than_asked_for_is_enough(franceconnect, person):
    franceconnect.acr = "eidas2"

    assert person.goes_through(franceconnect).url == "/compte/identites/premiere-fois/"


def test_help_of_an_aide_is_flagged(franceconnect, person, resident):
    SocialAccount.objects.create(
        user=resident, provider="franceconnect", uid=franceconnect.person["sub"]
    )
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    franceconnect.person["rep_scope"] = ["Papier-Citoyenneté-Elections"]

    person.goes_through(franceconnect)

    assert person.user == resident
    assert person.client.session["assisted"] is True
    event = SecurityEvent.objects.get(event="identity.session.opened")
    assert event.details["assisted"] is True


def test_page_asked_for_is_shown_after_signing_in(proconnect, person):
    person.opens_account(proconnect)
    person.client.post("/compte/logout/")

    response = person.goes_through(proconnect, next="/participer/?etat=open")

    assert response.url == "/participer/?etat=open"


@pytest.mark.parametrize("address", ["https://ailleurs.example/", "//ailleurs.example/", "x:y"])
def test_nobody_is_sent_elsewhere_after_signing_in(proconnect, person, address):
    person.opens_account(proconnect)
    person.client.post("/compte/logout/")

    assert person.goes_through(proconnect, next=address).url == "/compte/"


def test_form_sent_twice_opens_one_account(franceconnect, person):
    response = person.goes_through(franceconnect)
    pending = person.client.session["socialaccount_sociallogin"]
    person.client.post(response.url, {"email": "marie@test.example"})
    session = person.client.session
    session["socialaccount_sociallogin"] = pending
    session.save()

    again = person.client.post(response.url, {"email": "autre@test.example"})

    assert again.url == "/compte/login/"
    assert [user.email for user in User.objects.all()] == ["marie@test.example"]


def test_first_visit_says_the_same_whether_the_address_has_an_account(franceconnect, resident):
    texts = []
    for number, email in enumerate(["inconnue@test.example", resident.email]):
        person = Person(StrictClient())
        franceconnect.person = {"sub": f"personne-{number}", "email": email}
        response = person.goes_through(franceconnect)
        page = person.client.get(response.url)
        texts.append(plain(main_of(page)))
        sent = person.client.post(response.url, form_data(page))
        assert (sent.status_code, sent.url) == (302, "/compte/confirm-email/")
        assert person.user is None

    assert texts[0] == texts[1]
    assert len(mail.outbox) == 2
    assert SocialAccount.objects.filter(user=resident).count() == 0
    assert User.objects.filter(email=resident.email).count() == 1
