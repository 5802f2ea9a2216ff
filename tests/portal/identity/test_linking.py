"""Linking an identity to an account: both controls proved, on purpose, undone when one wants."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.utils import timezone

from portal.cms.models import SiteSettings
from portal.decisions import Refused
from portal.identity.actions import link_identity, unlink_identity
from portal.identity.enums import Reason
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.support.html import main_of, said

pytestmark = pytest.mark.django_db
ACCOUNT = "/compte/identites/"


@pytest.fixture
def neighbour(portal_site):
    """Somebody with a password and a verified address, the one that FranceConnect gives too."""
    user = UserFactory.create(email="marie@test.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _signs_in(person, user):
    data = {"login": user.email, "password": PASSWORD}
    return person.client.post("/compte/login/", data)


def _events():
    return list(SecurityEvent.objects.order_by("pk").values_list("event", flat=True))


def test_same_address_never_links_by_itself(franceconnect, person, neighbour):
    response = person.goes_through(franceconnect)

    assert response.url == "/compte/identites/premiere-fois/"
    assert person.user is None
    assert SocialAccount.objects.count() == 0


def test_first_visit_links_to_the_account_once_both_are_proved(franceconnect, person, neighbour):
    page = person.client.get(person.goes_through(franceconnect).url)
    sign_in = main_of(page).find("a", class_="button")["href"]
    assert sign_in == "/compte/login/?next=/compte/identites/relier/"
    data = {"login": neighbour.email, "password": PASSWORD, "next": "/compte/identites/relier/"}

    asked = person.client.post("/compte/login/", data, follow=True)

    assert "FranceConnect" in main_of(asked).h1.get_text()
    assert SocialAccount.objects.count() == 0, "nothing is linked before it is asked for"
    person.client.post("/compte/identites/relier/")
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid) == (neighbour, franceconnect.person["sub"])
    assert "identity.linked" in _events()
    person.client.post("/compte/logout/")
    assert person.goes_through(franceconnect).url == "/compte/"
    assert person.user == neighbour


def test_linking_is_told_by_mail(django_capture_on_commit_callbacks, neighbour):
    with django_capture_on_commit_callbacks(execute=True):
        link_identity(user=neighbour, provider="franceconnect", subject="x", at=timezone.now())

    [message] = mail.outbox
    assert message.to == [neighbour.email]
    assert "FranceConnect" in message.body
    assert neighbour.email not in message.subject
    [(html, kind)] = message.alternatives
    assert kind == "text/html" and "FranceConnect" in html


def test_waiting_identity_is_forgotten_after_a_quarter_of_an_hour(franceconnect, person, neighbour):
    person.goes_through(franceconnect)
    _signs_in(person, neighbour)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        response = person.client.post("/compte/identites/relier/")

    assert response.url == ACCOUNT
    assert SocialAccount.objects.count() == 0


def test_waiting_identity_needs_somebody_signed_in(franceconnect, person):
    person.goes_through(franceconnect)

    response = person.client.post("/compte/identites/relier/")

    assert response.url == "/compte/login/?next=/compte/identites/relier/"


def test_account_links_an_identity(proconnect, person, neighbour):
    _signs_in(person, neighbour)
    page = main_of(person.client.get(ACCOUNT))
    assert page.find("form", action="/compte/identites/proconnect/relier/")

    response = person.goes_through(proconnect, "relier")

    assert response.url == ACCOUNT
    assert SocialAccount.objects.get().user == neighbour
    neighbour.refresh_from_db()
    assert neighbour.is_agent, "the employer was verified"
    assert neighbour.email == "marie@test.example", "the account keeps its own address"
    assert EmailAddress.objects.count() == 1


def test_linking_needs_a_recent_sign_in(proconnect, person, neighbour):
    _signs_in(person, neighbour)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        page = main_of(person.client.get(ACCOUNT))
        response = person.leaves(proconnect, "relier")

    assert page.find("form", action="/compte/identites/proconnect/relier/") is None
    assert page.find("a", href="/compte/reauthenticate/?next=/compte/identites/")
    assert response.url == ACCOUNT
    assert proconnect.asked == []


def test_linking_is_never_an_address(proconnect, person, neighbour):
    _signs_in(person, neighbour)

    response = person.client.get("/compte/identites/proconnect/relier/")

    assert response.url == "/compte/login/"
    assert proconnect.asked == []


def test_stranger_links_nothing(proconnect, person):
    response = person.leaves(proconnect, "relier")

    assert response.url.startswith("/compte/login/")


def test_answer_to_link_serves_the_account_that_asked_only(proconnect, person, neighbour):
    """Somebody signs in as another person meanwhile: the identity is not given to them."""
    _signs_in(person, neighbour)
    back = person.agrees(person.leaves(proconnect, "relier").url)
    departures = person.client.session["identity_departures"]
    person.client.post("/compte/logout/")
    other = UserFactory.create()
    person.client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    session = person.client.session
    session["identity_departures"] = departures
    session.save()

    response = person.returns(back)

    assert "proconnect.session_changed" in said(response)
    assert SocialAccount.objects.count() == 0


def test_identity_of_somebody_else_is_refused(proconnect, person, neighbour, resident):
    SocialAccount.objects.create(user=resident, provider="proconnect", uid="agent-0042")
    _signs_in(person, neighbour)

    response = person.goes_through(proconnect, "relier")

    assert response.status_code == 403
    assert "proconnect.linked_elsewhere" in said(response)
    assert SocialAccount.objects.get().user == resident


def test_second_identity_of_a_provider_is_refused(proconnect, person, neighbour):
    SocialAccount.objects.create(user=neighbour, provider="proconnect", uid="ancien")
    _signs_in(person, neighbour)

    response = person.goes_through(proconnect, "relier")

    assert "proconnect.has_one_already" in said(response)
    assert SocialAccount.objects.get().uid == "ancien"


def test_linking_again_changes_nothing(proconnect, person, neighbour):
    held = SocialAccount.objects.create(user=neighbour, provider="proconnect", uid="agent-0042")
    _signs_in(person, neighbour)

    assert person.goes_through(proconnect, "relier").url == ACCOUNT
    assert SocialAccount.objects.get() == held
    assert "identity.linked" not in _events()


def test_identity_is_removed_where_a_password_remains(proconnect, person, neighbour):
    held = SocialAccount.objects.create(user=neighbour, provider="proconnect", uid="agent-0042")
    _signs_in(person, neighbour)
    page = main_of(person.client.get(ACCOUNT))
    assert page.find("form", action=f"/compte/identites/{held.pk}/retirer/")

    response = person.client.post(f"/compte/identites/{held.pk}/retirer/")

    assert response.url == ACCOUNT
    assert SocialAccount.objects.count() == 0
    assert "identity.unlinked" in _events()


def test_last_way_in_stays(franceconnect, person, neighbour):
    neighbour.set_unusable_password()
    neighbour.save()
    held = SocialAccount.objects.create(
        user=neighbour, provider="franceconnect", uid=franceconnect.person["sub"]
    )
    person.goes_through(franceconnect)
    EmailAddress.objects.update(verified=False)
    page = main_of(person.client.get(ACCOUNT))
    assert page.find("form", action=f"/compte/identites/{held.pk}/retirer/") is None
    assert page.find("a", href="/compte/password/set/")

    response = person.client.post(f"/compte/identites/{held.pk}/retirer/", follow=True)

    assert "franceconnect.last_way_in" in said(response)
    assert SocialAccount.objects.get() == held


def test_code_by_mail_is_another_way_in(franceconnect, person, neighbour):
    neighbour.set_unusable_password()
    neighbour.save()
    sub = franceconnect.person["sub"]
    held = SocialAccount.objects.create(user=neighbour, provider="franceconnect", uid=sub)
    person.goes_through(franceconnect)

    person.client.post(f"/compte/identites/{held.pk}/retirer/")

    assert SocialAccount.objects.count() == 0


def test_other_identity_is_another_way_in_while_it_is_configured(
    franceconnect, proconnect, person, neighbour, settings
):
    neighbour.set_unusable_password()
    neighbour.save()
    sub = franceconnect.person["sub"]
    held = SocialAccount.objects.create(user=neighbour, provider="franceconnect", uid=sub)
    SocialAccount.objects.create(user=neighbour, provider="proconnect", uid="agent-0042")
    person.goes_through(franceconnect)
    EmailAddress.objects.update(verified=False)
    only = {"franceconnect": settings.IDENTITY_PROVIDERS["franceconnect"]}
    both, settings.IDENTITY_PROVIDERS = settings.IDENTITY_PROVIDERS, only

    person.client.post(f"/compte/identites/{held.pk}/retirer/")
    assert SocialAccount.objects.count() == 2
    settings.IDENTITY_PROVIDERS = both
    person.client.post(f"/compte/identites/{held.pk}/retirer/")
    assert [one.provider for one in SocialAccount.objects.all()] == ["proconnect"]


def test_identity_of_another_account_cannot_be_removed(proconnect, person, neighbour, resident):
    held = SocialAccount.objects.create(user=resident, provider="proconnect", uid="agent-0042")
    _signs_in(person, neighbour)

    assert person.client.post(f"/compte/identites/{held.pk}/retirer/").status_code == 404
    assert SocialAccount.objects.count() == 1


def test_removing_needs_a_recent_sign_in(proconnect, person, neighbour):
    held = SocialAccount.objects.create(user=neighbour, provider="proconnect", uid="agent-0042")
    _signs_in(person, neighbour)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        person.client.post(f"/compte/identites/{held.pk}/retirer/")

    assert SocialAccount.objects.count() == 1


def test_who_has_only_an_identity_confirms_with_it(franceconnect, person, neighbour):
    neighbour.set_unusable_password()
    neighbour.save()
    sub = franceconnect.person["sub"]
    SocialAccount.objects.create(user=neighbour, provider="franceconnect", uid=sub)
    person.goes_through(franceconnect)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        page = main_of(person.client.get(ACCOUNT))
        form = page.find("form", action="/compte/identites/franceconnect/entrer/")
        response = person.goes_through(
            franceconnect, next=form.find("input", {"name": "next"})["value"]
        )
        again = main_of(person.client.get(response.url))

    assert response.url == ACCOUNT
    assert again.find(class_="notice", string=lambda text: text and "confirm" in text) is None
    assert person.user == neighbour


def test_account_page_tells_of_identities(proconnect, person_of, neighbour):
    page = main_of(person_of(neighbour).client.get("/compte/"))

    assert page.find("a", href=ACCOUNT)


def test_without_provider_the_account_says_nothing_of_identities(client_of, portal_site, resident):
    browser = client_of(resident)

    assert main_of(browser.get("/compte/")).find("a", href=ACCOUNT) is None
    assert browser.get(ACCOUNT).status_code == 404


def test_inactive_account_is_not_opened(franceconnect, person, neighbour):
    neighbour.is_active = False
    neighbour.save()
    sub = franceconnect.person["sub"]
    SocialAccount.objects.create(user=neighbour, provider="franceconnect", uid=sub)

    response = person.goes_through(franceconnect)

    assert response.url == "/compte/inactive/"
    assert person.user is None


def test_closed_registration_still_links(franceconnect, person, neighbour):
    SiteSettings.objects.update(registration_open=False)
    page = person.client.get(person.goes_through(franceconnect).url)

    assert main_of(page).find("form", method="post") is None
    refused = person.client.post("/compte/identites/premiere-fois/", {"email": "x@test.example"})
    assert refused.status_code == 403
    assert main_of(page).find("a", class_="button")["href"].startswith("/compte/login/")


def test_first_visit_without_a_waiting_identity_leads_to_signing_in(client, portal_site):
    assert client.get("/compte/identites/premiere-fois/").url == "/compte/login/"


def test_unlinking_is_refused_by_the_action_too(neighbour):
    neighbour.set_unusable_password()
    neighbour.save()
    EmailAddress.objects.update(verified=False)
    held = SocialAccount.objects.create(user=neighbour, provider="franceconnect", uid="x")

    with pytest.raises(Refused) as refusal:
        unlink_identity(user=neighbour, pk=held.pk, configured=[], at=timezone.now())

    assert refusal.value.reason == Reason.LAST_WAY_IN
