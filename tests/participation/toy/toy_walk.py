"""The toy walked as somebody would, on the real pages; run by test_ninth_mechanism.py alone."""

import io
import json
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from home.role_matrix import abilities
from participation.models import Contribution, PromiseVerdict
from portal.accounts.models import User
from portal.owndata.actions import erase_person
from portal.owndata.persons import person_of
from tests.leaks import closed
from tests.leaks.test_leaks import leaks_of
from tests.leaks.world import build
from tests.participation.toy.contract import CONTRACT
from tests.participation.toy.models import Fountain, Wish
from tests.support import clock
from tests.support.html import form_data, main_of, said, soup

pytestmark = pytest.mark.usefixtures("portal_site", "now")
SCREENS = "wagtailsnippets_toy_fountain"


def _written() -> dict[str, Any]:
    return {
        "title": "La fontaine",
        "slug": "fontaine",
        "introduction": "Que souhaitez-vous ?",
        "level": "4",
        "promise": "Chaque vœu reçoit une réponse.",
        "answer_by": "2026-08-01",
        "opens_at": "2026-05-01 08:00",
        "closes_at": "2026-05-31 23:00",
        "audience": "everyone",
        "visibility": "everyone",
        "data_purpose": "recevoir vos vœux",
        "data_recipients": "",
        "data_retention": "un an",
        "data_more": "",
        "action-publish": "1",
    }


def test_from_the_admin_to_the_verdict(
    client: Any, client_of: Any, officer: User, moderator: User, resident: User
) -> None:
    call_command("install_roles")
    officer.groups.set(officer.groups.all())
    office, desk, person = client_of(officer), client_of(moderator), client_of(resident)
    _published_in_the_admin(office, client)
    wish = _dropped_by(person)
    _followed(client, person, wish)
    _read_by(desk, wish)
    _answered_by(office, client, wish)
    _counted_and_exported(office, client, wish)
    with time_machine.travel(clock.days(90), tick=False):
        _judged_by(client_of(officer), client)


def _published_in_the_admin(office: Any, client: Any) -> None:
    form = soup(office.get(reverse(f"{SCREENS}:add")))
    levels = [one["value"] for one in form.select("select[name=level] option") if one["value"]]
    assert levels == ["4", "5"]
    assert office.post(reverse(f"{SCREENS}:add"), _written()).status_code == 302
    assert Fountain.objects.get().live
    assert "La fontaine" in said(client.get("/participer/"))
    assert "Chaque vœu reçoit une réponse." in said(client.get("/participer/fontaine/"))
    assert "La fontaine" in said(client.get("/calendrier/?mois=2026-05"))
    assert "La fontaine" in client.get("/calendrier.ics").content.decode().replace("\r\n ", "")


def _dropped_by(person: Any) -> Wish:
    page = person.get("/participer/fontaine/contribuer/")
    bad = person.post("/participer/fontaine/contribuer/", form_data(page, title=""))
    assert main_of(bad).select("[aria-invalid=true]")
    sent = form_data(page, title="De l’eau plus claire", email="tilleul@test.example")
    assert person.post("/participer/fontaine/contribuer/", sent).status_code == 302
    return Wish.objects.get()


def _followed(client: Any, person: Any, wish: Wish) -> None:
    assert "De l’eau plus claire" in said(person.get("/compte/contributions/"))
    story = client.get(wish.story_url)
    assert "De l’eau plus claire" in said(story) and "idée" not in said(story)


def _read_by(desk: Any, wish: Wish) -> None:
    assert "De l’eau plus claire" in desk.get(reverse("moderation:index")).content.decode()
    address = reverse("contributions:edit", args=[wish.pk])
    desk.post(address, {"action": "publish"})
    wish.refresh_from_db()
    assert wish.is_public


def _answered_by(office: Any, client: Any, wish: Wish) -> None:
    office.post(reverse("answering:prepare", args=[wish.pk]))
    edit = reverse("wagtailsnippets_participation_answer:edit", args=[wish.answer.pk])
    given = {"verdict": "retained", "text": "Dès juin.", "department": "", "action-publish": "1"}
    office.post(edit, given)
    page = said(client.get(wish.url))
    assert "Dès juin." in page and "Vœu n° 1" in page
    assert "Dès juin." in said(client.get(wish.story_url))


def _counted_and_exported(office: Any, client: Any, wish: Wish) -> None:
    assert "La fontaine" in _sent(client.get("/participer/reponses.csv"))
    data = json.loads(_sent(client.get("/participer/fontaine/voeux.json")))
    assert [one["title"] for one in data["wishes"]] == ["De l’eau plus claire"]
    dashboard = office.get(reverse("calls:dashboard", args=[wish.activity_id]))
    assert "idée" not in main_of(dashboard).get_text().lower()
    assert office.get(reverse("calls:export", args=[wish.activity_id])).status_code == 200


def _sent(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def _judged_by(office: Any, client: Any) -> None:
    address = reverse("participation_promises", args=[Fountain.objects.get().pk])
    office.post(address, {"action": "archive"})
    assert Fountain.objects.get().figures.archived_at is None
    given = {"action": "verdict", "verdict-outcome": "kept", "verdict-reasons": "Tout est clair."}
    office.post(address, given)
    assert PromiseVerdict.objects.get().outcome == "kept"
    office.post(address, {"action": "archive"})
    assert Fountain.objects.get().figures.archived_at is not None


def test_the_rest_of_the_house_knows_it(resident: User) -> None:
    assert any(str(line.label) == "Tenir les fontaines" for line in abilities())
    out = io.StringIO()
    call_command("run_mechanisms", stdout=out)
    assert "fontaines" in out.getvalue()


def test_nothing_hidden_is_shown() -> None:
    """By the leak suite’s own world and words; the other mechanisms are tried there."""
    world = build()
    world.closed = closed.build(world.kept)
    assert "zqvoeu" in world.secrets
    asked = [one for requests in CONTRACT.leaks.values() for one in requests(world)]
    assert leaks_of(world, asked, None) == []


def test_somebody_who_goes_leaves_an_unsigned_wish(resident: User) -> None:
    wish = CONTRACT.contribute(
        CONTRACT.activity(), author=resident, email=resident.email, display_name="Tilleul"
    )
    erase_person(person=person_of(resident), at=clock.NOW)
    left = Contribution.objects.filter(pk=wish.pk).first()
    assert left is None or not (left.email or left.author_id or "Tilleul" in left.display_name)
