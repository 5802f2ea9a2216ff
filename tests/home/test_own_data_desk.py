"""The desk of personal data: who enters, what is done on request, and its month."""

import datetime
import io
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from participation.models import Contribution
from portal.accounts.models import User
from portal.decisions import Refused
from portal.owndata import actions, rules
from portal.owndata.enums import DataRefusal
from portal.owndata.models import DataRequest
from portal.owndata.persons import person_of
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, AgentFactory, SuperuserFactory, UserFactory
from tests.factories.participation import published_idea
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("portal_site", "now")

REASON = "Lettre du 4 mai, identité vérifiée."


@pytest.fixture
def dpo(db: None) -> User:
    """Who holds the right, and no other."""
    user = AgentFactory.create(first_name="Dominique", last_name="Roux")
    for name in ("access_admin", "erase_personal_data"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    return user


@pytest.fixture
def desk(dpo: User) -> StrictClient:
    """The browser of the officer, who has just shown again who they are."""
    browser = StrictClient()
    browser.force_login(dpo, backend="django.contrib.auth.backends.ModelBackend")
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def looked_for(browser: StrictClient, email: str) -> str:
    found = browser.post(reverse("owndata_desk:index"), {"email": email})
    assert found.status_code == 302
    address: str = found.headers["Location"]
    assert email not in address
    return address


def asked(**fields: Any) -> DataRequest:
    given = {
        "kind": "erasure",
        "email": "",
        "received_on": clock.NOW.date(),
        "reason": REASON,
        "opened_at": clock.NOW,
        **fields,
    }
    return DataRequest.objects.create(**given)


@pytest.mark.parametrize(
    ("received", "due"),
    [((2026, 5, 11), (2026, 6, 11)), ((2026, 1, 31), (2026, 2, 28)), ((2026, 12, 5), (2027, 1, 5))],
)
def test_request_is_due_one_month_later(received: Any, due: Any) -> None:
    assert rules.due_on(datetime.date(*received)) == datetime.date(*due)


@pytest.mark.parametrize("name", ["index", "record"])
def test_desk_is_closed_without_the_right(moderator: User, name: str) -> None:
    browser = StrictClient()
    browser.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")

    assert browser.get(reverse(f"owndata_desk:{name}")).status_code in {302, 403}
    assert "demandes-de-donnees" not in browser.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(
    desk: StrictClient, dpo: User, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        asked(opened_by=dpo)
        asked(outcome="done", note=REASON, closed_at=clock.NOW, closed_by=dpo)
    desk.get(reverse("owndata_desk:index"))

    with django_assert_num_queries(15):
        desk.get(reverse("owndata_desk:index"))


def test_late_requests_say_so(desk: StrictClient) -> None:
    asked(received_on=datetime.date(2026, 4, 1))
    asked(received_on=datetime.date(2026, 5, 1))

    page = desk.get(reverse("owndata_desk:index")).content.decode()

    assert page.count("en retard") == 1
    assert "1er\u00a0juin 2026" in page


def test_person_is_found_by_address_and_taken_out_with_a_reason(
    desk: StrictClient, dpo: User
) -> None:
    published_idea(email="odile@test.example", title="Un banc")
    person = looked_for(desk, "Odile@test.example")
    waiting = asked(kind="access", email="odile@test.example")

    page = desk.get(person).content.decode()
    without = desk.post(person, {"export": "1", "export-reason": ""})
    response = desk.post(person, {"export": "1", "export-reason": REASON})

    assert "1 contribution" in page
    assert without.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert b"Un banc" in archive.read("donnees.json")
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.email, waiting.closed_by) == ("done", "", dpo)
    event = SecurityEvent.objects.get(event="owndata.archive.taken")
    assert (event.actor, event.details["self_service"]) == (dpo, False)


def test_person_is_erased_on_request_with_a_reason(
    desk: StrictClient, dpo: User, django_capture_on_commit_callbacks: Any
) -> None:
    user = UserFactory.create(email="odile@test.example")
    idea = published_idea(author=user, display_name="Odile", email="odile@test.example")
    person = looked_for(desk, "odile@test.example")

    refused = desk.post(person, {"erase": "1", "erase-reason": "non", "erase-sure": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        done = desk.post(
            person,
            {"erase": "1", "erase-reason": REASON, "erase-sure": "on", "erase-fate": "garder"},
        )

    assert refused.status_code == 200
    assert done.status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()
    assert Contribution.objects.get(pk=idea.pk).display_name == "Compte supprimé"
    request = DataRequest.objects.get()
    assert (request.reason, request.closed_by, request.is_self_service) == (REASON, dpo, False)
    assert request.counts["contributions"] == 1
    event = SecurityEvent.objects.get(event="owndata.person.erased")
    assert (event.actor, event.details["request"]) == (dpo, request.pk)
    assert mail.outbox[-1].to == ["odile@test.example"]


def test_officer_is_asked_again_who_they_are(dpo: User) -> None:
    browser = StrictClient()
    browser.force_login(dpo, backend="django.contrib.auth.backends.ModelBackend")
    person = looked_for(browser, "odile@test.example")

    response = browser.post(person, {"export": "1", "export-reason": REASON})

    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_address_that_knows_nothing_says_so(desk: StrictClient) -> None:
    page = desk.get(looked_for(desk, "personne@inconnue.example")).content.decode()

    assert "Rien n’est conservé sous cette adresse" in page


def test_page_of_a_person_ends(desk: StrictClient) -> None:
    response = desk.get(reverse("owndata_desk:person", args=["faux"]))

    assert response.headers["Location"] == reverse("owndata_desk:index")


def test_request_is_recorded_then_refused_with_its_reason(desk: StrictClient, dpo: User) -> None:
    record = reverse("owndata_desk:record")
    data = {"kind": "objection", "received_on": "2026-05-04", "reason": REASON, "email": "A@b.fr"}

    tomorrow = desk.post(record, {**data, "received_on": "2026-05-12"})
    assert desk.get(record).status_code == 200
    desk.post(record, data)
    made = DataRequest.objects.get()
    page = reverse("owndata_desk:request", args=[made.pk])
    assert "a@b.fr" in desk.get(page).content.decode()
    desk.post(page, {"outcome": "refused", "note": "La demande n’est pas fondée."})
    made.refresh_from_db()

    assert str(DataRefusal.IN_THE_FUTURE.label) in tomorrow.content.decode()
    assert (made.outcome, made.email, made.opened_by, made.closed_by) == ("refused", "", dpo, dpo)
    assert "n’est pas fondée" in desk.get(page).content.decode()
    with pytest.raises(Refused, match=str(DataRefusal.ALREADY_CLOSED.label)):
        actions.close_request(request=made, outcome="done", note=REASON, by=dpo, at=clock.NOW)


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "done"},
        {"outcome": "done", "closed_at": clock.NOW, "email": "a@b.fr"},
        {"reason": ""},
        {"outcome": "refused", "closed_at": clock.NOW},
    ],
)
def test_database_refuses_what_makes_no_sense(fields: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(**fields)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_leave_together() -> None:
    pair = [SuperuserFactory.create(), SuperuserFactory.create()]

    outcomes = together(
        2, lambda rank: actions.erase_person(person=person_of(pair[rank]), at=clock.NOW) and None
    )

    assert sorted(map(str, outcomes)) == ["None", "last_administrator"]
    assert User.objects.filter(is_superuser=True).count() == 1
