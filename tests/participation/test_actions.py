"""Receiving, publishing, refusing, answering: effects, refusals, counters, mails, races."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from participation import actions
from participation.enums import Moderation, Reason, RefusalReason, Verdict
from participation.ideas.actions import enter_idea, submit_idea
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ActivityTally, Contribution
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
)
from tests.support import clock


@pytest.fixture
def call(portal_site: Any) -> IdeaConsultation:
    return IdeaConsultationFactory.create()


def tally(call: IdeaConsultation) -> tuple[int, int, int, int]:
    row = ActivityTally.objects.get(activity=call)
    return row.last_number, row.contribution_count, row.published_count, row.answered_count


def test_ideas_are_numbered_in_their_call_and_wait_to_be_read(call: IdeaConsultation) -> None:
    first, second = make_idea(call), make_idea(call)
    assert (first.number, second.number) == (1, 2)
    assert first.moderation == Moderation.PENDING
    assert first.receipt != second.receipt
    assert tally(call) == (2, 2, 0, 0)


def test_a_number_already_public_is_kept_and_the_next_follows(call: IdeaConsultation) -> None:
    named = enter_idea(consultation=call, title="Idée nommée", number=298, at=clock.NOW)
    assert (named.number, make_idea(call).number) == (298, 299)


def test_a_public_number_is_given_once(call: IdeaConsultation) -> None:
    enter_idea(consultation=call, title="Une", number=6, at=clock.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        enter_idea(consultation=call, title="Deux", number=6, at=clock.NOW)
    assert tally(call)[1] == 1


@pytest.mark.parametrize(
    ("moment", "reason"), [(clock.before, Reason.NOT_YET_OPEN), (clock.at_closing, Reason.CLOSED)]
)
def test_outside_its_dates_nothing_is_stored(
    call: IdeaConsultation, moment: Callable[[Any], Any], reason: Reason
) -> None:
    with pytest.raises(Refused) as refused:
        make_idea(call, at=moment(call))
    assert refused.value.reason == reason
    assert not Contribution.objects.exists()


def test_a_call_for_agents_refuses_a_resident_and_takes_an_agent(
    portal_site: Any, resident: User, agent: User
) -> None:
    call = AgentConsultationFactory.create()
    with pytest.raises(Refused) as refused:
        make_idea(call, author=resident)
    assert refused.value.reason == Reason.AGENTS_ONLY
    assert make_idea(call, author=agent).author == agent


def test_the_same_form_makes_one_idea(call: IdeaConsultation) -> None:
    make_idea(call, form_token="jeton")
    with pytest.raises(Refused) as refused:
        make_idea(call, form_token="jeton")
    assert refused.value.reason == Reason.ALREADY_SENT
    assert tally(call) == (1, 1, 0, 0)


def test_the_receipt_is_mailed_once_committed_when_an_address_is_given(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        idea = make_idea(call, email="tilleul@test.example")
    assert mail.outbox == []
    for callback in callbacks:
        callback()
    (message,) = mail.outbox
    assert message.to == ["tilleul@test.example"]
    assert idea.receipt_display in message.body
    assert idea.receipt_display in str(message.alternatives[0][0])
    assert idea.title not in message.subject


def test_without_an_address_nothing_is_mailed(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_idea(call)
    assert mail.outbox == []


def test_publishing_counts_dates_and_logs(
    call: IdeaConsultation, resident: User, logged: Callable[[str], list[Any]]
) -> None:
    idea = make_idea(call)
    actions.publish_contribution(contribution=idea, moderator=resident, at=clock.NOW)
    idea.refresh_from_db()
    assert (idea.moderation, idea.published_at, idea.moderated_by) == (
        Moderation.PUBLISHED,
        clock.NOW,
        resident,
    )
    assert tally(call) == (1, 1, 1, 0)
    (record,) = logged("participation.contribution.published")
    assert record.user == resident.pk
    assert idea.title not in record.getMessage()


def test_refusing_keeps_the_text_and_tells_the_reason(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    idea = make_idea(call, email="a@test.example", text="Le texte gardé tel quel, en entier.")
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_contribution(
            contribution=idea,
            moderator=None,
            reason=RefusalReason.PERSONAL_DATA,
            note="Retirez le nom de la gardienne.",
            at=clock.NOW,
        )
    idea.refresh_from_db()
    assert idea.text == "Le texte gardé tel quel, en entier."
    assert tally(call) == (1, 1, 0, 0)
    assert "Retirez le nom de la gardienne." in mail.outbox[-1].body


def test_a_refusal_without_reason_is_refused(call: IdeaConsultation) -> None:
    idea = make_idea(call)
    with pytest.raises(Refused) as refused:
        actions.refuse_contribution(contribution=idea, moderator=None, reason="", at=clock.NOW)
    assert refused.value.reason == Reason.REASON_MISSING


def test_a_second_moderator_cannot_decide(call: IdeaConsultation) -> None:
    stale = make_idea(call)
    actions.publish_contribution(contribution=stale, moderator=None, at=clock.NOW)
    with pytest.raises(Refused) as refused:
        actions.refuse_contribution(
            contribution=stale, moderator=None, reason=RefusalReason.OFF_TOPIC, at=clock.NOW
        )
    assert refused.value.reason == Reason.ALREADY_DECIDED


def test_an_answer_cites_commitments_and_is_counted_once(call: IdeaConsultation) -> None:
    idea = published_idea(call)
    commitment = CommitmentFactory.create()
    for text in ("Oui, au printemps.", "Oui, à l’automne."):
        actions.answer_contribution(
            contribution=idea,
            verdict=Verdict.RETAINED,
            text=text,
            commitments=[commitment],
            author=None,
            at=clock.NOW,
        )
    idea.refresh_from_db()
    assert idea.answer.text == "Oui, à l’automne."
    assert list(idea.commitments.all()) == [commitment]
    assert (idea.verdict, idea.answered_at) == (Verdict.RETAINED, clock.NOW)
    assert tally(call) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("published", "text", "reason"),
    [(False, "Oui.", Reason.NOT_PUBLISHED_YET), (True, "  ", Reason.TEXT_MISSING)],
)
def test_an_answer_needs_a_public_idea_and_its_reasons(
    call: IdeaConsultation, published: bool, text: str, reason: Reason
) -> None:
    idea = published_idea(call) if published else make_idea(call)
    with pytest.raises(Refused) as refused:
        actions.answer_contribution(
            contribution=idea, verdict=Verdict.RETAINED, text=text, author=None, at=clock.NOW
        )
    assert refused.value.reason == reason


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Runs the same work at once in as many threads, each with its own connection."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_people_at_once_receive_different_numbers() -> None:
    call = IdeaConsultationFactory.create()
    made = together(
        8,
        lambda n: (
            submit_idea(consultation=call, title=f"Idée {n}", text="x" * 40, at=clock.NOW).number
        ),
    )
    assert sorted(made) == list(range(1, 9))
    assert tally(call) == (8, 8, 0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_a_double_click_makes_one_idea() -> None:
    call = IdeaConsultationFactory.create()
    made = together(
        6,
        lambda n: (
            submit_idea(
                consultation=call, title="Idée", text="x" * 40, form_token="jeton", at=clock.NOW
            ).pk
        ),
    )
    assert made.count(Reason.ALREADY_SENT) == 5
    assert Idea.objects.count() == 1
    assert tally(call) == (1, 1, 0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_two_moderators_at_once_cannot_both_decide() -> None:
    idea = make_idea(IdeaConsultationFactory.create())

    def decide(number: int) -> str:
        contribution = Contribution.objects.get(pk=idea.pk)
        if number % 2:
            actions.publish_contribution(contribution=contribution, moderator=None, at=clock.NOW)
            return "published"
        actions.refuse_contribution(
            contribution=contribution, moderator=None, reason=RefusalReason.OFF_TOPIC, at=clock.NOW
        )
        return "refused"

    decided = together(6, decide)
    assert decided.count(Reason.ALREADY_DECIDED) == 5
