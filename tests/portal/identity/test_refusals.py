"""Bad logins: each refused for its own reason, leaving no account, no session, and an event."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.identity.enums import Kind, Reason
from portal.identity.rules import kind_of
from portal.security.models import SecurityEvent
from tests.support.client import StrictClient
from tests.support.html import main_of, plain, soup
from tests.support.person import Person
from tests.support.refusals import assert_refused

pytestmark = pytest.mark.django_db


SPOILT = {
    "identity of another issuer": ({"iss": "https://autre.example"}, Reason.ISSUER_WRONG),
    "identity without issuer": ({"iss": None}, Reason.ISSUER_WRONG),
    "identity for another site": ({"aud": "autre-site"}, Reason.AUDIENCE_WRONG),
    "identity for two sites": ({"aud": ["ville-de-parvis", "autre"]}, Reason.AUDIENCE_WRONG),
    "identity asked by another": ({"azp": "autre-site"}, Reason.PARTY_WRONG),
    "identity of yesterday": ({"iat": time.time() - 86_400}, Reason.TOKEN_EXPIRED),
    "identity that expired": ({"exp": time.time() - 3_600}, Reason.TOKEN_EXPIRED),
    "identity that never ends": ({"exp": None}, Reason.TOKEN_EXPIRED),
    "identity of tomorrow": ({"iat": time.time() + 86_400}, Reason.TOKEN_EARLY),
    "identity not valid yet": ({"nbf": time.time() + 86_400}, Reason.TOKEN_EARLY),
    "forged nonce": ({"nonce": "x" * 43}, Reason.NONCE_WRONG),
    "no nonce": ({"nonce": None}, Reason.NONCE_WRONG),
    "weaker level": ({"acr": "eidas0"}, Reason.ACR_TOO_LOW),
    "no level": ({"acr": None}, Reason.ACR_TOO_LOW),
    "nobody": ({"sub": ""}, Reason.SUBJECT_WRONG),
    "a number for somebody": ({"sub": 42}, Reason.SUBJECT_WRONG),
    "somebody too long": ({"sub": "x" * 192}, Reason.SUBJECT_WRONG),
}


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_identity(franceconnect, person, name):
    franceconnect.identity, reason = SPOILT[name]

    response = person.goes_through(franceconnect)

    assert_refused(person, response, "franceconnect", reason)


FORGED = {
    "signed with another key": ("wrong_key", Reason.SIGNATURE_WRONG),
    "not signed": ("none", Reason.ALGORITHM_NONE),
    "signed with the public key as a secret": ("hs256", Reason.ALGORITHM_SYMMETRIC),
    "signed with a key nobody published": ("unknown_kid", Reason.KEY_UNKNOWN),
}


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
@pytest.mark.parametrize("name", FORGED)
def test_forged_identity(franceconnect, person, name, algorithm):
    franceconnect.rotate(algorithm)
    franceconnect.identity_signing, reason = FORGED[name]

    response = person.goes_through(franceconnect)

    assert_refused(person, response, "franceconnect", reason)


def test_unknown_key_has_the_keys_read_again_once(franceconnect, person):
    person.goes_through(franceconnect)
    franceconnect.identity_signing = "unknown_kid"

    person.goes_through(franceconnect)

    assert [place for place, _given in franceconnect.asked].count("jwks") == 2


DETAILS = {
    "of somebody else": ({"sub": "quelqu’un d’autre"}, "right", Reason.SUBJECT_DIFFERS),
    "of nobody": ({"sub": None}, "right", Reason.SUBJECT_DIFFERS),
    "of another issuer": ({"iss": "https://x.example"}, "right", Reason.USERINFO_ISSUER_WRONG),
    "for another site": ({"aud": "autre"}, "right", Reason.USERINFO_AUDIENCE_WRONG),
    "out of date": ({"exp": 1_000}, "right", Reason.TOKEN_EXPIRED),
    "signed with another key": ({}, "wrong_key", Reason.USERINFO_SIGNATURE_WRONG),
    "not signed": ({}, "none", Reason.ALGORITHM_NONE),
    "signed with the public key": ({}, "hs256", Reason.ALGORITHM_SYMMETRIC),
    "in plain JSON": ({}, "plain", Reason.USERINFO_PLAIN),
}


@pytest.mark.parametrize("name", DETAILS)
def test_spoilt_details(franceconnect, person, name):
    franceconnect.details, franceconnect.details_signing, reason = DETAILS[name]

    response = person.goes_through(franceconnect)

    assert_refused(person, response, "franceconnect", reason)


@pytest.mark.parametrize("siret", ["13002526500013", "", None, ["21940041700018"]])
def test_employer_that_is_not_the_city(proconnect, person, siret):
    proconnect.details = {"siret": siret}

    response = person.goes_through(proconnect)

    assert_refused(person, response, "proconnect", Reason.SIRET_REFUSED)


def test_forged_state(franceconnect, person):
    back = person.agrees(person.leaves(franceconnect).url)

    response = person.returns(back, state="a" * 75)

    assert_refused(person, response, "franceconnect", Reason.STATE_FORGED)


def test_no_state(franceconnect, person):
    back = person.agrees(person.leaves(franceconnect).url)

    response = person.returns(back, state=None)

    assert_refused(person, response, "franceconnect", Reason.STATE_MISSING)


def test_replayed_answer(franceconnect, person):
    back = person.agrees(person.leaves(franceconnect).url)
    franceconnect.identity = {"nonce": "x"}
    person.returns(back)

    response = person.returns(back)

    assert_refused(person, response, "franceconnect", Reason.STATE_REPLAYED)
    assert [place for place, _given in franceconnect.asked].count("token") == 1


def test_state_of_another_browser(franceconnect, person):
    """Somebody sends their own answer to a victim, who would be signed in as them."""
    other = Person(StrictClient())
    back = other.agrees(other.leaves(franceconnect).url)
    person.leaves(franceconnect)

    response = person.returns(back)

    assert_refused(person, response, "franceconnect", Reason.STATE_FOREIGN)


def test_state_of_the_other_provider(franceconnect, proconnect, person):
    back = person.agrees(person.leaves(franceconnect).url)

    response = person.returns(back.replace("franceconnect", "proconnect"))

    assert_refused(person, response, "proconnect", Reason.STATE_FOREIGN)


def test_state_that_is_too_old(franceconnect, person):
    back = person.agrees(person.leaves(franceconnect).url)

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        response = person.returns(back)

        assert_refused(person, response, "franceconnect", Reason.STATE_EXPIRED)


def test_code_of_somebody_else(franceconnect, person):
    """A stolen code, given with a state of one's own: PKCE or not, its nonce does not answer."""
    other = Person(StrictClient())
    stolen = dict(pair.split("=") for pair in other.agrees(other.leaves(franceconnect).url)
                  .partition("?")[2].split("&"))["code"]  # fmt: skip
    back = person.agrees(person.leaves(franceconnect).url)

    response = person.returns(back, code=stolen)

    assert_refused(person, response, "franceconnect", Reason.NONCE_WRONG)


