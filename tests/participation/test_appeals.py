"""Contesting a refusal: once, decided by somebody else, told to the author, kept in the story."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from participation import actions
from participation.actions import counters
from participation.enums import Moderation, Reason
from participation.models import Appeal, Comment, Contribution, ModerationDecision
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.accounts import SuperuserFactory
from tests.factories.moderation import make_appeal, make_comment, published_comment, refused_by
from tests.factories.participation import IdeaConsultationFactory, make_idea, published_idea
from tests.support import clock
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def decide(appeal: Appeal, moderator: User | None, *, upheld: bool, answer: str = "Voici.") -> Any:
    return actions.decide_appeal(
        appeal=appeal, moderator=moderator, upheld=upheld, answer=answer, at=clock.days(1)
    )


def reason_of(work: Callable[[], Any]) -> Reason:
    with pytest.raises(Refused) as refused:
        work()
    return Reason(refused.value.reason)


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_a_refusal_is_contested_once(kind: str, moderator: User) -> None:
    subject = refused_by(moderator, make_comment() if kind == "comment" else None)
    appeal = make_appeal(subject, text="  Relisez.  ")
    assert (appeal.text, appeal.filed_at, appeal.upheld) == ("Relisez.", clock.NOW, None)
    assert appeal.subject == subject
    assert reason_of(lambda: make_appeal(subject)) == Reason.ALREADY_APPEALED


def test_only_a_refusal_is_contested_and_with_words() -> None:
    for subject in (make_idea(), published_idea(), published_comment()):
        assert reason_of(lambda text=subject: make_appeal(text)) == Reason.NOTHING_TO_APPEAL
    refused = refused_by(None)
    assert reason_of(lambda: make_appeal(refused, text="  ")) == Reason.TEXT_MISSING
    assert not Appeal.objects.exists()


def test_who_refused_does_not_decide_even_with_every_right() -> None:
    chief = SuperuserFactory.create()
    appeal = make_appeal(refused_by(chief))
    assert reason_of(lambda: decide(appeal, chief, upheld=True)) == Reason.SAME_PERSON
    appeal.refresh_from_db()
    assert appeal.decided_at is None


def test_an_objection_that_is_right_publishes_and_counts(
    moderator: User, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    call = IdeaConsultationFactory.create()
    idea = refused_by(moderator, make_idea(call, email="a@test.example"))
    with django_capture_on_commit_callbacks(execute=True):
        decide(make_appeal(idea), officer, upheld=True, answer="Vous aviez raison.")
    idea.refresh_from_db()
    assert (idea.moderation, idea.refusal_reason, idea.keep_until) == ("published", "", None)
    assert counters.recount(activity=call) is False
    rows = ModerationDecision.objects.order_by("decided_at", "pk")
    assert list(rows.values_list("decision", "on_appeal", "decided_by")) == [
        ("refused", False, moderator.pk),
        ("published", True, officer.pk),
    ]
    (message,) = mail.outbox
    assert message.to == ["a@test.example"]
    assert "Vous aviez raison." in message.body
    assert "Vous aviez raison." in str(message.alternatives[0][0])
    assert idea.title not in message.subject


def test_a_refusal_that_is_confirmed_keeps_the_answer(moderator: User, officer: User) -> None:
    idea = refused_by(moderator)
    appeal = decide(make_appeal(idea), officer, upheld=False, answer="La question est autre.")
    idea.refresh_from_db()
    assert (idea.moderation, idea.moderated_by) == (Moderation.REFUSED, moderator)
    assert (appeal.upheld, appeal.answer, appeal.decided_by) == (
        False,
        "La question est autre.",
        officer,
    )
    assert ModerationDecision.objects.count() == 1
    assert reason_of(lambda: decide(appeal, officer, upheld=True)) == Reason.ALREADY_HANDLED


def test_a_decision_needs_its_reasons(officer: User) -> None:
    appeal = make_appeal()
    assert reason_of(lambda: decide(appeal, officer, upheld=False, answer=" ")) == (
        Reason.TEXT_MISSING
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(upheld=True, decided_at=clock.NOW)


def test_an_upheld_objection_makes_a_comment_public(moderator: User, officer: User) -> None:
    idea = published_idea()
    comment = refused_by(moderator, make_comment(idea))
    decide(make_appeal(comment), officer, upheld=True)
    comment.refresh_from_db()
    idea.refresh_from_db()
    assert (comment.moderation, idea.comment_count) == (Moderation.PUBLISHED, 1)
    assert counters.recount(activity=idea.activity) is False


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_decide_on_an_objection_once() -> None:
    appeal = make_appeal()
    outcomes = together(6, lambda n: decide(appeal, None, upheld=bool(n % 2)).upheld)
    decided = [outcome for outcome in outcomes if isinstance(outcome, bool)]
    assert len(decided) == 1
    appeal.refresh_from_db()
    assert appeal.upheld == decided[0]
    published = Contribution.objects.get(pk=appeal.contribution_id).is_public
    assert published == decided[0]
    assert ModerationDecision.objects.filter(on_appeal=True).count() == int(decided[0])


@pytest.mark.django_db(transaction=True)
def test_a_refusal_contested_twice_at_once_is_contested_once() -> None:
    idea = refused_by(None)
    outcomes = together(4, lambda n: make_appeal(idea, text=f"Numéro {n}").pk)
    assert outcomes.count(Reason.ALREADY_APPEALED) == 3
    assert Appeal.objects.count() == 1


# ---- the author's pages ----------------------------------------------------------------------


def token(client: Any, address: str) -> str:
    """The token of the form on a page, old enough to be a person's."""
    page = client.get(address)
    assert page.status_code == 200
    return str(page.context["appeal_form"]["token"].value())


