"""The public pages of a workshop, read by the strict client."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from engagements.models import Commitment
from participation import actions as core
from participation.workshops import actions
from participation.workshops.enums import RegistrationState
from participation.workshops.models import Meeting, MeetingOutcome, Registration, Workshop
from participation.workshops.notifications import link_path
from portal.form_tokens import new_token
from tests.factories.accounts import AgentFactory, StaffFactory
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.participation import AgentConsultationFactory, published_idea
from tests.factories.workshops import (
    AgentWorkshopFactory,
    WorkshopFactory,
    meeting_of,
    registered,
)
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import error_of, main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def words(page: Any) -> str:
    return plain(main_of(page))


def past_meeting(workshop: Workshop | None = None, **fields: Any) -> Meeting:
    starts_at = clock.days(-3)
    return meeting_of(workshop, **{"starts_at": starts_at, "title": "Réunion tenue", **fields})


def form(**fields: Any) -> dict[str, Any]:
    return {"seats": "1", "token": new_token(), **fields}


def test_a_workshop_without_a_meeting_says_what_to_do(client: StrictClient) -> None:
    workshop = WorkshopFactory.create()

    page = client.get(workshop.url)

    assert "Aucune réunion n’est encore annoncée" in words(page)


def test_the_list_shows_what_comes_then_what_is_past(client: StrictClient) -> None:
    workshop = WorkshopFactory.create()
    meeting_of(workshop, title="Bientôt", capacity=4)
    past_meeting(workshop, attendance=31)
    meeting_of(workshop, title="En préparation", is_public=False)

    coming = words(client.get(workshop.url))
    past = words(client.get(f"{workshop.url}?quand=passees"))

    assert "Bientôt" in coming
    assert "4 places restantes sur 4" in coming
    assert "Réunion tenue" not in coming
    assert "31 personnes présentes" in past
    assert "En préparation" not in coming + past


def test_the_list_asks_as_many_queries_for_one_and_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    workshop = WorkshopFactory.create()
    meeting_of(workshop, department=DepartmentFactory.create())
    client.get(workshop.url)
    with django_assert_num_queries(12):
        client.get(workshop.url)
    for _number in range(2):
        meeting_of(workshop, department=DepartmentFactory.create())
    with django_assert_num_queries(12):
        client.get(workshop.url)


def test_eighty_meetings_are_read_page_by_page_and_filtered(client: StrictClient) -> None:
    workshop = WorkshopFactory.create()
    sport = DepartmentFactory.create(name="Direction des sports", slug="sports")
    made = [
        Meeting(
            workshop=workshop,
            title=f"Service {number}",
            starts_at=clock.days(1) + timedelta(hours=number),
            ends_at=clock.days(1) + timedelta(hours=number + 1),
            department=sport if number == 70 else None,
        )
        for number in range(80)
    ]
    actions.add_meetings(meetings=made, by=None)

    first = client.get(workshop.url)
    assert len(main_of(first).select(".meeting")) == 20
    link = main_of(first).select_one("a[rel=next]")
    second = client.get(workshop.url + link["href"].removeprefix(workshop.url).split("#")[0])
    assert "Service 20" in words(second)

    found = client.get(f"{workshop.url}?service=sports&quand=a-venir")
    assert [plain(each) for each in main_of(found).select(".meeting h3")] == ["Service 70"]
    assert "Aucune réunion ne correspond" in words(client.get(f"{workshop.url}?q=piscine"))
    assert client.get(f"{workshop.url}?suite=faux").status_code == 404


def test_a_meeting_says_when_where_and_every_fact_of_access(client: StrictClient) -> None:
    meeting = meeting_of(
        address="3 rue du Port", wheelchair="yes", transport="Métro 7", agenda="Accueil\nDébat"
    )

    said = words(client.get(meeting.url))

    assert "Maison de quartier, 3 rue du Port" in said
    assert "Accès sans marche Oui" in said
    assert "Boucle magnétique Pas encore précisé" in said
    assert "Métro 7" in said
    assert "Débat" in said


def test_the_online_address_is_for_those_who_have_a_seat(client: StrictClient) -> None:
    meeting = meeting_of(capacity=1, online_url="https://visio.example/secret")
    seated, waiting = registered(meeting), registered(meeting)

    for url in (meeting.workshop.url, meeting.url, f"{meeting.url}inscription/", waiting.url):
        assert "visio.example" not in client.get(url).content.decode()
    for name in ("reunion.ics",):
        assert "visio.example" not in client.get(meeting.url + name).content.decode()
    for name in ("reunions.ics", "reunions.csv", "reunions.json"):
        body = client.get(meeting.workshop.url + name).content.decode()
        assert "visio.example" not in body
    assert "https://visio.example/secret" in client.get(seated.url).content.decode()


def test_somebody_registers_without_giving_anything(client: StrictClient) -> None:
    meeting = meeting_of()

    sent = client.post(f"{meeting.url}inscription/", form(seats="2"))
    made = Registration.objects.get()

    assert sent.headers["Location"] == made.url
    assert (made.seats, made.name, made.email, made.phone) == (2, "", "", "")
    said = words(client.get(made.url))
    assert "Vos 2 places sont gardées" in said
    assert made.receipt_display in said


def test_what_is_typed_survives_an_error(client: StrictClient) -> None:
    meeting = meeting_of()
    typed = form(seats="9", name="Ada", email="ada", phone="demain", needs="Une boucle")

    page = client.post(f"{meeting.url}inscription/", typed)

    assert "Choisissez entre une et cinq places." in error_of(page, "seats")
    assert "nom@domaine.fr" in error_of(page, "email")
    assert "des chiffres et des espaces" in error_of(page, "phone")
    assert 'value="Ada"' in page.content.decode()
    assert "Une boucle" in page.content.decode()
    assert not Registration.objects.exists()


def test_the_same_form_sent_twice_leads_to_the_first_registration(client: StrictClient) -> None:
    meeting = meeting_of()
    typed = form()

    first = client.post(f"{meeting.url}inscription/", typed)
    second = client.post(f"{meeting.url}inscription/", typed)

    assert second.headers["Location"] == first.headers["Location"]
    assert Registration.objects.count() == 1


def test_a_group_too_large_for_the_room_is_told_so(client: StrictClient) -> None:
    meeting = meeting_of(capacity=2)

    page = client.post(f"{meeting.url}inscription/", form(seats="3"))

    assert page.status_code == 409
    assert "pas autant de places" in error_of(page, "seats")


def test_a_full_meeting_offers_its_waiting_list(client: StrictClient) -> None:
    meeting = meeting_of(capacity=1)
    registered(meeting)

    assert "S’inscrire sur la liste d’attente" in words(client.get(meeting.url))
    client.post(f"{meeting.url}inscription/", form())
    waiting = Registration.objects.get(state=RegistrationState.WAITING)

    assert "au rang 1" in words(client.get(waiting.url))


@pytest.mark.parametrize("fields", [{"takes_registrations": False}, {"is_cancelled": True}])
def test_a_meeting_that_takes_nobody_says_why(client: StrictClient, fields: Any) -> None:
    meeting = meeting_of(**fields)

    page = client.get(f"{meeting.url}inscription/")

    assert page.status_code == 403
    assert "Pas d’inscription en ce moment" in words(page)


def test_a_registration_is_found_by_its_number_and_cancelled(client: StrictClient) -> None:
    meeting = meeting_of()
    made = registered(meeting, name="Ada", email="ada@test.example")
    find = f"{meeting.workshop.url}inscription/"

    found = client.get(find, {"numero": made.receipt.lower()})
    assert found.headers["Location"] == made.url
    client.post(made.url, {"action": "annuler"})

    made.refresh_from_db()
    assert (made.state, made.name, made.email) == (RegistrationState.CANCELLED, "", "")
    assert "Inscription annulée" in words(client.get(made.url))
    again = client.post(made.url, {"action": "annuler"})
    assert again.status_code == 409


def test_an_unknown_number_says_what_to_check(client: StrictClient) -> None:
    workshop = meeting_of().workshop

    page = client.get(f"{workshop.url}inscription/", {"numero": "00000-00000"})

    assert page.status_code == 404
    assert "Vérifiez les dix caractères" in words(page)


def test_a_number_of_another_workshop_leads_nowhere(client: StrictClient) -> None:
    made, other = registered(meeting_of()), WorkshopFactory.create()

    page = client.get(f"{other.url}inscription/{made.receipt_display}/")

    assert page.status_code == 404


def test_a_mailed_link_confirms_and_a_false_one_leads_nowhere(client: StrictClient) -> None:
    meeting = meeting_of(capacity=1)
    seated = registered(meeting)
    offered = registered(meeting, email="b@test.example")
    actions.cancel_registration(registration=seated, at=clock.NOW)
    link = link_path(offered)

    assert "confirmez avant le" in words(client.get(link))
    client.post(link, {"action": "confirmer"})

    offered.refresh_from_db()
    assert offered.state == RegistrationState.SEATED
    workshop = meeting.workshop
    assert client.get(f"{workshop.url}inscription/lien/faux/").status_code == 404


def test_minutes_decisions_and_what_they_fed_are_linked(client: StrictClient) -> None:
    meeting = past_meeting(minutes="On a parlé des horaires.", attendance=12)
    commitment: Commitment = CommitmentFactory.create()
    idea, hidden = (
        published_idea(),
        published_idea(AgentConsultationFactory.create(), author=AgentFactory.create()),
    )
    MeetingOutcome.objects.create(
        meeting=meeting, text="Ouvrir le samedi.", commitment=commitment, contribution=idea
    )
    MeetingOutcome.objects.create(meeting=meeting, text="À revoir.", contribution=hidden)

    page = client.get(meeting.url)
    links = [link["href"] for link in main_of(page).select(".outcome a")]

    assert links == [commitment.get_absolute_url(), idea.url]
    assert "On a parlé des horaires." in words(page)
    assert hidden.title not in words(page)
    about = client.get(commitment.get_absolute_url())
    assert meeting.url in about.content.decode()


def test_what_is_noted_in_a_meeting_is_verified_published_and_answered(
    client: StrictClient,
) -> None:
    meeting = past_meeting()
    first, second = StaffFactory.create(), StaffFactory.create()

    entry = actions.note_contribution(
        meeting=meeting, keyed_by=first, at=clock.NOW, title="Rallonger les horaires", text=""
    )
    note = entry.contribution
    assert note.url not in client.get(meeting.url).content.decode()
    core.verify_entry(entry=entry, verified_by=second, at=clock.NOW)
    core.publish_contribution(contribution=note, moderator=None, at=clock.NOW)

    assert "Rallonger les horaires" in words(client.get(meeting.url))
    assert "Notée en réunion" in words(client.get(note.url))
    assert note.url.endswith("/notes/1/")
    csv = client.get(f"{meeting.workshop.url}notes.csv")
    assert "Rallonger les horaires" in b"".join(csv.streaming_content).decode()


def test_agents_meetings_are_for_agents(client: StrictClient) -> None:
    meeting = meeting_of(AgentWorkshopFactory.create(), title="Zqsecrete")

    for path in ("", "inscription/", "reunion.ics"):
        answer = client.get(meeting.url + path)
        assert answer.status_code == 302
        assert "/compte/login/" in answer.headers["Location"]
    for url in ("/calendrier/?mois=2026-05", "/calendrier.ics", "/participer/"):
        assert "Zqsecrete" not in client.get(url).content.decode()


def test_a_diary_and_open_data_hold_every_published_meeting(client: StrictClient) -> None:
    workshop = WorkshopFactory.create()
    meeting_of(workshop, title="Réunion A")
    past_meeting(workshop, attendance=7)

    diary = client.get(f"{workshop.url}reunions.ics").content.decode()
    data = client.get(f"{workshop.url}reunions.json").json()

    assert diary.count("BEGIN:VEVENT") == 2
    assert [(one["title"], one["attendance"]) for one in data["meetings"]] == [
        ("Réunion A", None),
        ("Réunion tenue", 7),
    ]
    assert "Réunion tenue" in client.get(f"{workshop.url}reunions.csv").content.decode()


def test_the_button_of_the_activity_leads_to_the_next_meeting(client: StrictClient) -> None:
    workshop = WorkshopFactory.create()
    assert client.get(workshop.contribute_url).headers["Location"] == f"{workshop.url}#reunions"
    meeting = meeting_of(workshop)

    answer = client.get(workshop.contribute_url)

    assert answer.headers["Location"] == f"{meeting.url}inscription/"
