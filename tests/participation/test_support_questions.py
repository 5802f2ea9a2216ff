"""Supporters of a grouped idea are asked about the other one: once, and nothing is moved."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation import actions
from participation.actions.counters import recount
from participation.enums import Reason
from participation.ideas.models import IdeaConsultation
from participation.models import Support, Supporter, SupportQuestion
from participation.queries.merging import (
    GroupedFigures,
    grouped_figures,
    open_questions,
)
from participation.queries.supports import Person
from portal.accounts.models import User
from portal.decisions import Refused
from portal.notifications.delivery import deliver_batch
from tests.factories.merging import grouped, supported_by
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    published_idea,
)
from tests.participation.test_actions import together
from tests.support import clock
from tests.support.mails import deliver


@pytest.fixture
def call(portal_site: Any) -> IdeaConsultation:
    return IdeaConsultationFactory.create()


def questions_of(*addresses: str) -> list[SupportQuestion]:
    return list(
        SupportQuestion.objects.filter(support__supporter__email__in=addresses).order_by("pk")
    )


def test_each_supporter_is_asked_once_and_nothing_is_moved(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example", "b@test.example", "les-deux@test.example")
    supported_by(kept, "les-deux@test.example")
    grouped(merged, kept)
    assert [
        question.support.supporter.email
        for question in questions_of("a@test.example", "b@test.example", "les-deux@test.example")
    ] == ["a@test.example", "b@test.example"]
    assert Support.objects.filter(contribution=merged).count() == 3
    assert Support.objects.filter(contribution=kept).count() == 1


def test_yes_supports_the_other_idea_and_leaves_the_first_support(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example", "b@test.example")
    grouped(merged, kept)
    yes, no = questions_of("a@test.example", "b@test.example")
    actions.answer_support_question(question=yes, accepted=True, at=clock.NOW)
    answered = actions.answer_support_question(question=no, accepted=False, at=clock.NOW)
    assert (answered.accepted, answered.answered_at) == (False, clock.NOW)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (merged.support_count, kept.support_count) == (2, 1)
    assert grouped_figures(kept) == GroupedFigures(people=2, also=1)
    assert recount(activity=call) is False


def test_a_person_who_supported_two_grouped_ideas_counts_once(call: IdeaConsultation) -> None:
    one, two, kept = (published_idea(call) for _ in range(3))
    supported_by(one, "a@test.example", "b@test.example")
    supported_by(two, "a@test.example")
    grouped(one, kept)
    grouped(two, kept)
    first, second = questions_of("a@test.example")
    actions.answer_support_question(question=first, accepted=True, at=clock.NOW)
    actions.answer_support_question(question=second, accepted=True, at=clock.NOW)
    kept.refresh_from_db()
    assert kept.support_count == 1
    assert grouped_figures(kept) == GroupedFigures(people=2, also=1)
    assert recount(activity=call) is False


def test_a_question_is_answered_once(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example")
    grouped(merged, kept)
    [question] = questions_of("a@test.example")
    actions.answer_support_question(question=question, accepted=False, at=clock.NOW)
    with pytest.raises(Refused) as refused:
        actions.answer_support_question(question=question, accepted=True, at=clock.NOW)
    assert refused.value.reason == Reason.ALREADY_HANDLED
    kept.refresh_from_db()
    assert kept.support_count == 0


def test_an_answer_counts_after_the_end_of_the_call_too(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example")
    grouped(merged, kept)
    [question] = questions_of("a@test.example")
    actions.answer_support_question(question=question, accepted=True, at=clock.after(call))
    kept.refresh_from_db()
    assert kept.support_count == 1


def test_once_separated_the_question_is_gone_and_a_given_answer_stays(
    call: IdeaConsultation,
) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example", "b@test.example")
    proposal = grouped(merged, kept)
    yes, waiting = questions_of("a@test.example", "b@test.example")
    actions.answer_support_question(question=yes, accepted=True, at=clock.NOW)
    actions.undo_merge(proposal=proposal, at=clock.NOW)
    with pytest.raises(Refused) as refused:
        actions.answer_support_question(question=waiting, accepted=True, at=clock.NOW)
    assert refused.value.reason == Reason.ALREADY_HANDLED
    kept.refresh_from_db()
    assert kept.support_count == 1
    assert recount(activity=call) is False


def test_grouped_again_nobody_who_answered_is_asked_again(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example", "b@test.example")
    proposal = grouped(merged, kept)
    [declined] = questions_of("a@test.example")
    actions.answer_support_question(question=declined, accepted=False, at=clock.NOW)
    actions.undo_merge(proposal=proposal, at=clock.NOW)
    again = grouped(merged, kept)
    assert [(q.accepted, q.proposal_id) for q in questions_of("a@test.example")] == [
        (False, again.pk)
    ]
    assert [(q.accepted, q.proposal_id) for q in questions_of("b@test.example")] == [
        (None, again.pk)
    ]
    actions.undo_merge(proposal=again, at=clock.NOW)
    grouped(merged, published_idea(call))
    assert [q.accepted for q in questions_of("a@test.example")] == [None]


def test_mails_go_once_to_those_who_have_an_address(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supporters = supported_by(
        merged, "a@test.example", "b@test.example", "sans@test.example", "deja@test.example"
    )
    Supporter.objects.filter(pk=supporters[2].pk).update(email=None)
    grouped(merged, kept)
    supported_by(kept, "deja@test.example")
    assert actions.mail_support_questions(at=clock.NOW, limit=100, dry_run=True) == 2
    assert mail.outbox == []
    assert actions.mail_support_questions(at=clock.NOW, limit=1) == 1
    call_command("ask_supporters")
    call_command("ask_supporters")
    deliver()
    assert [message.to for message in mail.outbox] == [["a@test.example"], ["b@test.example"]]
    [question] = questions_of("a@test.example")
    assert question.url in mail.outbox[0].body
    assert question.mailed_at == clock.NOW
    assert merged.title not in mail.outbox[0].subject


def test_a_mail_that_could_not_leave_waits_for_the_next_turn(
    call: IdeaConsultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = published_idea(call)
    supported_by(merged, "a@test.example")
    grouped(merged, published_idea(call))

    def fail(self: EmailBackend) -> bool:
        raise ConnectionRefusedError

    assert actions.mail_support_questions(at=clock.NOW, limit=10) == 1
    assert actions.mail_support_questions(at=clock.NOW, limit=10) == 0
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "open", fail)
        assert deliver_batch(worker="test") == (1, False)
    assert mail.outbox == []
    deliver()
    assert len(mail.outbox) == 1


def test_nobody_is_mailed_about_ideas_that_stand_apart_again(call: IdeaConsultation) -> None:
    merged = published_idea(call)
    supported_by(merged, "a@test.example")
    proposal = grouped(merged, published_idea(call))
    actions.undo_merge(proposal=proposal, at=clock.NOW)
    assert actions.mail_support_questions(at=clock.NOW, limit=10) == 0
    assert mail.outbox == []


def test_a_recognised_person_finds_the_questions(call: IdeaConsultation, resident: User) -> None:
    merged, kept, other = (published_idea(call) for _ in range(3))
    _, other_supporter = supported_by(merged, resident.email, "autre@test.example")
    grouped(merged, kept)
    mine = Person(user=resident)
    [question] = open_questions(mine)
    assert (question.support.contribution_id, question.proposal.kept_id) == (merged.pk, kept.pk)
    assert open_questions(mine, about=kept) == [question]
    assert open_questions(mine, about=other) == []
    supported_by(kept, resident.email)
    assert open_questions(mine) == []
    assert open_questions(Person()) == []
    assert len(open_questions(Person(supporter_id=other_supporter.pk))) == 1


def test_what_is_for_agents_is_asked_of_agents_only(portal_site: Any, agent: User) -> None:
    call = AgentConsultationFactory.create()
    merged, kept = published_idea(call, author=agent), published_idea(call, author=agent)
    supporter = actions.supporter_of(user=agent, at=clock.NOW)
    actions.support_contribution(contribution=merged, supporter=supporter, user=agent, at=clock.NOW)
    grouped(merged, kept)
    assert len(open_questions(Person(user=agent))) == 1
    agent.is_agent = False
    assert open_questions(Person(user=agent)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_finding_questions_takes_one_query(call: IdeaConsultation, count: int) -> None:
    kept = published_idea(call)
    for _ in range(count):
        merged = published_idea(call)
        [supporter] = supported_by(merged, "a@test.example")
        grouped(merged, kept)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = open_questions(Person(supporter_id=supporter.pk))
        assert [q.support.contribution.activity.title for q in found] == [call.title] * count
        assert [q.proposal.kept.activity.title for q in found] == [call.title] * count
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_the_same_answer_at_once_supports_once() -> None:
    call = IdeaConsultationFactory.create()
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example")
    grouped(merged, kept)
    [question] = questions_of("a@test.example")

    def answer(number: int) -> str:
        fresh = SupportQuestion.objects.get(pk=question.pk)
        actions.answer_support_question(question=fresh, accepted=True, at=clock.NOW)
        return "answered"

    done = together(6, answer)
    assert (done.count("answered"), done.count(Reason.ALREADY_HANDLED)) == (1, 5)
    kept.refresh_from_db()
    assert kept.support_count == 1
    assert recount(activity=call) is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_two_runs_at_once_write_once_to_each(settings: Any) -> None:
    call = IdeaConsultationFactory.create()
    merged = published_idea(call)
    supported_by(merged, *(f"s{n}@test.example" for n in range(4)))
    grouped(merged, published_idea(call))
    together(4, lambda n: actions.mail_support_questions(at=clock.NOW, limit=10))
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"s{n}@test.example" for n in range(4)
    ]
