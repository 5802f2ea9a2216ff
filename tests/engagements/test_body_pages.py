"""The page of the follow-up body and its meetings, as visitors read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from home.models import ContactPage
from tests.factories.body import (
    BodyMeetingFactory,
    BodyMemberFactory,
    body_page,
    published_review,
    review,
)
from tests.factories.cms import DocumentFactory
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.home import add_page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 11, 9, tzinfo=UTC)
PAGE = "/instance-de-suivi/"
QUERIES = 15


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_the_page_says_what_is_empty(client):
    body_page()

    said = text(client.get(PAGE))

    assert "Aucune réunion n’est annoncée" in said
    assert "Aucune réunion ne s’est encore tenue" in said
    assert "La liste des membres n’est pas encore publiée." in said
    assert "Participer à l’instance de suivi" not in said


def test_members_are_shown_by_function_and_named_with_consent_only(client):
    body_page()
    department = DepartmentFactory(name="Direction des sports")
    BodyMemberFactory(function="Cheffe de projet", name="Alix Accord", consented_at=NOW, leads=True)
    BodyMemberFactory(function="Gardien", name="Noé Secret", department=department)
    BodyMemberFactory(
        function="Partie", name="Léa Partie", consented_at=NOW, left_on=date(2026, 5, 10)
    )
    BodyMemberFactory(function="Bientôt", name="Max Bientôt", joined_on=date(2026, 6, 1))

    said = text(client.get(PAGE))

    assert "2 membres" in said
    assert [word in said for word in ("Cheffe de projet", "Alix Accord", "Gardien")] == [True] * 3
    assert "Direction des sports" in said
    hidden = ("Noé Secret", "Partie", "Léa", "Bientôt", "Max")
    assert [word for word in hidden if word in said] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, count):
    body_page()
    department = DepartmentFactory()
    BodyMemberFactory.create_batch(count, department=department)
    for _each in range(count):
        BodyMeetingFactory(starts_at=NOW + timedelta(days=9))
        BodyMeetingFactory(minutes_document=DocumentFactory())
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_the_next_review_is_said_late(client):
    body_page()
    published_review(1, on=date(2025, 10, 1))

    said = text(client.get(PAGE))

    assert (
        "bilan semestriel était attendu au plus tard le 1er avril 2026 : il est en retard." in said
    )


def test_the_next_review_is_announced_by_the_rhythm(client):
    body_page()
    published_review(1, on=date(2026, 1, 15))
    review(2)

    said = text(client.get(PAGE))

    assert "Le prochain bilan semestriel est attendu au plus tard le 15 juillet 2026." in said
    assert "en retard" not in said


@pytest.mark.parametrize(
    ("ends_on", "shown"), [(date(2026, 5, 11), True), (date(2026, 5, 10), False)]
)
def test_the_call_leads_to_the_form_until_its_last_day(client, ends_on, shown):
    body_page(seeks_volunteers=True, call="Venez.", call_ends_on=ends_on)

    said = text(client.get(PAGE))

    assert ('href="/contact/?souhait=suivi"' in said) is shown
    assert ("Venez." in said) is shown


@pytest.mark.parametrize(("seeks", "shown"), [(True, True), (False, False)])
def test_commitments_show_the_call_while_it_runs(client, seeks, shown):
    body_page(seeks_volunteers=seeks)
    commitment = CommitmentFactory()

    said = text(client.get(commitment.get_absolute_url()))

    assert ("Suivez les engagements avec nous" in said) is shown


def test_a_meeting_shows_agenda_minutes_attendance_and_document(client):
    body_page()
    document = DocumentFactory(title="Compte rendu")
    meeting = BodyMeetingFactory(
        title="Réunion de février", agenda="Premier point\nSecond point",
        minutes="Il a été dit ceci.", attendance="Direction des sports : 2",
        minutes_document=document,
    )  # fmt: skip

    said = text(client.get(meeting.get_absolute_url()))

    for words in (
        "Premier point",
        "Second point",
        "Il a été dit ceci.",
        "Direction des sports : 2",
    ):
        assert words in said
    assert document.url in said
    assert f"({document.file_extension.upper()}, " in said
    assert "Ajouter à mon agenda" not in said


def test_a_meeting_to_come_goes_into_a_diary(client):
    body_page()
    meeting = BodyMeetingFactory(
        title="Réunion, de juin", agenda="Un\nDeux", place="Le Labo", slug="juin",
        starts_at=datetime(2026, 6, 2, 12, tzinfo=UTC),
    )  # fmt: skip
    BodyMeetingFactory(title="Passée")
    BodyMeetingFactory(
        title="Annulée", is_cancelled=True, starts_at=datetime(2026, 6, 9, 12, tzinfo=UTC)
    )

    assert "Ajouter à mon agenda" in text(client.get(meeting.get_absolute_url()))
    one = client.get("/engagements/reunions/juin/reunion.ics")
    assert one["Content-Type"] == "text/calendar; charset=utf-8"
    lines = one.content.decode().split("\r\n")
    assert "DTSTART:20260602T120000Z" in lines
    assert "SUMMARY:Réunion\\, de juin" in lines
    assert "DESCRIPTION:Un\\nDeux" in lines
    every = client.get("/engagements/reunions.ics").content.decode()
    assert (every.count("BEGIN:VEVENT"), "STATUS:CANCELLED" in every, "Passée" in every) == (
        2,
        True,
        False,
    )


def test_an_unpublished_meeting_is_nowhere(client):
    body_page()
    document = DocumentFactory(title="Brouillon du compte rendu")
    meeting = BodyMeetingFactory(
        title="Réunion cachée", slug="cachee", is_public=False, minutes_document=document,
        starts_at=NOW + timedelta(days=3),
    )  # fmt: skip

    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert client.get("/engagements/reunions/cachee/reunion.ics").status_code == 404
    assert "cachée" not in client.get("/engagements/reunions.ics").content.decode()
    assert "cachée" not in text(client.get(PAGE))
    assert client.get(document.url).status_code == 404


def test_meetings_are_closed_with_the_page(client):
    page = body_page()
    meeting = BodyMeetingFactory()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert client.get("/engagements/reunions.ics").status_code == 404


def test_meetings_without_a_page_are_not_found(client, portal_site):
    assert client.get(BodyMeetingFactory().get_absolute_url()).status_code == 404


def test_the_contact_form_opens_with_the_wish_of_the_link(client):
    add_page(ContactPage, "contact")

    def chosen(address):
        return client.get(address).context["form"]["wish"].value()

    assert chosen("/contact/?souhait=suivi") == "follow_up"
    assert [chosen("/contact/"), chosen("/contact/?souhait=rien")] == [None, None]
