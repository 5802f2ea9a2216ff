"""Members and meetings in the admin: who may, consent to be named, wishes that become members."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from engagements.models import BodyMeeting, BodyMember
from home.enums import MessageStatus
from home.models import ContactMessage
from participation.enums import Wish
from portal.accounts.enums import Role
from tests.factories.accounts import AgentFactory, StaffFactory, UserFactory
from tests.factories.body import BodyMeetingFactory, BodyMemberFactory, body_page
from tests.factories.participation import IdeaConsultationFactory, published_idea

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 11, 9, tzinfo=UTC)
MEMBERS = "engagements_bodymember_modeladmin"
MEETINGS = "engagements_bodymeeting_modeladmin"


@pytest.fixture(autouse=True)
def _today(portal_site):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def as_role(client_of):
    return lambda role: client_of(StaffFactory.create(role=role))


def page_of(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def message(wish=Wish.FOLLOW_UP, **fields):
    return ContactMessage.objects.create(
        wish=wish, message="Bonjour.", sent_at=NOW, form_token=f"jeton-{wish}", **fields
    )


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.FOLLOW_UP, True, True),
        (Role.COMMUNICATIONS, True, True),
        (Role.AUDITORS, True, False),
        (Role.PILOTS, False, False),
        (Role.MODERATORS, False, False),
    ],
)
@pytest.mark.parametrize(
    ("space", "factory"), [(MEMBERS, BodyMemberFactory), (MEETINGS, BodyMeetingFactory)]
)
def test_who_reads_and_writes_members_and_meetings(as_role, role, reads, writes, space, factory):
    thing, browser = factory(), as_role(role)

    def status(action, *args):
        return browser.get(reverse(f"{space}_{action}", args=args)).status_code

    read = [status("index"), status("inspect", thing.pk)]
    written = [status("create"), status("edit", thing.pk)]
    assert read == [200 if reads else 302] * 2
    assert written == [200 if writes else 302] * 2
    assert status("delete", thing.pk) == 302


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("space", "factory", "queries"),
    [(MEMBERS, BodyMemberFactory, 18), (MEETINGS, BodyMeetingFactory, 16)],
)
def test_lists_cost_the_same_for_one_and_for_three(
    as_role, django_assert_num_queries, count, space, factory, queries
):
    factory.create_batch(count)
    browser, address = as_role(Role.FOLLOW_UP), reverse(f"{space}_index")
    browser.get(address)

    with django_assert_num_queries(queries):
        browser.get(address)


def test_consent_is_recorded_with_its_day_then_taken_back(as_role, client):
    body_page()
    member = BodyMemberFactory(name="Alix Accord", function="Gardienne")
    browser = as_role(Role.FOLLOW_UP)
    address = reverse(f"{MEMBERS}_consent", args=[member.pk])

    assert "Enregistrer l’accord" in page_of(browser.get(address))
    browser.post(address, {"act": "given", "given_on": "2026-05-04"})
    member.refresh_from_db()
    assert member.consented_at.date() == date(2026, 5, 4)
    assert "Alix Accord" in page_of(client.get("/instance-de-suivi/"))
    assert "Reprendre l’accord" in page_of(browser.get(address))
    browser.post(address, {"act": "withdrawn"})

    member.refresh_from_db()
    assert member.consented_at is None
    assert "Alix Accord" not in page_of(client.get("/instance-de-suivi/"))
    actions = ModelLogEntry.objects.filter(object_id=str(member.pk)).values_list(
        "action", flat=True
    )
    assert sorted(actions) == [
        "engagements.name_consent_given",
        "engagements.name_consent_withdrawn",
    ]


@pytest.mark.parametrize(
    ("given_on", "name", "words"),
    [
        ("2026-05-12", "Alix", "Le jour de l’accord ne peut pas être à venir."),
        ("", "Alix", "Donnez le jour où le membre a donné son accord."),
        ("2026-05-04", "", "Aucun nom n’est gardé pour ce membre"),
    ],
)
def test_consent_is_refused_with_a_reason(as_role, given_on, name, words):
    member = BodyMemberFactory(name=name)
    address = reverse(f"{MEMBERS}_consent", args=[member.pk])

    said = page_of(as_role(Role.FOLLOW_UP).post(address, {"act": "given", "given_on": given_on}))

    assert words in said
    member.refresh_from_db()
    assert member.consented_at is None


def test_auditors_record_no_consent(as_role):
    member = BodyMemberFactory()

    as_role(Role.AUDITORS).post(
        reverse(f"{MEMBERS}_consent", args=[member.pk]), {"act": "given", "given_on": "2026-05-04"}
    )

    member.refresh_from_db()
    assert member.consented_at is None


def fields(**given):
    return {
        "function": "Gardienne", "department": "", "name": "Alix", "account": "",
        "joined_on": "2026-05-01", "left_on": "", "volunteer": "", **given,
    }  # fmt: skip


def test_member_is_tied_to_an_agents_account_by_its_address(as_role):
    agent = AgentFactory.create(email="alix@ville.example")

    as_role(Role.FOLLOW_UP).post(reverse(f"{MEMBERS}_create"), fields(account="Alix@ville.example"))

    assert BodyMember.objects.get().user == agent


def test_no_account_of_a_resident_is_told(as_role):
    UserFactory.create(email="voisine@example.org")
    browser = as_role(Role.FOLLOW_UP)

    said = page_of(
        browser.post(reverse(f"{MEMBERS}_create"), fields(account="voisine@example.org"))
    )

    assert "Aucun agent n’a de compte à cette adresse" in said
    assert BodyMember.objects.count() == 0


def test_a_wish_becomes_a_member_and_is_handled(as_role):
    wish = message(name="Alix", department_name="Direction des sports", email="a@ville.example")
    message(Wish.COMMENT, name="Bob")
    browser = as_role(Role.COMMUNICATIONS)

    listed = page_of(browser.get(reverse("follow_up_volunteers")))
    assert ("Alix" in listed, "Bob" in listed) == (True, False)
    create = f"{reverse(f'{MEMBERS}_create')}?volontaire=message-{wish.pk}"
    assert 'value="Alix"' in page_of(browser.get(create))
    browser.post(reverse(f"{MEMBERS}_create"), fields(volunteer=f"message-{wish.pk}"))

    assert BodyMember.objects.get().name == "Alix"
    wish.refresh_from_db()
    assert wish.status == MessageStatus.HANDLED
    assert "Alix" not in page_of(browser.get(reverse("follow_up_volunteers")))


def test_a_wish_is_settled_without_member(as_role):
    wish = message(name="Alix", email="a@ville.example")
    browser, address = as_role(Role.COMMUNICATIONS), reverse("follow_up_volunteers")

    browser.post(address, {"volunteer": f"message-{wish.pk}"})

    wish.refresh_from_db()
    assert (wish.status, BodyMember.objects.count()) == (MessageStatus.HANDLED, 0)
    assert browser.post(address, {"volunteer": "message-0"}).status_code == 404
    assert browser.post(address, {"volunteer": "ailleurs"}).status_code == 404


def test_who_may_not_read_messages_sees_no_wish(as_role):
    wish = message(name="Alix", email="a@ville.example")
    browser = as_role(Role.FOLLOW_UP)

    assert "Alix" not in page_of(browser.get(reverse("follow_up_volunteers")))
    prefilled = browser.get(f"{reverse(f'{MEMBERS}_create')}?volontaire=message-{wish.pk}")
    assert "Alix" not in page_of(prefilled)
    browser.post(reverse(f"{MEMBERS}_create"), fields(volunteer=f"message-{wish.pk}"))
    wish.refresh_from_db()
    assert wish.status == MessageStatus.NEW


def test_wishes_are_closed_to_those_who_keep_no_members(as_role):
    for role in (Role.AUDITORS, Role.PARTICIPATION):
        assert as_role(role).get(reverse("follow_up_volunteers")).status_code == 302


def test_wishes_of_calls_are_counted_and_lead_to_the_recorded_export(client_of, administrator):
    call = IdeaConsultationFactory(title="Un appel")
    published_idea(call, wishes=[Wish.FOLLOW_UP], email="x@example.org", display_name="Xavier")
    published_idea(call, wishes=[Wish.FOLLOW_UP])

    said = page_of(client_of(administrator).get(reverse("follow_up_volunteers")))

    assert "Un appel</a> : 1 souhait" in said
    assert reverse("calls:export", args=[call.pk]) in said
    assert "Xavier" not in said
    assert "x@example.org" not in said


def test_a_meeting_is_written_published_and_cancelled(as_role, client):
    body_page()
    browser = as_role(Role.FOLLOW_UP)
    data = {
        "title": "Réunion de juin", "slug": "juin", "starts_at": "2026-06-02 14:00", "place": "",
        "agenda": "Un point", "minutes": "", "minutes_document": "", "attendance": "",
        "is_public": "on",
    }  # fmt: skip

    browser.post(reverse(f"{MEETINGS}_create"), data)
    meeting = BodyMeeting.objects.get()
    assert client.get(meeting.get_absolute_url()).status_code == 200
    browser.post(reverse(f"{MEETINGS}_edit", args=[meeting.pk]), {**data, "is_cancelled": "on"})

    assert "Annulée" in page_of(client.get(meeting.get_absolute_url()))
    said = page_of(browser.post(reverse(f"{MEETINGS}_create"), data))
    assert "Une autre réunion a cette adresse." in said
    assert BodyMeeting.objects.count() == 1


def test_rhythm_is_set_by_those_who_may(as_role):
    address = reverse("wagtailsettings:edit", args=["engagements", "followupsettings"])

    allowed = [
        as_role(role).get(address, follow=True)
        for role in (Role.COMMUNICATIONS, Role.ADMINISTRATORS)
    ]
    refused = as_role(Role.FOLLOW_UP).get(address, follow=True)

    assert ["months" in page_of(one) or "mois entre" in page_of(one) for one in allowed] == [
        True
    ] * 2
    assert "mois entre" not in page_of(refused)
