"""The life of an answer: draft, publication by every path, correction, withdrawal, race."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from participation import actions, rules
from participation.actions.counters import recount
from participation.enums import Moderation, Reason, Verdict
from participation.models import Answer, AnswerVersion, Contribution
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.answers import draft, published
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import (
    answered_idea,
    make_idea,
    published_idea,
)
from tests.participation.test_actions import together
from tests.support import clock

pytestmark = pytest.mark.django_db
usual = pytest.mark.usefixtures("portal_site", "now")


def revise(answer: Answer, **fields: Any) -> Answer:
    """Another draft of the same answer."""
    revised = answer.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.save_revision(clean=False)
    return Answer.objects.get(pk=answer.pk)


def of(answer: Answer) -> Contribution:
    return Contribution.objects.get(pk=answer.contribution_id)


def wordings(answer: Answer) -> list[tuple[str, str]]:
    return list(AnswerVersion.objects.filter(answer=answer).values_list("verdict", "text"))


@usual
def test_a_draft_changes_nothing_for_the_public() -> None:
    answer = draft()
    idea = of(answer)
    assert (answer.live, idea.verdict, idea.answered_at) == (False, "", None)
    assert wordings(answer) == []
    assert recount(activity=idea.activity) is False


@usual
def test_publishing_a_draft_takes_it_over(django_capture_on_commit_callbacks: Any) -> None:
    commitment = CommitmentFactory.create()
    idea = published_idea(email="tilleul@test.example")
    answer = draft(idea, commitments=[commitment])
    with django_capture_on_commit_callbacks(execute=True):
        answer = published(answer)
    idea.refresh_from_db()
    assert (idea.verdict, idea.answered_at) == (Verdict.RETAINED, clock.NOW)
    assert (answer.answered_at, answer.corrected_at) == (clock.NOW, None)
    assert list(idea.commitments.all()) == [commitment]
    assert idea.activity.figures.answered_count == 1
    assert len(mail.outbox) == 1
    assert wordings(answer) == [(Verdict.RETAINED, "Oui, dès l’automne.")]
    assert recount(activity=idea.activity) is False


@usual
def test_a_correction_is_dated_and_keeps_the_wording_before(
    django_capture_on_commit_callbacks: Any,
) -> None:
    answer = published(draft(published_idea(email="tilleul@test.example")))
    later = clock.NOW + timedelta(days=3)
    with time_machine.travel(later, tick=False), django_capture_on_commit_callbacks(execute=True):
        answer = published(revise(answer, text="Oui, dès le printemps."))
    assert (answer.answered_at, answer.corrected_at) == (clock.NOW, later)
    assert [version.text for version in answer.earlier_versions] == ["Oui, dès l’automne."]
    assert of(answer).answered_at == clock.NOW
    # A mere correction is not written to the author.
    assert mail.outbox == []


@usual
def test_the_author_hears_of_another_decision(django_capture_on_commit_callbacks: Any) -> None:
    answer = published(draft(published_idea(email="tilleul@test.example")))
    with django_capture_on_commit_callbacks(execute=True):
        answer = published(revise(answer, verdict=Verdict.PARTLY))
    assert len(mail.outbox) == 1
    idea = of(answer)
    assert (idea.verdict, idea.activity.figures.answered_count) == (Verdict.PARTLY, 1)
    assert recount(activity=idea.activity) is False


@usual
def test_publishing_the_same_words_again_corrects_nothing() -> None:
    answer = published(draft())
    with time_machine.travel(clock.days(5), tick=False):
        answer = published(revise(answer))
    assert (answer.corrected_at, len(wordings(answer))) == (None, 1)


@usual
def test_under_study_is_public_and_the_clock_goes_on() -> None:
    answer = published(draft(verdict=Verdict.UNDER_STUDY, text="Nous étudions le coût."))
    idea = of(answer)
    assert (idea.verdict, idea.answered_at, answer.answered_at) == ("under_study", None, None)
    assert idea.activity.figures.answered_count == 0
    with time_machine.travel(clock.days(2), tick=False):
        answer = published(revise(answer, verdict=Verdict.DECLINED, text="Trop cher."))
    assert (answer.answered_at, answer.corrected_at) == (clock.days(2), None)
    assert recount(activity=idea.activity) is False


@usual
def test_what_is_decided_is_not_under_study_again() -> None:
    answer = published(draft())
    again = revise(answer, verdict=Verdict.UNDER_STUDY)
    with pytest.raises(ValidationError):
        again.get_latest_revision_as_object().clean()
    with pytest.raises(Refused) as refused:
        again.get_latest_revision().publish(user=answer.answered_by or make_author())
    assert refused.value.reason == Reason.ANSWER_DECIDED
    assert of(answer).verdict == Verdict.RETAINED


def make_author() -> User:
    return User.objects.create_superuser("chef@test.example", "x" * 20)


@usual
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": "  "}, Reason.TEXT_MISSING),
        ({"verdict": ""}, Reason.DECISION_MISSING),
    ],
)
def test_an_incomplete_draft_is_not_published(fields: dict[str, str], reason: Reason) -> None:
    answer = revise(draft(), **fields)
    with pytest.raises(Refused) as refused:
        answer.get_latest_revision().publish(user=make_author())
    assert refused.value.reason == reason
    assert Answer.objects.get(pk=answer.pk).live is False


@usual
def test_an_answer_waits_for_its_idea_to_be_public() -> None:
    with pytest.raises(Refused) as refused:
        actions.prepare_answer(contribution=make_idea(), author=None)
    assert refused.value.reason == Reason.NOT_PUBLISHED_YET


@usual
def test_preparing_twice_opens_the_same_draft() -> None:
    idea = published_idea()
    first = actions.prepare_answer(contribution=idea, author=None)
    assert actions.prepare_answer(contribution=idea, author=None) == first
    assert Answer.objects.count() == 1


@usual
def test_a_final_answer_stays_whatever_the_path() -> None:
    answer = published(draft())
    with pytest.raises(Refused) as refused:
        answer.unpublish(user=make_author())
    assert refused.value.reason == Reason.ANSWER_STAYS
    Answer.objects.filter(pk=answer.pk).update(expire_at=clock.days(-1))
    call_command("publish_scheduled")
    answer.refresh_from_db()
    assert (answer.live, answer.expire_at) == (True, None)


@usual
def test_an_interim_word_can_be_withdrawn() -> None:
    commitment = CommitmentFactory.create()
    answer = published(draft(verdict=Verdict.UNDER_STUDY, commitments=[commitment]))
    answer.unpublish()
    idea = of(answer)
    assert (idea.verdict, list(idea.commitments.all())) == ("", [])
    assert recount(activity=idea.activity) is False


@usual
def test_a_scheduled_answer_is_public_on_its_day_and_not_before(
    django_capture_on_commit_callbacks: Any,
) -> None:
    answer = published(revise(draft(), go_live_at=clock.days(1)))
    assert (answer.live, of(answer).verdict) == (False, "")
    call_command("publish_scheduled")
    assert of(answer).verdict == ""
    with time_machine.travel(clock.days(2), tick=False):
        call_command("publish_scheduled")
    answer.refresh_from_db()
    assert (answer.live, answer.answered_at) == (True, clock.days(2))
    assert (of(answer).verdict, of(answer).answered_at) == (Verdict.RETAINED, clock.days(2))
    assert recount(activity=of(answer).activity) is False


@usual
def test_the_job_leaves_aside_the_answer_of_an_idea_withdrawn_meanwhile(
    logged: Callable[[str], list[Any]],
) -> None:
    left = published(revise(draft(), go_live_at=clock.days(1)))
    other = published(revise(draft(), go_live_at=clock.days(1)))
    actions.refuse_contribution(
        contribution=of(left),
        moderator=None,
        reason="offensive",
        at=clock.NOW,
        on_report=True,
    )
    with time_machine.travel(clock.days(2), tick=False):
        call_command("publish_scheduled")
    assert of(left).moderation == Moderation.REFUSED
    assert (of(left).verdict, of(other).verdict) == ("", Verdict.RETAINED)
    assert len(logged("participation.answer.held_back")) == 1
    call_command("publish_scheduled")
    assert len(logged("participation.answer.held_back")) == 1


@usual
def test_a_draft_moves_to_no_other_idea() -> None:
    answer, other = draft(), published_idea()
    revision = answer.get_latest_revision()
    revision.content["contribution"] = other.pk
    revision.content["answered_at"] = "2020-01-01T00:00:00Z"
    revision.save()
    answer = published(Answer.objects.get(pk=answer.pk))
    assert (answer.contribution_id == other.pk, answer.answered_at) == (False, clock.NOW)


@usual
def test_what_a_loader_publishes_is_what_the_editor_opens() -> None:
    answer = draft()
    actions.answer_contribution(
        contribution=answer.contribution,
        verdict=Verdict.DECLINED,
        text="Non, le terrain est privé.",
        author=None,
        at=clock.NOW,
    )
    answer = Answer.objects.get(pk=answer.pk)
    opened = answer.get_latest_revision_as_object()
    assert (opened.text, opened.verdict) == ("Non, le terrain est privé.", Verdict.DECLINED)
    assert (answer.has_unpublished_changes, answer.live_revision) == (
        False,
        answer.latest_revision,
    )


@usual
def test_the_answer_of_a_loader_is_corrected_like_another() -> None:
    idea = answered_idea()
    actions.answer_contribution(
        contribution=idea,
        verdict=Verdict.RETAINED,
        text="Nous le ferons au printemps.",
        author=None,
        at=clock.days(1),
    )
    answer = Answer.objects.get(contribution=idea)
    assert (answer.answered_at, answer.corrected_at) == (clock.NOW, clock.days(1))
    assert len(wordings(answer)) == 2


@pytest.mark.parametrize(
    ("answered", "verdict", "allowed"),
    [
        (False, Verdict.UNDER_STUDY, True),
        (False, Verdict.RETAINED, True),
        (True, Verdict.UNDER_STUDY, False),
        (True, Verdict.DECLINED, True),
    ],
)
def test_which_decision_may_follow(answered: bool, verdict: str, allowed: bool) -> None:
    answer = Answer(answered_at=clock.NOW if answered else None)
    assert bool(rules.may_replace(answer, verdict)) is allowed
    assert bool(rules.may_unpublish_answer(answer)) is not answered


@usual
@pytest.mark.parametrize("text", ["", "Oui."])
def test_the_database_refuses_a_public_answer_without_reasons(text: str) -> None:
    answer = draft()
    publishing = Answer.objects.filter(pk=answer.pk)
    if text:
        publishing.update(live=True, text=text, verdict="retained", answered_at=clock.NOW)
        assert publishing.get().live is True
        return
    with pytest.raises(IntegrityError, match="answer_gives_its_reasons"), transaction.atomic():
        publishing.update(live=True, text=text, verdict="retained", answered_at=clock.NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_two_officers_who_publish_at_once_count_one_answer() -> None:
    answer = draft()
    texts = ["Oui, dès l’automne.", "Oui, dès le printemps."]
    revisions = [
        Answer.objects.get(pk=answer.pk)
        .with_content_json({**answer.get_latest_revision().content, "text": text})
        .save_revision(clean=False)
        for text in texts
    ]

    def publish(number: int) -> str:
        revision = type(revisions[0]).objects.get(pk=revisions[number % 2].pk)
        revision.publish()
        return "published"

    assert together(4, publish) == ["published"] * 4
    idea = of(answer)
    assert idea.activity.figures.answered_count == 1
    answer = Answer.objects.get(pk=answer.pk)
    assert answer.answered_at == idea.answered_at
    assert answer.versions.first().text == answer.text
    assert recount(activity=idea.activity) is False
