"""The one calendar: what each room brings, to those who may read it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from engagements.models import Milestone
from participation.models import ProcessStep
from tests.factories.body import BodyMeetingFactory, body_page
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import AgentConsultationFactory, IdeaConsultationFactory
from tests.factories.processes import process_page
from tests.factories.workshops import AgentWorkshopFactory, meeting_of
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def titles(page: Any) -> list[str]:
    return [plain(link) for link in main_of(page).select(".meeting__what > p:first-child a")]


def milestone(day: date, precision: str = "day") -> Milestone:
    return Milestone.objects.create(
        commitment=CommitmentFactory.create(),
        label="Ouvrir le guichet",
        planned_on=day,
        planned_precision=precision,
    )


def test_a_month_holds_the_dates_of_every_room(client: StrictClient) -> None:
    body_page()
    BodyMeetingFactory.create(title="Suivi", slug="suivi", starts_at=clock.days(1))
    IdeaConsultationFactory.create(title="Appel", closes_at=clock.days(2))
    meeting_of(starts_at=clock.days(3), title="Atelier")
    milestone(clock.days(4).date())
    milestone(clock.days(5).date(), precision="month")

    page = client.get("/calendrier/?mois=2026-05")

    # 1 May, 12, 13, 14, 15: the opening of the call and of the workshop come first.
    assert titles(page)[-4:] == ["Suivi", "Fin : Appel", "Atelier", "Ouvrir le guichet"]
    assert titles(client.get("/calendrier/?mois=2026-05&type=reunions")) == ["Atelier"]


def test_a_month_without_a_date_leads_to_the_next_one(client: StrictClient) -> None:
    meeting_of(starts_at=clock.days(45), title="Plus tard")

    page = client.get("/calendrier/?mois=2026-07&type=reunions")
    assert "Aucune date ce mois-ci" in plain(main_of(page))
    page = client.get("/calendrier/?mois=2026-05&type=reunions")
    assert "Plus tard" in plain(main_of(page))


def test_what_is_for_agents_is_shown_to_agents_alone(
    client: StrictClient, client_of: Any, agent: Any
) -> None:
    AgentConsultationFactory.create(title="Entre agents", closes_at=clock.days(2))
    meeting_of(AgentWorkshopFactory.create(), title="Réunion d’agents")

    for path in ("/calendrier/?mois=2026-05", "/calendrier.ics"):
        public = client.get(path).content.decode()
        assert "Entre agents" not in public
        assert "Réunion d’agents" not in public
        assert "Réunion d’agents" in client_of(agent).get(path).content.decode()


def test_a_process_has_its_own_dates(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(title="De la démarche", closes_at=clock.days(2))
    IdeaConsultationFactory.create(title="Autre", closes_at=clock.days(2))
    page = process_page(call)
    assert ProcessStep.objects.filter(activity=call).exists()

    shown = client.get(f"/calendrier/?mois=2026-05&demarche={page.slug}")

    assert "Fin : De la démarche" in titles(shown)
    assert "Fin : Autre" not in titles(shown)


def test_a_diary_follows_what_is_announced(client: StrictClient) -> None:
    meeting_of(title="Atelier", is_cancelled=True)
    milestone(clock.days(4).date())

    said = client.get("/calendrier.ics").content.decode()

    assert "SUMMARY:Atelier" in said
    assert "STATUS:CANCELLED" in said
    assert "SUMMARY:Ouvrir le guichet" in said


@pytest.mark.parametrize("typed", ["", "abc", "2026-13", "0000-01", "2026-0011", "²⁰26-01"])
def test_a_month_that_is_none_shows_the_present_one(client: StrictClient, typed: str) -> None:
    assert "Mai 2026" in plain(main_of(client.get("/calendrier/", {"mois": typed})))


def test_the_calendar_asks_as_many_queries_for_one_and_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    address = "/calendrier/?mois=2026-05"
    for count in (1, 2):
        for rank in range(count):
            meeting_of(starts_at=clock.days(1) + timedelta(hours=rank))
        client.get(address)
        with django_assert_num_queries(13):
            client.get(address)