def test_code_of_somebody_else_where_pkce_is_taken(proconnect, person):
    other = Person(StrictClient())
    stolen = dict(pair.split("=") for pair in other.agrees(other.leaves(proconnect).url)
                  .partition("?")[2].split("&"))["code"]  # fmt: skip
    back = person.agrees(person.leaves(proconnect).url)

    response = person.returns(back, code=stolen)

    assert_refused(person, response, "proconnect", Reason.CODE_REFUSED)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (None, Reason.CODE_MISSING),
        ("", Reason.CODE_MISSING),
        ("x" * 2_001, Reason.CODE_MISSING),
        ("faux", Reason.CODE_REFUSED),
    ],
)
def test_wrong_code(franceconnect, person, code, reason):
    back = person.agrees(person.leaves(franceconnect).url)

    response = person.returns(back, code=code)

    assert_refused(person, response, "franceconnect", reason)


def test_code_that_is_too_old(franceconnect, person):
    back = person.agrees(person.leaves(franceconnect).url)

    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        response = person.returns(back)

        assert_refused(person, response, "franceconnect", Reason.CODE_REFUSED)


@pytest.mark.parametrize("issuer", ["https://autre.example", "", None])
def test_answer_that_names_another_issuer(franceconnect, person, issuer):
    """RFC 9207: two providers are not mixed up."""
    back = person.agrees(person.leaves(franceconnect).url)

    response = person.returns(back, iss=issuer)

    assert_refused(person, response, "franceconnect", Reason.ISSUER_WRONG)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("access_denied", Reason.CANCELLED),
        ("temporarily_unavailable", Reason.PROVIDER_DOWN),
        ("invalid_scope", Reason.PROVIDER_REFUSED),
        ("<script>alert(1)</script>", Reason.PROVIDER_REFUSED),
    ],
)
def test_errors_that_the_provider_names(franceconnect, person, error, reason):
    franceconnect.cancels = error

    response = person.goes_through(franceconnect)

    assert_refused(person, response, "franceconnect", reason)
    assert b"alert" not in response.content