@pytest.fixture
def patient(settings: Any) -> None:
    """Forms are taken however fast they come back."""
    settings.CONTRIBUTION_MINIMUM_SECONDS = 0


@pytest.mark.usefixtures("patient")
def test_the_author_contests_on_the_page_of_the_receipt(client: Any, moderator: User) -> None:
    idea = refused_by(moderator)
    address = reverse("participation:appeal", args=[idea.receipt_display])
    assert client.get(address).status_code == 405
    sent = {"token": token(client, idea.story_url), "text": "Relisez\u202e ma phrase."}
    response = client.post(address, sent)
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"{idea.story_url}#contester",
    )
    assert Appeal.objects.get().text == "Relisez ma phrase."
    story = client.get(idea.story_url)
    assert story.context["appeal_form"] is None
    assert "Contestation du refus" in story.content.decode()
    # Sent again, it changes nothing and leads to the same place.
    assert client.post(address, sent).status_code == 302
    assert Appeal.objects.count() == 1


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 1001])
def test_an_objection_without_words_or_too_long_is_not_taken(client: Any, text: str) -> None:
    idea = refused_by(None)
    sent = {"token": token(client, idea.story_url), "text": text}
    response = client.post(reverse("participation:appeal", args=[idea.receipt_display]), sent)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Appeal.objects.exists()


def test_an_unknown_receipt_contests_nothing(client: Any) -> None:
    address = reverse("participation:appeal", args=["00000-00000"])
    assert client.post(address, {"text": "Relisez."}).status_code == 404


@pytest.mark.usefixtures("patient", "now")
def test_too_many_objections_from_one_connection_are_asked_to_wait(client: Any) -> None:
    ideas = [refused_by(None) for _ in range(21)]
    statuses = []
    for idea in ideas:
        sent = {"token": token(client, idea.story_url), "text": "Relisez."}
        address = reverse("participation:appeal", args=[idea.receipt_display])
        statuses.append(client.post(address, sent).status_code)
    assert statuses == [302] * 20 + [429]


def test_the_story_of_a_public_idea_offers_nothing_to_contest(client: Any) -> None:
    page = client.get(published_idea().story_url)
    assert (page.context["appeal"], page.context["appeal_form"]) == (None, None)


def steps(client: Any, address: str) -> list[str]:
    return [step.title for step in client.get(address).context["steps"]]


def test_the_story_tells_each_step(client: Any, moderator: User, officer: User) -> None:
    idea = refused_by(moderator)
    assert steps(client, idea.story_url) == ["Déposée", "Lecture et refus"]
    appeal = make_appeal(idea, at=clock.days(0.5))
    assert steps(client, idea.story_url)[2:] == ["Contestation du refus", "Contestation à examiner"]
    decide(appeal, officer, upheld=True)
    told = steps(client, idea.story_url)
    assert told[1:4] == [
        "Lecture et refus",
        "Contestation du refus",
        "Publication après contestation",
    ]


def test_a_confirmed_refusal_is_told_with_its_answer(client: Any, officer: User) -> None:
    idea = refused_by(None)
    decide(make_appeal(idea), officer, upheld=False, answer="La question est autre.")
    page = client.get(idea.story_url)
    assert "La question est autre." in page.content.decode()
    assert [step.title for step in page.context["steps"]][-1] == "Refus confirmé"


@pytest.mark.usefixtures("patient")
def test_a_refused_comment_is_contested_by_the_link_of_the_mail(
    client: Any, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        comment = refused_by(moderator, make_comment(email="c@test.example"))
    (message,) = mail.outbox
    assert comment.story_url in message.body
    assert comment.story_url in str(message.alternatives[0][0])
    sent = {"token": token(client, comment.story_url), "text": "Je parlais des achats."}
    assert client.post(comment.story_url, {**sent, "text": ""}).status_code == 200
    response = client.post(comment.story_url, sent)
    assert response.status_code == 302
    assert Appeal.objects.get().comment == comment
    page = client.get(comment.story_url)
    assert page.headers["Cache-Control"].startswith("max-age=0")
    assert [step.title for step in page.context["steps"]][1:3] == [
        "Lecture et refus",
        "Contestation du refus",
    ]


@pytest.mark.parametrize("state", ["pending", "published"])
def test_the_page_of_a_comment_reads_well_in_each_state(client: Any, state: str) -> None:
    comment = make_comment() if state == "pending" else published_comment()
    page = client.get(comment.story_url)
    assert (page.status_code, page.context["appeal_form"]) == (200, None)


@pytest.mark.parametrize("forged", ["1", "1:abc", "x:y:z", "9" * 40])
def test_a_forged_link_to_a_comment_leads_nowhere(client: Any, forged: str) -> None:
    make_comment()
    address = reverse("participation:comment_story", kwargs={"token": forged})
    assert client.get(address).status_code == 404


def test_a_link_to_a_comment_that_is_gone_leads_nowhere(client: Any) -> None:
    comment = published_comment()
    address = comment.story_url
    Comment.objects.all().delete()
    assert client.get(address).status_code == 404
