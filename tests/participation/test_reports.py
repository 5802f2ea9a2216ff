"""Reports by readers: acknowledged, handled once, both parties told, addresses gone with them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from participation import actions
from participation.actions import counters
from participation.enums import Moderation, Reason, RefusalReason
from participation.models import ModerationDecision, Report
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.moderation import (
    make_comment,
    make_report,
    published_comment,
    refused_by,
)
from tests.factories.participation import IdeaConsultationFactory, make_idea, published_idea
from tests.support import clock
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def handle(report: Report, moderator: User | None, *, upheld: bool, **fields: Any) -> Report:
    given: dict[str, Any] = {"answer": "Nous avons relu.", **fields}
    if upheld:
        given = {"reason": RefusalReason.PERSONAL_DATA, "note": "Sans nommer.", **given}
    return actions.handle_report(
        report=report, moderator=moderator, upheld=upheld, at=clock.days(1), **given
    )


def reason_of(work: Callable[[], Any]) -> Reason:
    with pytest.raises(Refused) as refused:
        work()
    return Reason(refused.value.reason)


def test_a_report_is_acknowledged_when_an_address_is_given(
    django_capture_on_commit_callbacks: Any, logged: Any
) -> None:
    idea = published_idea()
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report(idea, text=" On la reconnaît. ", email="lectrice@test.example")
        make_report(idea)
    assert (report.text, report.subject.pk, report.upheld) == ("On la reconnaît.", idea.pk, None)
    (message,) = mail.outbox
    assert message.to == ["lectrice@test.example"]
    assert "Elle nomme ou décrit une personne" in message.body
    assert "lectrice" not in str(logged("participation.report.filed")[0].__dict__)


def test_only_what_is_public_is_reported_and_for_a_reason() -> None:
    for subject in (make_idea(), make_comment(), refused_by(None)):
        assert reason_of(lambda text=subject: make_report(text)) == Reason.NOT_PUBLIC
    idea = published_idea()
    assert reason_of(lambda: make_report(idea, reason="")) == Reason.REASON_MISSING


def test_the_same_form_makes_one_report() -> None:
    idea = published_idea()
    make_report(idea, form_token="jeton")
    assert reason_of(lambda: make_report(idea, form_token="jeton")) == Reason.ALREADY_SENT
    assert Report.objects.count() == 1


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_a_report_that_is_right_withdraws_the_text_and_tells_both(
    kind: str, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    call = IdeaConsultationFactory.create()
    idea = published_idea(call, email="auteur@test.example")
    comment = published_comment(idea, email="auteur@test.example")
    subject = idea if kind == "idea" else comment
    first = make_report(subject, email="lectrice@test.example")
    second = make_report(subject, email="autre@test.example")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        handle(first, moderator, upheld=True)
    subject.refresh_from_db()
    assert (subject.moderation, subject.refusal_reason, subject.refusal_note) == (
        Moderation.REFUSED,
        "personal_data",
        "Sans nommer.",
    )
    assert list(Report.objects.order_by("pk").values_list("upheld", "email", "handled_by")) == [
        (True, "", moderator.pk),
        (True, "", moderator.pk),
    ]
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {"auteur@test.example", "lectrice@test.example", "autre@test.example"}
    assert "Sans nommer." in told["auteur@test.example"].body
    assert "Nous avons relu." in told["autre@test.example"].body
    row = ModerationDecision.objects.order_by("pk").last()
    assert row is not None
    assert (row.decision, row.on_report, row.was_public) == ("refused", True, True)
    assert counters.recount(activity=call) is False
    second.refresh_from_db()
    assert reason_of(lambda: handle(second, moderator, upheld=False)) == Reason.ALREADY_HANDLED


def test_a_report_that_is_wrong_leaves_the_text_and_answers(
    moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    idea = published_idea(email="auteur@test.example")
    report = make_report(idea, email="lectrice@test.example")
    other = make_report(idea)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        handle(report, moderator, upheld=False)
    idea.refresh_from_db()
    other.refresh_from_db()
    assert (idea.moderation, other.handled_at) == (Moderation.PUBLISHED, None)
    (message,) = mail.outbox
    assert message.to == ["lectrice@test.example"]
    assert "Nous avons relu." in message.body
    assert "/participer/moderation/#charte" in message.body


def test_the_author_reads_in_the_story_that_a_report_was_dismissed(
    client: Any, moderator: User
) -> None:
    idea = published_idea()
    handle(make_report(idea), moderator, upheld=False)
    titles = [step.title for step in client.get(idea.story_url).context["steps"]]
    assert titles[1:3] == ["Lecture et publication", "Signalement, nouvelle lecture"]


@pytest.mark.parametrize(
    ("upheld", "missing", "reason"),
    [
        (True, {"reason": ""}, Reason.REASON_MISSING),
        (False, {"answer": " "}, Reason.TEXT_MISSING),
    ],
)
def test_a_report_is_not_handled_without_words(
    upheld: bool, missing: dict[str, str], reason: Reason
) -> None:
    report = make_report()
    assert reason_of(lambda: handle(report, None, upheld=upheld, **missing)) == reason
    report.refresh_from_db()
    assert report.handled_at is None
    assert report.subject.is_public


def test_a_text_refused_meanwhile_is_not_refused_again(moderator: User) -> None:
    idea = published_idea()
    first, second = make_report(idea), make_report(idea, at=clock.days(2))
    handle(first, moderator, upheld=True)
    Report.objects.filter(pk=second.pk).update(upheld=None, handled_at=None)
    second.refresh_from_db()
    handle(second, moderator, upheld=True, reason="")
    assert ModerationDecision.objects.filter(on_report=True).count() == 1


def test_an_outcome_without_its_date_is_refused_by_the_database() -> None:
    report = make_report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(upheld=True)


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_handle_a_report_once() -> None:
    report = make_report()
    outcomes = together(6, lambda n: handle(report, None, upheld=bool(n % 2)).upheld)
    decided = [outcome for outcome in outcomes if isinstance(outcome, bool)]
    assert len(decided) == 1
    report.refresh_from_db()
    assert (report.upheld, report.subject.is_public) == (decided[0], not decided[0])
    assert counters.recount(activity=report.activity) is False


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_decide_on_a_comment_once() -> None:
    comment = make_comment()

    def decide(number: int) -> str:
        if number % 2:
            actions.publish_comment(comment=comment, moderator=None, at=clock.NOW)
        else:
            refused_by(None, comment)
        return "decided"

    assert together(6, decide).count("decided") == 1
    comment.refresh_from_db()
    assert ModerationDecision.objects.filter(comment=comment).count() == 1
    assert counters.recount(activity=comment.contribution.activity) is False