@pytest.mark.parametrize(
    "query", ["scope=openid+profile", "auth_params=prompt%3Dnone", "process=connect", "next=/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_parameters_in_the_address_are_refused(franceconnect, person, query, method):
    address = f"/compte/identites/franceconnect/entrer/?{query}"
    response = getattr(person.client, method)(address, follow=True)

    assert_refused(person, response, "franceconnect", Reason.PARAMETER_UNEXPECTED)
    assert franceconnect.asked == []


def test_an_address_alone_leads_to_the_sign_in_page(franceconnect, person):
    response = person.client.get("/compte/identites/franceconnect/entrer/")

    assert (response.status_code, response.url) == (302, "/compte/login/")
    assert franceconnect.asked == []


def test_a_form_of_another_site_leads_nowhere(franceconnect):
    browser = StrictClient(enforce_csrf_checks=True)

    response = browser.post("/compte/identites/franceconnect/entrer/")

    assert response.status_code == 403
    assert franceconnect.asked == []


def test_too_many_departures_from_one_connection(franceconnect, person, settings):
    settings.IDENTITY_LIMIT = 2
    for _time in range(2):
        assert person.leaves(franceconnect).status_code == 302

    response = person.leaves(franceconnect)

    assert_refused(person, response, "franceconnect", Reason.TOO_MANY)


def test_a_flood_of_forged_answers_keeps_the_first_ones(franceconnect, person, settings):
    settings.IDENTITY_LIMIT = 3
    for number in range(6):
        person.client.get(f"/compte/identites/franceconnect/retour/?state={number}&code=x")

    assert SecurityEvent.objects.filter(event="identity.refused").count() == 3


def test_wrong_document_is_not_kept(franceconnect, person):
    franceconnect.discovery = {"issuer": "https://autre.example"}
    person.leaves(franceconnect)
    franceconnect.discovery = {}

    assert person.leaves(franceconnect).status_code == 302


def test_provider_that_is_not_configured_does_not_exist(client, portal_site):
    for way in ("entrer", "retour", "relier"):
        assert client.get(f"/compte/identites/franceconnect/{way}/").status_code in {302, 404}
        assert client.post(f"/compte/identites/franceconnect/{way}/").status_code in {302, 404, 405}
    assert client.get("/compte/identites/franceconnect/retour/?state=x&code=y").status_code == 404
    assert soup(client.get("/compte/login/")).select(".identities") == []


@pytest.mark.parametrize("kind", Kind)
def test_each_page_says_what_to_do(kind, franceconnect, client, client_of, resident):
    reason = next(reason for reason in Reason if kind_of(reason) == kind)
    address = f"/compte/identites/franceconnect/refus/{reason.value}/"

    for browser in (client, client_of(resident)):
        page = main_of(browser.get(address))

        assert plain(page.h1) == kind.label.replace("\u00a0", " ")
        assert len(page.select("ul > li")) >= 3
    assert not SecurityEvent.objects.filter(event="identity.refused").exists()


@pytest.mark.parametrize("address", ["franceconnect/refus/inventé/", "proconnect/refus/cancelled/"])
def test_no_other_page_of_refusal_exists(franceconnect, client, address):
    assert client.get(f"/compte/identites/{address}").status_code == 404


def test_each_refusal_is_told_in_one_of_the_ways():
    assert {kind_of(reason) for reason in Reason} == set(Kind)
