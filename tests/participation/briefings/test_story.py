"""A decision explained, from its draft in the admin to the verdict on its promise."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from participation.briefings.models import Briefing, ClarityReply, Correction, Question
from participation.enums import Level
from participation.models import Amendment
from portal.accounts.models import User
from portal.form_tokens import new_token
from tests.factories.briefings import BriefingFactory, published_question
from tests.factories.engagements import DepartmentFactory
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import form_data, main_of, said
from tests.support.mails import deliver

pytestmark = pytest.mark.usefixtures("portal_site")
SCREENS = "wagtailsnippets_briefings_briefing"
DECISION = "<p>Dix tranches remplacent les trois d’avant.</p>"


def sent(**changes: Any) -> dict[str, Any]:
    """What the editor's form sends."""
    fields = {
        "title": "Les tarifs expliqués",
        "slug": "tarifs",
        "introduction": "Dix tranches de prix : lesquelles, pourquoi.",
        "decided_on": "2026-05-04",
        "decided_by": "Conseil municipal",
        "decision": rich_text(DECISION),
        "reasons": rich_text("<p>Pour que chacun paie selon ses revenus.</p>"),
        "plain_text": rich_text("<p>Vous gagnez peu : vous payez peu.</p>"),
        "effects": streamfield([("effect", {"whom": "Familles", "change": "De 0,50 € à 5 €."})]),
        "comparison": streamfield([("line", {"what": "Repas", "before": "3 €", "after": "1 €"})]),
        "key_figures": streamfield([]),
        "documents": streamfield([]),
        "body": streamfield([]),
        "correction_what": "",
        "correction_why": "",
        "promise": "Chaque question reçoit une réponse en 15 jours.",
        "answer_days": "15",
        "who_decides": "",
        "not_negotiable": "",
        "department": "",
        "opens_at": "2026-05-11 08:00",
        "closes_at": "2026-06-30 20:00",
        "audience": "everyone",
        "visibility": "everyone",
        "paper_information": "",
        "moderation_mode": "before",
        "go_live_at": "",
        "expire_at": "",
        "data_purpose": "recevoir vos questions",
        "data_recipients": "",
        "data_retention": "un an",
        "data_more": "",
        **changes,
    }
    return nested_form_data(fields)


def test_from_draft_to_verdict(
    client: StrictClient, client_of: Any, officer: User, moderator: User
) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        office = client_of(officer)
        _drafted_then_published(office, client)
        question = _asked_read_and_answered(client, office, client_of(moderator))
        _corrected(office, client)
        client.post("/participer/tarifs/clarte/", {"opinion": "yes", "token": new_token()})
        assert ClarityReply.objects.count() == 1
        assert "Dès septembre." in said(client.get(question.story_url))
    with time_machine.travel(clock.NOW + timedelta(days=80), tick=False):
        _judged(client_of(officer), client)


def _drafted_then_published(office: Any, client: StrictClient) -> None:
    added = office.post(reverse(f"{SCREENS}:add"), sent())
    assert added.status_code == 302
    briefing = Briefing.objects.get()
    assert (briefing.level, briefing.live) == (Level.INFORMATION, False)
    assert client.get("/participer/tarifs/").status_code == 404
    edit = reverse(f"{SCREENS}:edit", args=[briefing.pk])
    assert office.get(edit).status_code == 200
    office.post(edit, sent(**{"action-publish": "1"}))
    page = said(client.get("/participer/tarifs/")).replace("\u00a0", " ")
    assert "Dix tranches remplacent" in page and "Conseil municipal" in page
    assert "Niveau 1 sur 6" in page
    assert client.get("/participer/").status_code == 200


