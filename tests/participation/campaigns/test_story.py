"""A campaign from draft to verdict, over the admin's forms and the public pages."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.roles import install_roles
from participation.campaigns.models import Campaign, Reminder
from participation.enums import Level, Moderation
from portal.accounts.enums import Role
from portal.form_tokens import new_token
from portal.notifications.models import OutgoingMail
from portal.subscriptions.models import Event
from tests.factories.accounts import StaffFactory
from tests.factories.participation import LevelFactory
from tests.factories.processes import process_index
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site")
SNIPPET = "wagtailsnippets_campaigns_campaign"
FEATURES = ["bold", "italic", "link", "ul", "ol"]


def written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def day(count: int) -> str:
    return clock.days(count).strftime("%d/%m/%Y")


def answers(*lines: tuple[str, bool, str]) -> dict[str, Any]:
    """The lines of a list of answers, as the editor sends them."""
    sent: dict[str, Any] = {"count": str(len(lines))}
    for place, (text, is_right, explanation) in enumerate(lines):
        value = {
            "text": text,
            "explanation": explanation,
            **({"is_right": "on"} if is_right else {}),
        }
        sent[str(place)] = {"deleted": "", "order": str(place), "id": "", "value": value}
    return sent


def question(*lines: tuple[str, bool, str]) -> dict[str, Any]:
    return {
        "question": "Où va un os de poulet ?",
        "answers": answers(*lines),
        "explanation": "Les restes de repas se compostent.",
        "source": "Guide du tri",
        "source_url": "",
    }


RIGHT = question(("Au bac des biodéchets", True, "Oui."), ("Au bac jaune", False, ""))


def campaign_form(**fields: Any) -> dict[str, Any]:
    message = {
        "title": "Un tiers de la poubelle",
        "text": "",
        "image-image": "",
        "image-alt_text": "",
    }
    message |= {"image-image": "", "image-alt_text": "", "video_url": "", "video_label": ""}
    date = {"title": "Stand au marché", "starts_at": written(clock.days(2)), "ends_at": ""}
    streams = {
        "messages": streamfield([("message", message)]),
        "resources": streamfield([]),
        "dates": streamfield([("date", {**date, "place": "Place", "note": ""})]),
        "body": streamfield([]),
        "pledges": streamfield([("pledge", {"text": "Je trie mes restes", "detail": ""})]),
        "quiz": streamfield([("question", RIGHT)]),
    }
    given = {
        "title": "Trier",
        "slug": "trier",
        "introduction": "Trier mieux.",
        "promise": "La ville publie ce qu’il en est sorti.",
        "answer_by": "",
        "who_decides": "",
        "not_negotiable": "",
        "department": "",
        "opens_at": written(clock.days(-1)),
        "closes_at": written(clock.days(20)),
        "follow_up_question": "Triez-vous encore ?",
        "follow_up_opens_on": day(30),
        "follow_up_closes_on": day(40),
        "audience": "everyone",
        "visibility": "everyone",
        "paper_information": "",
        "moderation_mode": "before",
        "outcome_text": rich_text("", features=FEATURES),
        "outcome_reason": "",
        "data_purpose": "compter",
        "data_retention": "16 jours",
        "data_recipients": "",
        "data_more": "",
        "action-publish": "1",
    }
    return nested_form_data({**given, **streams, **fields})


@pytest.fixture
def officer(portal_site: Any) -> Any:
    process_index()
    install_roles()
    LevelFactory.create(number=Level.AWARENESS, clock_days=60)
    return StaffFactory.create(role=Role.PARTICIPATION)


def test_a_campaign_from_draft_to_verdict(client: Any, client_of: Any, officer: Any) -> None:
    desk = client_of(officer)
    with time_machine.travel(clock.NOW, tick=False):
        wrong = campaign_form(
            quiz=streamfield([("question", question(("Non", False, ""), ("Non", False, "")))]),
        )
        refused = desk.post(reverse(f"{SNIPPET}:add"), wrong)
        assert set(refused.context["form"].errors) == {"quiz"}
        early = campaign_form(outcome_text=rich_text("<p>Déjà</p>", features=FEATURES))
        refused = desk.post(reverse(f"{SNIPPET}:add"), early)
        assert "une fois la campagne terminée" in refused.content.decode()
        made = desk.post(reverse(f"{SNIPPET}:add"), campaign_form())
        assert made.status_code == 302, made.context["form"].errors
        campaign = Campaign.objects.get()
        assert campaign.live
        assert campaign.answer_by == clock.days(80).date()
        assert Event.objects.filter(kind="outcome_published").count() == 0

        key = campaign.offered[0].key
        press = {"pledge": key, "token": new_token()}
        assert client.post(f"{campaign.url}contribuer/", press).status_code == 302
        asked = campaign.questions[0].key
        graded = client.post(f"{campaign.url}quiz/", {f"q-{asked}": "0", "token": new_token()})
        assert "1 bonne réponse sur 1" in plain(main_of(graded))
        address = {"email": "ada@test.example", "token": new_token()}
        client.post(f"{campaign.url}rappel/", address)
        client.post(_mailed(campaign), {"action": "confirmer"})
        assert Reminder.objects.get().is_confirmed

    _asked_again(client, desk, campaign)
    _judged(client, desk, campaign)


def _mailed(campaign: Campaign) -> str:
    text = OutgoingMail.objects.latest("pk").text
    return next(word for word in text.split() if campaign.url in word).split("example")[-1]


def _asked_again(client: Any, desk: Any, campaign: Campaign) -> None:
    """Some weeks later: the link serves once, the words are read, then public."""
    with time_machine.travel(clock.days(31), tick=False):
        call_command("run_campaigns")
        link = _mailed(campaign)
        said = {"answer": "kept", "text": "C’est devenu un réflexe.", "token": new_token()}
        assert client.post(link, said).status_code == 302
        assert client.post(link, {**said, "token": new_token()}).status_code == 403
        assert not Reminder.objects.exists()
        testimony = campaign.contributions.get()
        assert testimony.moderation == Moderation.PENDING
        assert "réflexe" not in client.get(campaign.url).content.decode()
        edit = reverse("contributions:edit", args=[testimony.pk])
        assert desk.post(edit, {"action": "publish"}).status_code == 302
        assert "C’est devenu un réflexe." in plain(main_of(client.get(campaign.url)))
        screen = desk.get(reverse("campaigns:desk", args=[campaign.pk]))
        assert "Je trie mes restes" in screen.content.decode()
        dashboard = desk.get(reverse("calls:dashboard", args=[campaign.pk])).content.decode()
        assert reverse("campaigns:desk", args=[campaign.pk]) in dashboard
        waiting = desk.get(reverse("answering:index")).content.decode()
        assert "réflexe" not in waiting


def _judged(client: Any, desk: Any, campaign: Campaign) -> None:
    """The outcome with its figures, a change of it with its reason, the verdict."""
    edit = reverse(f"{SNIPPET}:edit", args=[campaign.pk])
    shown = desk.get(edit)
    assert shown.status_code == 200
    with time_machine.travel(clock.days(60), tick=False):
        outcome = {"outcome_text": rich_text("<p>On trie mieux.</p>", features=FEATURES)}
        frozen = {"answer_by": campaign.answer_by.strftime("%d/%m/%Y")}
        sent = desk.post(edit, campaign_form(**outcome, **frozen))
        assert sent.status_code == 302, sent.context["form"].errors
        page = plain(main_of(client.get(campaign.url)))
        assert "On trie mieux." in page
        assert "1 résolution prise" in page
        assert Event.objects.get(kind="outcome_published").subject == f"activity:{campaign.pk}"
        # Published again without a change of the outcome: nothing is said twice.
        assert desk.post(edit, campaign_form(**outcome, **frozen)).status_code == 302
        changed = {"outcome_text": rich_text("<p>On trie bien.</p>", features=FEATURES)}
        refused = desk.post(edit, campaign_form(**changed, **frozen))
        assert "dites pourquoi vous le changez" in refused.content.decode()
        told = {**changed, "outcome_reason": "Une coquille."}
        assert desk.post(edit, campaign_form(**told, **frozen)).status_code == 302
        assert [one.reason for one in campaign.outcomes.all()] == ["Une coquille.", ""]

        verdict = {
            "action": "verdict",
            "verdict-outcome": "kept",
            "verdict-reasons": "Le bilan est publié.",
        }
        promises = reverse("participation_promises", args=[campaign.pk])
        assert desk.post(promises, verdict).status_code == 302
        assert "Promesse tenue" in plain(main_of(client.get(campaign.url)))


@pytest.mark.usefixtures("now")
def test_the_screens_of_the_admin_show_a_campaign(client_of: Any, officer: Any) -> None:
    desk = client_of(officer)
    made = desk.post(reverse(f"{SNIPPET}:add"), campaign_form())
    assert made.status_code == 302, made.context["form"].errors
    campaign = Campaign.objects.get()
    assert "Trier" in desk.get(reverse(f"{SNIPPET}:list")).content.decode()
    for mode in ("", "quiz", "poster"):
        preview = reverse(f"{SNIPPET}:preview_on_edit", args=[campaign.pk])
        typed = campaign_form(title="Trier demain")
        assert desk.post(f"{preview}?mode={mode}", typed).json()["is_valid"]
        shown = desk.get(f"{preview}?mode={mode}")
        assert "Trier demain" in shown.content.decode()
