"""Nobody enters a room without its key: no right, no role, not even every right."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.roles import install_roles
from participation.inquiries.actions.seats import withdraw_seat
from participation.inquiries.enums import MemberRole
from participation.inquiries.models import (
    Inquiry,
    InquiryMember,
    MemberInvitation,
    Observation,
    Tag,
)
from participation.inquiries.room_urls import room_patterns
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.accounts import AgentFactory, StaffFactory, SuperuserFactory, UserFactory
from tests.factories.inquiries import announced, observation, pdf_of
from tests.factories.inquiry_rooms import seat_of, seated
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")

# What each capacity may not open; everything else is open to all of them.
LEADERS_ONLY = {
    "room_themes",
    "room_pages",
    "room_page",
    "room_scan",
    "room_mails",
    "room_mail",
    "room_dossier",
    "room_extension",
    "room_records",
}
READERS_ONLY = {"room_exports", "room_export", "room_volume", "room_proof"}
APPLICANT_ONLY = {"room_reply"}


@pytest.fixture
def inquiry(portal_site: Any) -> Iterator[Inquiry]:
    with time_machine.travel(clock.NOW, tick=False):
        found = announced()
    observation(found, files=[pdf_of("plan.pdf")])
    with time_machine.travel(clock.during(found), tick=False):
        yield found


def addresses(inquiry: Inquiry) -> dict[str, str]:
    """Every address of the room but the invitation, which is for who is not seated yet."""
    file = inquiry.observations.get().files.get()
    piece = inquiry.dossier.exclude(file="").first()
    more: dict[str, dict[str, Any]] = {
        "room_observation": {"number": 1},
        "room_piece": {"pk": piece.pk, "filename": piece.file_name},
        "room_proof": {"pk": 1, "filename": "x.pdf"},
        "room_file": {"number": 1, "pk": file.pk, "filename": "plan.pdf"},
        "room_page": {"pk": 1},
        "room_scan": {"pk": 1},
        "room_mail": {"pk": 1},
        "room_document": {"pk": 1, "filename": "x.pdf"},
        "room_export": {"ending": "csv"},
        "room_volume": {"number": 1},
    }
    names = [str(pattern.name) for pattern in room_patterns]
    assert len(names) == 23
    return {
        name: inquiry.page(name, **more.get(name, {}))
        for name in names
        if name != "room_invitation"
    }


def browser_of(user: User) -> Client:
    """A browser that does not read what Wagtail adds to the pages of the staff."""
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_nobody_without_a_key_enters_anywhere(client: Any, inquiry: Inquiry) -> None:
    install_roles()
    city = SuperuserFactory.create()
    people = [UserFactory.create(), city]
    people += [StaffFactory.create(role=role) for role in Role]
    browsers = [browser_of(one) for one in people]
    for name, address in addresses(inquiry).items():
        asked = client.get(address)
        assert asked.headers["Location"].startswith("/compte/login/"), name
        for browser in browsers:
            assert browser.get(address).status_code == 403, name
            assert browser.post(address).status_code in {403, 405}, name


def test_each_capacity_has_its_pages(client_of: Any, inquiry: Inquiry) -> None:
    closed = {
        MemberRole.COMMISSIONER: APPLICANT_ONLY,
        MemberRole.APPLICANT: LEADERS_ONLY | READERS_ONLY,
        MemberRole.STATE: LEADERS_ONLY | APPLICANT_ONLY,
        MemberRole.DEPUTY: LEADERS_ONLY | READERS_ONLY | APPLICANT_ONLY,
    }
    for role, refused in closed.items():
        browser = client_of(seated(inquiry, role))
        for name, address in addresses(inquiry).items():
            answer = browser.get(address)
            expected = {403} if name in refused else {200, 404}
            assert answer.status_code in expected, f"{role} {name}"
            if answer.streaming:
                b"".join(answer.streaming_content)


def test_the_city_cannot_lead_even_with_a_key(client_of: Any, inquiry: Inquiry) -> None:
    for account in (AgentFactory.create(), SuperuserFactory.create()):
        with pytest.raises(Refused):
            seated(inquiry, user=account)
    leader = seated(inquiry)
    room = inquiry.page("room_desk")
    assert client_of(leader).get(room).status_code == 200
    User.objects.filter(pk=leader.pk).update(is_agent=True)
    assert client_of(User.objects.get(pk=leader.pk)).get(room).status_code == 403
    # The project may be the city's own: its agents answer for it.
    owner = seated(inquiry, MemberRole.APPLICANT, user=AgentFactory.create())
    assert client_of(owner).get(room).status_code == 200


def test_naming_an_account_in_the_database_opens_nothing(client_of: Any, inquiry: Inquiry) -> None:
    account = UserFactory.create()
    InquiryMember.objects.filter(inquiry=inquiry).update(user=account)
    assert client_of(account).get(inquiry.page("room_desk")).status_code == 403


def test_a_withdrawn_key_and_another_procedure_are_closed(client_of: Any, inquiry: Inquiry) -> None:
    leader = seated(inquiry)
    other = announced(at=clock.NOW, mailbox="autre@ville.example")
    browser = client_of(leader)
    assert browser.get(other.page("room_desk")).status_code == 403
    key = MemberInvitation.objects.get(accepted_by=leader)
    city = SuperuserFactory.create()
    withdraw_seat(invitation=key, reason="Empêchement", by=city, at=clock.during(inquiry))
    assert browser.get(inquiry.page("room_desk")).status_code == 403
    assert not InquiryMember.objects.filter(user=leader).exists()


def test_the_city_changes_nothing_by_its_own_screens(client_of: Any, inquiry: Inquiry) -> None:
    """Seats are the authority's; neither themes nor observations have a screen in the admin."""
    city = client_of(SuperuserFactory.create())
    screen = reverse("inquiries_seats", args=[inquiry.pk])
    member = inquiry.members.get()
    prefix = f"m{member.pk}"
    asked = {"prefix": prefix, f"{prefix}-member": member.pk, "action": "invite"}
    assert city.post(screen, {**asked, f"{prefix}-email": ""}).status_code == 200
    sent = city.post(screen, {**asked, f"{prefix}-email": "claude@example.org"})
    assert sent.status_code == 302
    assert MemberInvitation.objects.get().email == "claude@example.org"
    assert "claude@example.org" in city.get(screen).content.decode()
    for model in (Observation, Tag, MemberInvitation):
        assert model._meta.default_permissions == ()
        assert not hasattr(model, "snippet_viewset")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_many_queries_for_one_as_for_three(
    client_of: Any, inquiry: Inquiry, count: int
) -> None:
    for _rank in range(count - 1):
        observation(inquiry, files=[pdf_of("plan.pdf")])
    leader = seated(inquiry)
    browser = client_of(leader)
    assert seat_of(inquiry, leader).is_commissioner
    address = inquiry.page("room_observations")
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    assert len(asked) == 18
