"""Comments: threads in pages, what is withdrawn, who speaks for the city, what authors are told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from participation import actions, rules
from participation.actions import counters
from participation.enums import ModerationMode, Reason, RefusalReason
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Comment, Contribution
from participation.queries.comments import (
    REPLIES_SHOWN,
    THREADS_SHOWN,
    reply_page,
    shown_comment,
    thread_page,
)
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.factories.reactions import make_comment, published_comment, withdraw, withdrawn_comment
from tests.participation.test_actions import together
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create()


@pytest.fixture
def idea(call: IdeaConsultation) -> Idea:
    return published_idea(call)


def later(minutes: int) -> Any:
    return clock.NOW + timedelta(minutes=minutes)


def texts(contribution: Contribution) -> list[Any]:
    page = thread_page(contribution, None)
    return [(thread.comment.text, [r.text for r in thread.replies]) for thread in page.threads]


def test_threads_are_read_from_their_beginning(idea: Idea) -> None:
    second = published_comment(idea, "Deux.", later(2))
    first = published_comment(idea, "Un.", later(1))
    published_comment(idea, "Réponse à deux.", later(4), parent=second)
    published_comment(idea, "Réponse à un.", later(5), parent=first)
    published_comment(idea, "Autre réponse à un.", later(3), parent=first)
    make_comment(idea, "Pas encore lu.")
    assert texts(idea) == [
        ("Un.", ["Autre réponse à un.", "Réponse à un."]),
        ("Deux.", ["Réponse à deux."]),
    ]


def test_a_withdrawn_comment_stays_as_a_line_while_replies_stay(idea: Idea) -> None:
    alone = withdrawn_comment(idea)
    first = published_comment(idea, "Blessant.")
    reply = published_comment(idea, "Je réponds.", parent=first)
    withdraw(first)
    refused = make_comment(idea, "Jamais public.")
    actions.refuse_comment(
        comment=refused, moderator=None, reason=RefusalReason.OFFENSIVE, at=clock.NOW
    )
    page = thread_page(idea, None)
    assert [(t.comment, t.comment.is_public, t.replies) for t in page.threads] == [
        (first, False, [reply])
    ]
    assert shown_comment(idea, alone.pk) is None
    withdraw(reply)
    assert thread_page(idea, None).threads == []
    idea.refresh_from_db()
    assert idea.comment_count == 0


def test_replies_are_bounded_and_the_rest_has_a_page(idea: Idea) -> None:
    first = published_comment(idea)
    replies = [published_comment(idea, at=later(n), parent=first) for n in range(1, 9)]
    (thread,) = thread_page(idea, None).threads
    assert (thread.replies, thread.more) == (replies[:REPLIES_SHOWN], 8 - REPLIES_SHOWN)
    assert reply_page(first, None).items == replies


def test_five_hundred_comments_come_by_pages(idea: Idea) -> None:
    Comment.objects.bulk_create(
        Comment(
            contribution=Contribution.objects.get(pk=idea.pk),
            text=f"Commentaire {n}.",
            submitted_at=later(n),
            published_at=later(n // 3),
            moderation="published",
        )
        for n in range(500)
    )
    seen: list[int] = []
    cursor, pages = None, 0
    while True:
        page = thread_page(idea, cursor)
        seen += [thread.comment.pk for thread in page.threads]
        pages += 1
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert len(seen) == len(set(seen)) == 500
    assert pages == 500 // THREADS_SHOWN
    back = thread_page(idea, page.previous_cursor)
    assert [thread.comment.pk for thread in back.threads] == seen[
        -2 * THREADS_SHOWN : -THREADS_SHOWN
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_threads_cost_two_queries(idea: Idea, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        first = published_comment(idea)
        for _ in range(count):
            published_comment(idea, parent=first)
    with django_assert_num_queries(2):
        page = thread_page(idea, None)
        shown = [[thread.comment.public_name, thread.replies] for thread in page.threads]
    assert len(shown) == count


# ---- who may ---------------------------------------------------------------------------------


def test_a_reply_answers_a_public_comment_of_the_same_idea(
    call: IdeaConsultation, idea: Idea
) -> None:
    elsewhere = published_comment(published_idea(call))
    for parent in (elsewhere, make_comment(idea), withdrawn_comment(idea)):
        with pytest.raises(Refused) as refused:
            make_comment(idea, "Réponse.", parent=parent)
        assert refused.value.reason == Reason.NOT_PUBLIC
    assert not Comment.objects.filter(text="Réponse.").exists()


def test_only_those_who_answer_speak_for_the_city(
    idea: Idea, officer: User, moderator: User, agent: User, resident: User
) -> None:
    for person in (moderator, agent, resident, None):
        with pytest.raises(Refused) as refused:
            make_comment(idea, user=person, is_official=True)
        assert refused.value.reason == Reason.CITY_ONLY
        assert not rules.may_speak_for_city(person)
    said = make_comment(idea, user=officer, is_official=True)
    assert (said.is_public, said.moderated_by, said.public_name) == (
        True,
        officer,
        "L’équipe participation",
    )
    idea.refresh_from_db()
    assert idea.comment_count == 1
    assert counters.recount(activity=idea.activity) is False


def test_comments_read_afterwards_are_public_at_once(call: IdeaConsultation) -> None:
    IdeaConsultation.objects.filter(pk=call.pk).update(moderation_mode=ModerationMode.AFTER)
    idea = published_idea(call)
    comment = make_comment(idea)
    assert (comment.is_public, comment.awaits_reading) == (True, True)
    idea.refresh_from_db()
    assert idea.comment_count == 1
    assert counters.recount(activity=call) is False


# ---- what the author is told -----------------------------------------------------------------


def test_the_author_is_told_that_the_comment_is_public(
    idea: Idea, django_capture_on_commit_callbacks: Any
) -> None:
    comment = make_comment(idea, "Bien vu.", email="a@test.example")
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_comment(comment=comment, moderator=None, at=clock.NOW)
    (message,) = mail.outbox
    assert message.to == ["a@test.example"]
    assert message.subject == "Votre commentaire est publié"
    assert idea.title not in message.subject


def test_the_author_is_told_why_the_comment_is_not_public(
    idea: Idea, django_capture_on_commit_callbacks: Any
) -> None:
    comment = make_comment(idea, "Texte blessant.", email="a@test.example")
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_comment(
            comment=comment,
            moderator=None,
            reason=RefusalReason.OFFENSIVE,
            note="Dites-le sans insulte.",
            at=clock.NOW,
        )
    (message,) = mail.outbox
    for body in (message.body, str(message.alternatives[0][0])):
        assert "Dites-le sans insulte." in body


def test_without_an_address_the_author_is_told_nothing(
    idea: Idea, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        published_comment(idea)
    assert mail.outbox == []


# ---- races -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_comment_sent_many_times_at_once_is_one() -> None:
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    idea = published_idea(call)
    made = together(8, lambda _n: make_comment(idea, "Une fois.", form_token="jeton").pk)
    assert made.count(Reason.ALREADY_SENT) == 7
    assert Comment.objects.count() == 1
    assert counters.recount(activity=call) is False


@pytest.mark.django_db(transaction=True)
def test_comments_of_many_at_once_are_all_counted() -> None:
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    idea = published_idea(call)
    together(12, lambda n: make_comment(idea, f"Commentaire {n}.").pk)
    idea.refresh_from_db()
    assert idea.comment_count == 12
    assert counters.recount(activity=call) is False
