"""A workshop from draft to verdict, over the admin's forms and the public pages."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from home.roles import install_roles
from participation.enums import Level, Moderation
from participation.models import PaperEntry
from participation.workshops.models import Meeting, Registration, Workshop
from portal.accounts.enums import Role
from portal.form_tokens import new_token
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import StaffFactory
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import LevelFactory
from tests.factories.processes import process_index
from tests.factories.workshops import WorkshopFactory, meeting_of, registered
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site")
SNIPPET = "wagtailsnippets_workshops_workshop"


@pytest.fixture
def officer(portal_site: Any) -> Any:
    process_index()
    install_roles()
    return StaffFactory.create(role=Role.PARTICIPATION)


def written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def workshop_form(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Mieux accueillir",
        "slug": "mieux-accueillir",
        "introduction": "Que faut-il changer à l’accueil ?",
        "body-count": "0",
        "paper_information": "",
        "level": str(Level.CONCERTATION),
        "promise": "Chaque réunion a un compte rendu.\nChaque question reçoit une réponse.",
        "who_decides": "Le conseil municipal",
        "not_negotiable": "",
        "answer_by": "",
        "department": "",
        "opens_at": written(clock.days(-1)),
        "closes_at": written(clock.days(20)),
        "period_label": "",
        "audience": "everyone",
        "visibility": "everyone",
        "moderation_mode": "before",
        "data_purpose": "garder une place",
        "data_retention": "30 jours après la réunion",
        "data_recipients": "",
        "data_more": "",
        "action-publish": "1",
        **fields,
    }


def meeting_form(workshop: Workshop, starts_at: datetime, **fields: Any) -> dict[str, Any]:
    return {
        "workshop": workshop.pk,
        "title": "Première réunion",
        "starts_at": written(starts_at),
        "ends_at": written(starts_at + timedelta(hours=2)),
        "agenda": "Accueil\nDébat",
        "department": "",
        "is_public": "on",
        "place": "Maison de quartier",
        "address": "",
        "transport": "",
        "wheelchair": "yes",
        "hearing_loop": "",
        "sign_language": "",
        "childcare": "",
        "access_note": "",
        "online_url": "https://visio.example/salle",
        "takes_registrations": "on",
        "capacity": "2",
        "has_waiting_list": "on",
        "registration_closes_at": "",
        "minutes": "",
        "minutes_document": "",
        "outcomes-TOTAL_FORMS": "0",
        "outcomes-INITIAL_FORMS": "0",
        "outcomes-MIN_NUM_FORMS": "0",
        "outcomes-MAX_NUM_FORMS": "1000",
        **fields,
    }


def outcome(text: str, **fields: Any) -> dict[str, Any]:
    given = {"text": text, "commitment": "", "contribution": "", "activity": "", "id": ""}
    given |= {"ORDER": "1", "DELETE": "", **fields}
    return {"outcomes-TOTAL_FORMS": "1", **{f"outcomes-0-{key}": v for key, v in given.items()}}


def test_a_workshop_from_draft_to_verdict(client: Any, client_of: Any, officer: Any) -> None:
    LevelFactory.create()
    desk = client_of(officer)
    with time_machine.travel(clock.NOW, tick=False):
        made = desk.post(reverse(f"{SNIPPET}:add"), workshop_form())
        assert made.status_code == 302, made.context["form"].errors
        workshop = Workshop.objects.get()
        assert workshop.live
        assert workshop.answer_by is not None

        starts_at = clock.days(3)
        added = desk.post(reverse("meetings:add"), meeting_form(workshop, starts_at))
        assert added.status_code == 302, added.context["form"].errors
        meeting = Meeting.objects.get()

        typed = {"seats": "2", "email": "ada@test.example", "needs": "Boucle magnétique"}
        sent = client.post(f"{meeting.url}inscription/", {**typed, "token": new_token()})
        assert sent.status_code == 302
        screen = reverse("meetings:desk", args=[meeting.pk])
        page = desk.get(screen).content.decode()
        assert "Boucle magnétique" in page
        assert "ada@test.example" not in page
        called = {"action": "register", "phone-seats": "1", "phone-name": "Léo"}
        assert desk.post(screen, called).status_code == 302
        assert Registration.objects.get(name="Léo").state == "waiting"

        longer = meeting_form(workshop, starts_at, capacity="3", place="Médiathèque")
        edited = desk.post(reverse("meetings:edit", args=[meeting.pk]), longer)
        assert edited.status_code == 302, edited.context["form"].errors
        assert Registration.objects.get(name="Léo").state == "seated"
        assert OutgoingMail.objects.filter(subject="La réunion change").count() == 1

    with time_machine.travel(starts_at - timedelta(hours=20), tick=False):
        call_command("run_workshops")
        call_command("run_workshops")
        reminders = OutgoingMail.objects.filter(subject__startswith="Rappel")
        assert reminders.count() == 1

    _held(desk, client, client_of, workshop, meeting)
    _judged(desk, client, workshop)


def _held(desk: Any, client: Any, client_of: Any, workshop: Workshop, meeting: Meeting) -> None:
    """After the meeting: attendance, a note verified by somebody else, minutes, a decision."""
    commitment = CommitmentFactory.create()
    screen = reverse("meetings:desk", args=[meeting.pk])
    meeting.refresh_from_db()
    with time_machine.travel(meeting.ends_at + timedelta(hours=1), tick=False):
        assert desk.post(screen, {"action": "count", "count-count": "17"}).status_code == 302
        noted = {"action": "note", "note-title": "Ouvrir le samedi", "note-text": "Le matin."}
        assert desk.post(screen, noted).status_code == 302
        entry = PaperEntry.objects.get()
        second = client_of(StaffFactory.create(role=Role.PARTICIPATION))
        verify = reverse("paper:verify", args=[entry.pk])
        form = second.get(verify).context["form"]
        values = {name: form[name].value() for name in form.fields}
        kept = {name: value for name, value in values.items() if value not in (None, [])}
        verified = second.post(verify, {**kept, "compared": "on", "action": "verify"})
        assert verified.status_code == 302, verified.context["form"].errors
        address = reverse("contributions:edit", args=[entry.contribution_id])
        assert second.post(address, {"action": "publish"}).status_code == 302
        entry.contribution.refresh_from_db()
        assert entry.contribution.moderation == Moderation.PUBLISHED

        decided = outcome(
            "Essayer le samedi.", commitment=commitment.pk, contribution=entry.contribution_id
        )
        saved = desk.post(
            reverse("meetings:edit", args=[meeting.pk]),
            meeting_form(
                workshop, meeting.starts_at, minutes="On a débattu.", capacity="3", **decided
            ),
        )
        assert saved.status_code == 302, saved.context["form"].errors
        said = plain(main_of(client.get(meeting.url)))
        for words in ("On a débattu.", "Essayer le samedi.", "Ouvrir le samedi", "17"):
            assert words in said
        meeting.refresh_from_db()
        assert (meeting.attendance, meeting.seats_taken) == (17, 3)


def _judged(desk: Any, client: Any, workshop: Workshop) -> None:
    """The end: the verdict is public on the page."""
    with time_machine.travel(clock.days(21), tick=False):
        promises = reverse("participation_promises", args=[workshop.pk])
        verdict = {
            "action": "verdict",
            "verdict-outcome": "kept",
            "verdict-reasons": "Compte rendu publié, réponse donnée.",
        }
        assert desk.post(promises, verdict).status_code == 302
        assert "Promesse tenue" in plain(main_of(client.get(workshop.url)))


@pytest.mark.usefixtures("now")
def test_a_series_is_added_by_a_rhythm(client_of: Any, officer: Any) -> None:
    workshop = WorkshopFactory.create()
    address = reverse("meetings:series", args=[workshop.pk])
    typed = {
        "action": "series",
        "series-title": "Permanence",
        "series-first_on": "2026-05-14",
        "series-at": "18:30",
        "series-minutes": "90",
        "series-rhythm": "7",
        "series-count": "4",
        "series-skip": "2026-05-21",
        "series-place": "Mairie",
        "series-capacity": "",
    }

    assert client_of(officer).post(address, typed).status_code == 302

    days = [timezone.localtime(each.starts_at) for each in Meeting.objects.order_by("number")]
    assert [f"{day:%d/%m %H:%M}" for day in days] == ["14/05 18:30", "28/05 18:30", "04/06 18:30"]


@pytest.mark.usefixtures("now")
def test_a_series_outside_the_workshop_is_refused_whole(client_of: Any, officer: Any) -> None:
    workshop = WorkshopFactory.create()
    lines = (
        "titre;date;heure;service;places\nSports;2026-05-20;9 h 30;;12\nVoirie;20/05/2030;10:00;;"
    )
    sent = SimpleUploadedFile("reunions.csv", lines.encode(), content_type="text/csv")

    page = client_of(officer).post(
        reverse("meetings:series", args=[workshop.pk]), {"action": "file", "file-file": sent}
    )

    assert "Ligne 3" in page.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.usefixtures("now")
def test_a_meeting_is_cancelled_with_its_reason(client_of: Any, officer: Any, client: Any) -> None:
    meeting = meeting_of()
    registered(meeting, email="ada@test.example")
    screen = reverse("meetings:desk", args=[meeting.pk])
    desk = client_of(officer)

    assert "Dites pourquoi" in desk.post(screen, {"action": "cancel"}).content.decode()
    desk.post(screen, {"action": "cancel", "cancel-reason": "Salle fermée ce soir-là."})

    assert "Salle fermée ce soir-là." in plain(main_of(client.get(meeting.url)))
    assert OutgoingMail.objects.filter(subject="La réunion est annulée").count() == 1


@pytest.mark.usefixtures("now")
def test_the_lists_of_the_admin_show_every_meeting(client_of: Any, officer: Any) -> None:
    meeting_of(title="Réunion des sports")
    desk = client_of(officer)

    page = desk.get(reverse("meetings:index")).content.decode()

    assert "Réunion des sports" in page
    assert "0 / 10" in page
    assert desk.get(reverse(f"{SNIPPET}:list")).status_code == 200


@pytest.mark.usefixtures("now")
def test_a_meeting_is_removed_only_while_nobody_came(client_of: Any, officer: Any) -> None:
    empty, joined = meeting_of(), meeting_of()
    registered(joined)
    desk = client_of(officer)

    for meeting in (empty, joined):
        assert desk.post(reverse("meetings:delete", args=[meeting.pk])).status_code == 302

    assert list(Meeting.objects.all()) == [joined]
