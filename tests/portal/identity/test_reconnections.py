"""An agent whom ProConnect names anew: an administrator gives the account back, no address does."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.decisions import Refused
from portal.identity.actions import accept_reconnection, ask_reconnection, refuse_reconnection
from portal.identity.enums import Outcome, Reason
from portal.identity.models import Reconnection
from portal.security.models import SecurityEvent
from tests.factories.accounts import AgentFactory
from tests.support.html import main_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def martin(portal_site):
    """An agent who entered by ProConnect until their employer changed its identity provider."""
    user = AgentFactory.create(email="a.martin@ville.example")
    SocialAccount.objects.create(user=user, provider="proconnect", uid="ancien")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _ask(email="a.martin@ville.example", subject="nouveau"):
    ask_reconnection(provider="proconnect", subject=subject, email=email, at=timezone.now())


def test_new_identifier_is_not_recognised_by_its_address(proconnect, person, martin):
    response = person.goes_through(proconnect)

    assert response.url == "/compte/identites/premiere-fois/"
    assert person.user is None


def test_agent_asks_and_the_administrator_reconnects(
    proconnect, person, martin, administrator, client_of, django_capture_on_commit_callbacks
):
    person.goes_through(proconnect)
    with django_capture_on_commit_callbacks(execute=True):
        sent = person.client.post("/compte/identites/retrouver/", {"former_email": martin.email})
    assert sent.status_code == 200
    assert [message.to for message in mail.outbox] == [[martin.email]]
    browser = client_of(administrator)
    asked = Reconnection.objects.get()
    assert martin.email in said(browser.get("/admin/reconnections/"))
    assert martin.email in said(browser.get(f"/admin/reconnections/{asked.pk}/"))

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/admin/reconnections/{asked.pk}/", {"decision": "accept"})

    asked.refresh_from_db()
    assert (asked.outcome, asked.decided_by, asked.subject) == ("accepted", administrator, "")
    assert [one.uid for one in martin.socialaccount_set.all()] == ["agent-0042"]
    assert len(mail.outbox) == 2
    person.client.cookies.clear()
    assert person.goes_through(proconnect).url == "/compte/"
    assert person.user == martin
    events = SecurityEvent.objects.values_list("event", flat=True)
    assert {"identity.reconnection.asked", "identity.reconnection.accepted"} <= set(events)


def test_answer_never_tells_whether_an_account_exists(proconnect, person, martin, resident):
    texts = set()
    for email in (martin.email, resident.email, "inconnu@ville.example"):
        person.goes_through(proconnect)
        sent = person.client.post("/compte/identites/retrouver/", {"former_email": email})
        texts.add((sent.status_code, said(sent)))

    assert len(texts) == 1
    assert [asked.user for asked in Reconnection.objects.all()] == [martin]


def test_wrong_address_is_explained(proconnect, person):
    person.goes_through(proconnect)

    response = person.client.post("/compte/identites/retrouver/", {"former_email": "pas"})

    assert main_of(response).select_one(".errors")


def test_asking_needs_a_verified_identity(proconnect, person, martin):
    response = person.client.post("/compte/identites/retrouver/", {"former_email": martin.email})

    assert response.url == "/compte/login/"
    assert Reconnection.objects.count() == 0


def test_resident_cannot_ask_for_an_account(franceconnect, person, martin):
    person.goes_through(franceconnect)

    person.client.post("/compte/identites/retrouver/", {"former_email": martin.email})

    assert Reconnection.objects.count() == 0


def test_asked_twice_waits_once(martin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _ask()
        _ask()

    assert Reconnection.objects.count() == 1
    assert len(mail.outbox) == 1


def test_database_keeps_one_request_waiting(martin):
    _ask()

    with (
        pytest.raises(IntegrityError, match="reconnection_waits_once|UNIQUE"),
        transaction.atomic(),
    ):
        Reconnection.objects.create(
            provider="proconnect", subject="nouveau", user=martin, asked_at=timezone.now()
        )


def test_database_dates_each_decision(martin):
    _ask()

    with (
        pytest.raises(IntegrityError, match="reconnection_decided_on_a_date"),
        transaction.atomic(),
    ):
        Reconnection.objects.update(outcome=Outcome.ACCEPTED)


def test_refused_request_changes_nothing(martin, administrator):
    _ask()

    refuse_reconnection(pk=Reconnection.objects.get().pk, by=administrator, at=timezone.now())

    assert SocialAccount.objects.get().uid == "ancien"
    assert Reconnection.objects.get().subject == ""


@pytest.mark.parametrize("decide", [accept_reconnection, refuse_reconnection])
def test_decided_request_is_decided(martin, administrator, decide):
    _ask()
    pk = Reconnection.objects.get().pk
    refuse_reconnection(pk=pk, by=administrator, at=timezone.now())

    with pytest.raises(Refused) as refusal:
        decide(pk=pk, by=administrator, at=timezone.now())

    assert refusal.value.reason == Reason.ALREADY_DECIDED


def test_identity_linked_meanwhile_is_not_taken_from_its_account(martin, administrator, resident):
    _ask()
    SocialAccount.objects.create(user=resident, provider="proconnect", uid="nouveau")

    with pytest.raises(Refused) as refusal:
        accept_reconnection(pk=Reconnection.objects.get().pk, by=administrator, at=timezone.now())

    assert refusal.value.reason == Reason.LINKED_ELSEWHERE
    assert martin.socialaccount_set.get().uid == "ancien"


@pytest.mark.parametrize("who", ["moderator", "communications", "officer"])
def test_only_administrators_reconnect(request, client_of, martin, who):
    browser = client_of(request.getfixturevalue(who))
    _ask()
    pk = Reconnection.objects.get().pk

    for address in ("/admin/reconnections/", f"/admin/reconnections/{pk}/"):
        assert browser.get(address).status_code in {302, 403}
        browser.post(address, {"decision": "accept"})
    assert Reconnection.objects.get().outcome == Outcome.WAITING


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(
    administrator, client_of, portal_site, django_assert_num_queries, number, proconnect
):
    for each in range(number):
        user = AgentFactory.create()
        SocialAccount.objects.create(user=user, provider="proconnect", uid=f"ancien-{each}")
        _ask(user.email, f"nouveau-{each}")
    browser = client_of(administrator)
    browser.get("/admin/reconnections/")

    with django_assert_num_queries(12):
        page = browser.get("/admin/reconnections/")

    assert len(main_of(page).select("tbody tr")) == number


def test_menu_shows_the_entry_where_proconnect_exists(administrator, client_of, proconnect):
    assert b"/admin/reconnections/" in client_of(administrator).get("/admin/").content


def test_empty_list_says_why(administrator, client_of, portal_site):
    page = main_of(client_of(administrator).get("/admin/reconnections/"))

    assert page.find("table") is None
