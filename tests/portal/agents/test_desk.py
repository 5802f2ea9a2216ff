"""The desk of agents: lists, list of invitations read first, codes shown once, rights."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.agents import actions
from portal.agents.enums import AgentSource
from portal.agents.models import AgentInvitation, AgentRequest, AgentStatus, CodeBatch
from portal.form_tokens import new_token
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.agents import make_codes, make_invitation, make_request
from tests.support.html import plain, soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
LISTS = ("agents:index", "agent_requests:index", "agent_invitations:index", "agent_codes:index")


def now() -> Any:
    return timezone.now()


@pytest.fixture
def people(client_of: Any) -> Any:
    """The browser of somebody who looks after agents."""
    return client_of(StaffFactory.create(role=Role.PEOPLE))


def some(count: int) -> None:
    for number in range(count):
        user = UserFactory.create()
        actions.grant_agent_status(
            user=user, source=AgentSource.OFFICER, at=now(), by=SuperuserFactory.create()
        )
        make_request(at=now(), email=f"agente{number}@ville.example")
        make_invitation(f"invitee{number}@ville.example", at=now())
        make_codes(3, at=now())


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same(people: Any, name: str, django_assert_num_queries: Any) -> None:
    some(1)
    people.get(reverse(name))
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as one:
        page = people.get(reverse(name))
    assert page.status_code == 200
    some_more = ("a", "b")
    for letter in some_more:
        make_request(at=now(), email=f"{letter}@ville.example")
        make_invitation(f"{letter}2@ville.example", at=now())
        make_codes(2, at=now())
        actions.declare_agent(
            email=UserFactory.create().email, by=SuperuserFactory.create(), at=now()
        )
    with CaptureQueriesContext(connection) as three:
        people.get(reverse(name))

    assert len(one) == len(three)


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.MODERATORS, Role.AUDITORS])
def test_others_have_nothing_to_do_here(client_of: Any, role: Role) -> None:
    some(1)
    browser = client_of(StaffFactory.create(role=role))
    pages = [
        *LISTS,
        "agents:declare",
        "agents:file",
        "agent_invitations:invite",
        "agent_codes:make",
    ]

    for name in pages:
        assert browser.get(reverse(name)).status_code in {302, 403}, name
        assert browser.post(reverse(name)).status_code in {302, 403, 405}, name


def test_menu_counts_the_requests(people: Any) -> None:
    make_request(at=now())

    home = people.get(reverse("wagtailadmin_home")).content.decode()

    assert "Demandes \\u00e0 confirmer (1)" in home  # The menu is drawn from JSON.


def test_export_holds_neither_names_nor_addresses(people: Any) -> None:
    user = UserFactory.create(last_name="Dupont", department_name="=Éducation")
    actions.grant_agent_status(user=user, source=AgentSource.CODE, at=now())

    response = people.get(reverse("agents:file"))

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=Éducation" in text
    assert not ("Dupont" in text or user.email in text)


def file_of(text: str, name: str = "agents.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


LIST = """Adresse mail;Service
Nouvelle@ville.example;Éducation
nouvelle@ville.example;Éducation
pas une adresse;Voirie
;Cuisines
;Cuisines
;
agente@ville.example;Accueil
"""


def test_list_is_read_before_anything_is_sent(
    people: Any, django_capture_on_commit_callbacks: Any
) -> None:
    UserFactory.create(email="agente@ville.example", is_agent=True)
    address = reverse("agent_invitations:invite")

    read = people.post(address, {"action": "read", "file": file_of(LIST)})

    found = read.context["read"]
    assert (found.to_invite, found.agents_count, found.without_address) == (
        1,
        1,
        {"Cuisines": 2},
    )
    assert [line for line, _fault in found.faults] == [3, 4]
    assert not AgentInvitation.objects.exists()
    assert "count=2&amp;service=Cuisines" in read.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        sent = people.post(address, {"action": "send", "list": read.context["carried"]})
    assert sent.url == reverse("agent_invitations:index")
    assert [message.to for message in mail.outbox] == [["nouvelle@ville.example"]]


@pytest.mark.parametrize(
    "text",
    ["", "Nom;Prénom\nDupont;Anne\n", "Mail\n" + "\n".join(f"a{n}@v.example" for n in range(5001))],
)
def test_list_that_cannot_be_read_says_why(people: Any, text: str) -> None:
    address = reverse("agent_invitations:invite")

    response = people.post(address, {"action": "read", "file": file_of(text)})

    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_forged_list_is_not_sent(people: Any) -> None:
    address = reverse("agent_invitations:invite")

    response = people.post(address, {"action": "send", "list": "faux"}, follow=True)

    assert response.status_code == 200
    assert not AgentInvitation.objects.exists()


def test_codes_are_shown_once(people: Any) -> None:
    data = {
        "label": "Cuisines",
        "department_name": "Cuisines",
        "count": 120,
        "last_day": (timezone.localdate() + timedelta(days=10)).isoformat(),
        "token": new_token(),
    }
    address = reverse("agent_codes:make")
    assert people.get(address).status_code == 200

    sheets = people.post(address, data)
    again = people.post(address, data)

    assert len(soup(sheets).select(".code-slip")) == 120
    assert "no-store" in sheets.headers["Cache-Control"]
    assert not soup(again).select(".code-slip")
    batch = CodeBatch.objects.get()
    code = plain(soup(sheets).select_one(".code-slip__code"))
    page = people.get(reverse("agent_codes:batch", args=[batch.pk])).content.decode()
    assert code not in page
    assert people.post(reverse("agent_codes:batch", args=[batch.pk]), {"action": "cancel"}).url
    batch.refresh_from_db()
    assert batch.cancelled_at is not None


def test_request_is_confirmed_or_refused(people: Any) -> None:
    first = make_request(at=now())
    second = make_request(at=now(), email="deux@ville.example")
    address = reverse("agent_requests:request", args=[first.pk])
    assert people.get(address).status_code == 200

    assert people.post(address, {"action": "confirm"}).url == reverse("agent_requests:index")
    other = reverse("agent_requests:request", args=[second.pk])
    assert people.post(other, {"action": "refuse", "reason": ""}).status_code == 200
    assert people.post(other, {"action": "refuse", "reason": "Contrat fini."}).status_code == 302
    assert people.post(other, {"action": "confirm"}).status_code == 200  # Too late: it says so.

    states = AgentRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["confirmed", "refused"]
    assert User.objects.get(pk=first.user_id).is_agent


def test_agent_is_declared_given_an_end_and_withdrawn(people: Any) -> None:
    user = UserFactory.create()
    declare = reverse("agents:declare")
    assert people.get(declare).status_code == 200
    assert people.post(declare, {"email": "inconnu@test.example"}).status_code == 200

    assert (
        people.post(declare, {"email": user.email, "department_name": "Voirie"}).status_code == 302
    )
    status = AgentStatus.objects.get()
    page = reverse("agents:agent", args=[status.pk])
    assert people.get(page).status_code == 200
    assert people.post(page, {"action": "end", "ends_on": "2020-01-01"}).status_code == 200
    assert people.post(page, {"action": "end", "ends_on": "2099-01-01"}).status_code == 302
    assert people.post(page, {"action": "withdraw", "reason": ""}).status_code == 200
    assert people.post(page, {"action": "withdraw", "reason": "Mutation."}).status_code == 302

    status.refresh_from_db()
    assert (status.ends_on.year, status.end_reason) == (2099, "Mutation.")
    listed = people.get(reverse("agents:index"), {"ended": "true"}).content.decode()
    assert page in listed
    assert page not in people.get(reverse("agents:index")).content.decode()


def test_invitation_is_cancelled(people: Any) -> None:
    invitation = make_invitation(at=now())
    address = reverse("agent_invitations:invitation", args=[invitation.pk])
    assert people.get(address).status_code == 200

    assert people.post(address, {"action": "cancel"}).status_code == 302
    assert people.post(address, {"action": "cancel"}).status_code == 200

    invitation.refresh_from_db()
    assert invitation.cancelled_at is not None
