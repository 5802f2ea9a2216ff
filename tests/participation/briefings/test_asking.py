"""Questions without account: the form, the receipt, moderation, the answer."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from participation.actions import (
    answer_contribution,
    give_support,
    group_unanswered,
    propose_merge,
)
from participation.briefings.models import Briefing, Question
from participation.enums import Level, Moderation, Reason, Verdict
from portal.decisions import Refused
from portal.form_tokens import new_token
from tests.factories.briefings import (
    BriefingFactory,
    answered_question,
    make_question,
    published_question,
)
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import error_of, form_data, main_of, said
from tests.support.mails import deliver

pytestmark = pytest.mark.usefixtures("portal_site", "now")


@pytest.fixture
def briefing() -> Briefing:
    return BriefingFactory.create(title="Les tarifs expliqués", slug="tarifs")


def filled(**fields: Any) -> dict[str, Any]:
    return {"title": "Le prix change-t-il en janvier ?", "token": new_token(), **fields}


def test_anybody_asks_and_keeps_a_number(client: StrictClient, briefing: Briefing) -> None:
    sent = client.post(
        briefing.contribute_url, filled(text="Pour la rentrée.", email="tilleul@test.example")
    )
    assert sent.status_code == 302
    question = Question.objects.get()
    assert (question.moderation, question.text) == (Moderation.PENDING, "Pour la rentrée.")
    page = client.get(sent.headers["Location"])
    assert question.receipt_display in said(page)
    assert "Votre question est enregistrée" in said(page)
    assert "idée" not in said(page)
    deliver()
    assert mail.outbox[0].subject == "Votre question est enregistrée"
    assert "idée" not in mail.outbox[0].body


def test_question_is_read_before_it_is_public(client: StrictClient, briefing: Briefing) -> None:
    make_question(briefing, title="Une question qui attend ?")
    assert "qui attend" not in said(client.get(briefing.url))


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"title": ""}, "title", "Écrivez votre question"),
        ({"title": "Quoi ?"}, "title", "10 caractères"),
        ({"title": "x" * 201}, "title", "200 caractères"),
        ({"text": "x" * 2001}, "text", "2 000 caractères"),
        ({"email": "tilleul@"}, "email", "nom@domaine.fr"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: StrictClient, briefing: Briefing, fields: dict[str, str], name: str, words: str
) -> None:
    page = client.post(briefing.contribute_url, filled(display_name="Tilleul", **fields))
    assert words in error_of(page, name).replace("\u00a0", " ").replace("\u202f", " ")
    assert main_of(page).select_one("input[name=display_name]")["value"] == "Tilleul"
    assert not Question.objects.exists()


def test_same_form_is_registered_once(client: StrictClient, briefing: Briefing) -> None:
    form = filled()
    client.post(briefing.contribute_url, form)
    again = client.post(briefing.contribute_url, form)
    assert again.status_code == 409
    assert Question.objects.get().receipt_display in said(again)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(5, 9, "pas encore"), (-9, -5, "closes depuis")],
)
def test_outside_its_dates_the_text_is_given_back(
    client: StrictClient, opens: int, closes: int, words: str
) -> None:
    briefing = BriefingFactory.create(opens_at=clock.days(opens), closes_at=clock.days(closes))
    page = client.post(briefing.contribute_url, filled())
    assert page.status_code == 403
    assert words in said(page).replace("\u00a0", " ")
    assert "Le prix change-t-il en janvier" in str(main_of(page).select_one("textarea"))
    assert client.get(briefing.url).status_code == 200


def test_question_and_its_answer_have_a_page(client: StrictClient, briefing: Briefing) -> None:
    question = answered_question(
        briefing, title="Le prix change-t-il ?", email="a@test.example", display_name="Tilleul"
    )
    page = said(client.get(question.url))
    for words in ("Question n°", "Tilleul", "Oui, dès janvier", "Réponse donnée"):
        assert words.replace("n°", "n") in page.replace("n°", "n").replace("\u00a0", " ")
    assert "idée" not in page.lower()
    assert "Oui, dès janvier" in said(client.get(briefing.url))
    assert "idée" not in said(client.get(question.story_url)).lower()
    deliver()
    assert [sent.subject for sent in mail.outbox][-1].startswith("La ville a répondu à votre quest")
    assert client.get(f"{briefing.url}questions/99/").status_code == 404


def test_a_question_is_answered_not_decided(briefing: Briefing) -> None:
    question = published_question(briefing)
    with pytest.raises(Refused) as refusal:
        answer_contribution(
            contribution=question, verdict=Verdict.RETAINED, text="Oui.", author=None, at=clock.NOW
        )
    assert refusal.value.reason == Reason.DECISION_MISSING


def test_nobody_supports_a_question(briefing: Briefing) -> None:
    question = published_question(briefing)
    Briefing.objects.filter(pk=briefing.pk).update(supports_allowed=True)
    question.activity.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        give_support(contribution=question, email="a@test.example", at=clock.NOW)
    assert refusal.value.reason == Reason.SUPPORTS_CLOSED


def test_it_stays_at_the_first_level(briefing: Briefing) -> None:
    briefing.level = Level.CO_DECISION
    briefing.supports_allowed = briefing.comments_allowed = True
    briefing.save()
    briefing.refresh_from_db()
    assert briefing.level == Level.INFORMATION
    assert (briefing.supports_allowed, briefing.comments_allowed) == (False, False)
    assert briefing.answer_by is None


def test_questions_alike_are_grouped_and_answered_once(
    client: StrictClient, briefing: Briefing
) -> None:
    kept = published_question(briefing, title="Le prix change-t-il ?")
    merged = published_question(briefing, title="Est-ce que le prix change ?")
    proposal = propose_merge(
        merged=merged, kept=kept, reason="La même question.", officer=None, at=clock.NOW
    )
    group_unanswered(proposal=proposal, officer=None, at=clock.NOW)
    page = said(client.get(kept.url))
    assert "Est-ce que le prix change" in page
    other = said(client.get(merged.url))
    assert "La même question." in other and "Le prix change-t-il" in other
    assert "idée" not in other.lower()
    assert client.get(briefing.url).content.decode().count('class="question"') == 1


def test_a_question_is_reported_as_any_other_text(
    client: StrictClient, client_of: Any, moderator: Any, briefing: Briefing
) -> None:
    question = published_question(briefing)
    form = client.get(f"{question.url}signaler/")
    assert "Signaler cette question" in said(form) and "idée" not in said(form)
    sent = form_data(form, reason="offensive", text="C’est une insulte.")
    assert client.post(f"{question.url}signaler/", sent).status_code == 302
    assert "Signalement reçu" in said(client.get(f"{question.url}signaler/?envoye=oui"))
    queue = client_of(moderator).get(reverse("moderation:index")).content.decode()
    assert "C’est une insulte." in queue or question.title in queue
    waiting = make_question(briefing)
    assert client.get(f"{briefing.url}questions/{waiting.number}/signaler/").status_code == 404


def test_a_step_that_is_switched_off_publishes_nothing_refused(
    briefing: Briefing, administrator: Any
) -> None:
    """A change of a public text without its explanation waits for a review; the step goes away."""
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relire")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    briefing.title = "Les tarifs, corrigés"
    briefing.save_revision(user=administrator)
    workflow.start(briefing, administrator)

    task.deactivate(user=administrator)

    briefing.refresh_from_db()
    assert (briefing.title, briefing.has_unpublished_changes) == ("Les tarifs expliqués", True)
    assert briefing.get_latest_revision_as_object().title == "Les tarifs, corrigés"