def _asked_read_and_answered(client: StrictClient, office: Any, desk: Any) -> Question:
    form = client.get("/participer/tarifs/contribuer/")
    with time_machine.travel(clock.NOW + timedelta(seconds=40), tick=False):
        receipt = client.post(
            "/participer/tarifs/contribuer/",
            form_data(
                form,
                title="Quand cela commence-t-il ?",
                email="tilleul@test.example",
            ),
        )
    assert receipt.status_code == 302
    question = Question.objects.get()
    assert desk.get(reverse("contributions:edit", args=[question.pk])).status_code == 200
    desk.post(reverse("contributions:edit", args=[question.pk]), {"action": "publish"})
    assert "Quand cela commence-t-il" in said(client.get("/participer/tarifs/"))
    office.post(reverse("answering:prepare", args=[question.pk]))
    question.refresh_from_db()
    edit = reverse("wagtailsnippets_participation_answer:edit", args=[question.answer.pk])
    choices = main_of(office.get(edit)).select("input[name=verdict]")
    assert [one["value"] for one in choices] == ["under_study", "answered"]
    office.post(
        edit,
        {"verdict": "answered", "text": "Dès septembre.", "department": "", "action-publish": "1"},
    )
    assert "Dès septembre." in said(client.get(question.url))
    deliver()
    subjects = [one.subject for one in mail.outbox]
    assert any("répondu à votre question" in subject for subject in subjects)
    assert not any("idée" in f"{one.subject} {one.body}" for one in mail.outbox)
    return question


def _corrected(office: Any, client: StrictClient) -> None:
    briefing = Briefing.objects.get()
    edit = reverse(f"{SCREENS}:edit", args=[briefing.pk])
    decision = rich_text("<p>Onze tranches remplacent les trois d’avant.</p>")
    refused = office.post(edit, sent(decision=decision, **{"action-publish": "1"}))
    assert "dites ce que vous corrigez" in refused.content.decode()
    assert "Dix tranches" in said(client.get("/participer/tarifs/"))
    said_so = {"correction_what": "Onze tranches.", "correction_why": "Une faute de frappe."}
    office.post(edit, sent(decision=decision, **said_so, **{"action-publish": "1"}))
    page = said(client.get("/participer/tarifs/"))
    assert "Onze tranches remplacent" in page and "Une faute de frappe." in page
    assert Correction.objects.get().texts == ["decision"]
    again = office.get(edit).content.decode()
    assert "Une faute de frappe." not in again


def _judged(office: Any, client: StrictClient) -> None:
    briefing = Briefing.objects.get()
    address = reverse("participation_promises", args=[briefing.pk])
    assert office.get(address).status_code == 200
    office.post(
        address, {"action": "verdict", "verdict-outcome": "kept", "verdict-reasons": "Répondu."}
    )
    briefing.refresh_from_db()
    if not hasattr(briefing, "promise_verdict"):
        pytest.fail(office.get(address).content.decode()[:2000])
    page = said(client.get("/participer/tarifs/"))
    assert "Répondu." in page and "Les questions sont closes" in page


@pytest.mark.usefixtures("now")
def test_its_clock_changes_by_a_public_amendment_only(
    client: StrictClient, client_of: Any, officer: User
) -> None:
    briefing = BriefingFactory.create(
        slug="tarifs", department=DepartmentFactory.create(name="Finances")
    )
    published_question(briefing)
    edit = client_of(officer).get(reverse(f"{SCREENS}:edit", args=[briefing.pk]))
    field = main_of(edit).select_one("input[name=answer_days]")
    assert field is not None and field.has_attr("disabled")
    address = reverse("participation_promises", args=[briefing.pk])
    page = main_of(client_of(officer).get(address))
    assert page.select("[name$=answer_days]") and not page.select("[name$=answer_by]")
    assert not Amendment.objects.exists()


@pytest.mark.usefixtures("now")
def test_officers_read_what_was_not_clear_and_change_nothing(
    client_of: Any, moderator: User, officer: User, communications: User
) -> None:
    briefing = BriefingFactory.create()
    ClarityReply.objects.create(
        briefing=briefing,
        opinion="no",
        comment="Le mot quotient.",
        given_on=clock.NOW.date(),
        form_token="a",
    )
    listed = reverse("wagtailsnippets_briefings_clarityreply:list")
    assert "Le mot quotient." in client_of(moderator).get(listed).content.decode()
    assert "Le mot quotient." in client_of(officer).get(listed).content.decode()
    assert client_of(communications).get(listed).status_code != 200
    reply = ClarityReply.objects.get()
    for screen in ("edit", "delete"):
        address = reverse(f"wagtailsnippets_briefings_clarityreply:{screen}", args=[reply.pk])
        assert client_of(officer).get(address).status_code != 200
