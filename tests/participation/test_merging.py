"""Grouping ideas with consent: effects, counters, undo, races."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from participation import actions
from participation.actions.counters import recount
from participation.enums import Moderation, Reason, RefusalReason
from participation.ideas.models import IdeaConsultation
from participation.models import (
    ActivityTally,
    Contribution,
    FacetCount,
    MergeProposal,
    Support,
    SupportQuestion,
)
from portal.decisions import Refused
from tests.factories.merging import grouped, proposal_of, supported_by
from tests.factories.participation import (
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    published_idea,
)
from tests.participation.test_actions import together
from tests.support import clock


@pytest.fixture
def call(portal_site: Any) -> IdeaConsultation:
    return IdeaConsultationFactory.create()


def tally(call: IdeaConsultation) -> dict[str, int]:
    row = ActivityTally.objects.get(activity=call)
    names = ("published_count", "merged_count", "support_count", "comment_count")
    return {name: getattr(row, name) for name in names}


def rows_of(call: IdeaConsultation) -> list[Any]:
    """Every row that grouping may touch, as it is stored."""
    ideas = Contribution.objects.filter(activity=call).order_by("pk")
    facets = FacetCount.objects.filter(activity=call).order_by("kind", "value")
    return [
        list(ideas.values()),
        list(ActivityTally.objects.filter(activity=call).values()),
        list(facets.values("kind", "value", "count")),
        list(Support.objects.filter(contribution__activity=call).order_by("pk").values()),
    ]


def test_nothing_is_grouped_before_the_author_agrees(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    before = rows_of(call)
    proposal = proposal_of(merged, kept)
    assert rows_of(call) == before
    assert (proposal.accepted, proposal.grouped_at) == (None, None)


def test_agreed_to_the_idea_stands_under_the_other_and_is_counted_no_more(
    call: IdeaConsultation,
) -> None:
    merged, kept = published_idea(call), published_idea(call)
    supported_by(merged, "a@test.example", "b@test.example")
    actions.publish_comment(
        comment=actions.add_comment(contribution=merged, text="Bien vu.", at=clock.NOW),
        moderator=None,
        at=clock.NOW,
    )
    assert tally(call) == {
        "published_count": 2,
        "merged_count": 0,
        "support_count": 2,
        "comment_count": 1,
    }
    grouped(merged, kept)
    merged.refresh_from_db()
    assert (merged.moderation, merged.merged_into_id) == (Moderation.MERGED, kept.pk)
    assert (merged.support_count, merged.comment_count) == (2, 1)
    assert tally(call) == {
        "published_count": 1,
        "merged_count": 1,
        "support_count": 0,
        "comment_count": 0,
    }
    assert recount(activity=call) is False


def test_declined_nothing_changes_and_the_same_group_is_not_proposed_again(
    call: IdeaConsultation,
) -> None:
    merged, kept = published_idea(call), published_idea(call)
    before = rows_of(call)
    proposal = proposal_of(merged, kept)
    answered = actions.answer_merge(proposal=proposal, accepted=False, at=clock.NOW)
    assert (answered.accepted, answered.answered_at, answered.grouped_at) == (
        False,
        clock.NOW,
        None,
    )
    assert rows_of(call) == before
    with pytest.raises(Refused) as refused:
        proposal_of(merged, kept)
    assert refused.value.reason == Reason.MERGE_DECLINED
    assert proposal_of(merged, published_idea(call)).is_open


@pytest.mark.parametrize("accepted", [True, False])
def test_an_author_answers_once(call: IdeaConsultation, accepted: bool) -> None:
    proposal = proposal_of(published_idea(call), published_idea(call))
    actions.answer_merge(proposal=proposal, accepted=accepted, at=clock.NOW)
    with pytest.raises(Refused) as refused:
        actions.answer_merge(proposal=proposal, accepted=not accepted, at=clock.NOW)
    assert refused.value.reason == Reason.ALREADY_HANDLED


def test_a_reason_is_required(call: IdeaConsultation) -> None:
    with pytest.raises(Refused) as refused:
        proposal_of(published_idea(call), published_idea(call), reason="  ")
    assert refused.value.reason == Reason.WHY_MISSING


def test_neither_chain_nor_circle(call: IdeaConsultation) -> None:
    """Whatever is already proposed or grouped, an idea has one level above or below, never two."""
    first, second, third = (published_idea(call) for _ in range(3))
    grouped(first, second)
    for merged, kept in ((second, third), (second, first), (third, first), (first, third)):
        with pytest.raises(Refused) as refused:
            proposal_of(merged, kept)
        assert refused.value.reason == Reason.MERGE_TIED
    assert proposal_of(third, second).is_open


def test_a_proposal_binds_like_a_group(call: IdeaConsultation) -> None:
    first, second, third = (published_idea(call) for _ in range(3))
    proposal_of(first, second)
    for merged, kept in ((second, third), (second, first), (third, first), (first, third)):
        with pytest.raises(Refused) as refused:
            proposal_of(merged, kept)
        assert refused.value.reason == Reason.MERGE_TIED


def test_an_idea_answered_meanwhile_stays_apart(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    proposal = proposal_of(merged, kept)
    actions.answer_contribution(
        contribution=merged, verdict="retained", text="Oui.", author=None, at=clock.NOW
    )
    with pytest.raises(Refused) as refused:
        actions.answer_merge(proposal=proposal, accepted=True, at=clock.NOW)
    assert refused.value.reason == Reason.MERGE_ANSWERED
    proposal.refresh_from_db()
    assert proposal.accepted is None


def test_an_answered_idea_may_receive_others(call: IdeaConsultation) -> None:
    kept = answered_idea(call)
    assert grouped(published_idea(call), kept).is_grouped
    assert recount(activity=call) is False


def test_without_an_address_officers_group_at_once_and_it_is_recorded(
    call: IdeaConsultation,
) -> None:
    proposal = proposal_of(published_idea(call), published_idea(call))
    done = actions.group_unanswered(proposal=proposal, officer=None, at=clock.NOW)
    assert (done.by_default, done.accepted, done.grouped_at) == (True, None, clock.NOW)


def test_an_author_who_can_be_asked_has_fifteen_days(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    merged = published_idea(call, email="autrice@test.example")
    proposal = proposal_of(merged, published_idea(call))
    with pytest.raises(Refused) as refused:
        actions.group_unanswered(proposal=proposal, officer=None, at=clock.days(14))
    assert refused.value.reason == Reason.MERGE_TOO_EARLY
    with django_capture_on_commit_callbacks(execute=True):
        actions.group_unanswered(proposal=proposal, officer=None, at=clock.days(15))
    (message,) = mail.outbox
    assert message.to == ["autrice@test.example"]
    assert merged.story_url in message.body


@pytest.mark.parametrize("officer", [True, False])
def test_grouping_and_undoing_restores_everything(
    call: IdeaConsultation, moderator: Any, officer: bool
) -> None:
    """Over drawn calls: rows, counters and facets are those from before, to the last column."""
    draw = random.Random(20260511)
    themes = [ThemeFactory.create() for _ in range(2)]
    ideas = [
        published_idea(
            call,
            theme=draw.choice([None, *themes]),
            standing=draw.choice(["", "resident", "agent"]),
            wishes=draw.sample(["idea", "comment", "follow_up"], draw.randint(0, 3)),
        )
        for _ in range(6)
    ]
    for number, idea in enumerate(ideas):
        supported_by(idea, *(f"s{n}@test.example" for n in range(number)))
    for _ in range(12):
        merged, kept = draw.sample(ideas, 2)
        before = rows_of(call)
        proposal = grouped(merged, kept)
        assert recount(activity=call) is False
        actions.undo_merge(proposal=proposal, at=clock.NOW, officer=moderator if officer else None)
        assert rows_of(call) == before
        assert not SupportQuestion.objects.exists()
    assert recount(activity=call) is False


def test_what_is_undone_is_not_undone_twice(call: IdeaConsultation) -> None:
    proposal = grouped(published_idea(call), published_idea(call))
    actions.undo_merge(proposal=proposal, at=clock.NOW)
    with pytest.raises(Refused) as refused:
        actions.undo_merge(proposal=proposal, at=clock.NOW)
    assert refused.value.reason == Reason.ALREADY_HANDLED


def test_an_officer_takes_a_proposal_back(call: IdeaConsultation) -> None:
    merged, kept = published_idea(call), published_idea(call)
    proposal = proposal_of(merged, kept)
    assert actions.withdraw_proposal(proposal=proposal, officer=None, at=clock.NOW).undone_at
    with pytest.raises(Refused):
        actions.answer_merge(proposal=proposal, accepted=True, at=clock.NOW)
    assert proposal_of(kept, merged).is_open


def test_when_the_kept_idea_is_withdrawn_those_grouped_under_it_come_back(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    merged, kept = published_idea(call, email="a@test.example"), published_idea(call)
    waiting = published_idea(call)
    proposal = grouped(merged, kept)
    other = proposal_of(waiting, kept)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_contribution(
            contribution=kept,
            moderator=None,
            reason=RefusalReason.OFFENSIVE,
            at=clock.NOW,
            on_report=True,
        )
    merged.refresh_from_db()
    assert (merged.moderation, merged.merged_into) == (Moderation.PUBLISHED, None)
    assert [message.to for message in mail.outbox] == [["a@test.example"]]
    proposal.refresh_from_db()
    other.refresh_from_db()
    assert (proposal.undone_at, other.undone_at) == (clock.NOW, clock.NOW)
    assert recount(activity=call) is False


def test_authors_of_grouped_ideas_hear_of_the_answer(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    kept = published_idea(call, email="gardee@test.example")
    grouped(published_idea(call, email="groupee@test.example"), kept)
    grouped(published_idea(call), kept)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_contribution(
            contribution=kept, verdict="partly", text="Oui, en 2027.", author=None, at=clock.NOW
        )
    assert [message.to for message in mail.outbox] == [
        ["gardee@test.example"],
        ["groupee@test.example"],
    ]
    assert "Oui, en 2027." in mail.outbox[1].body


def test_the_author_is_asked_by_mail_without_personal_data_in_the_subject(
    call: IdeaConsultation,
    django_capture_on_commit_callbacks: Any,
    logged: Callable[[str], list[Any]],
) -> None:
    merged = published_idea(call, email="autrice@test.example", title="Un banc pour Mme Durand")
    with django_capture_on_commit_callbacks(execute=True):
        proposal_of(merged, published_idea(call))
    (message,) = mail.outbox
    assert merged.story_url in message.body
    assert merged.story_url in str(message.alternatives[0][0])
    assert "Durand" not in message.subject
    (record,) = logged("participation.merge.proposed")
    assert (record.merged, "Durand" in record.getMessage()) == (merged.pk, False)


def test_an_author_known_by_the_account_only_is_asked_there(
    call: IdeaConsultation, resident: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        proposal_of(published_idea(call, author=resident), published_idea(call))
    assert [message.to for message in mail.outbox] == [[resident.email]]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"reason": ""}, "merge_gives_its_reason"),
        ({"grouped_at": clock.NOW}, "merge_with_consent_or_by_default"),
    ],
)
def test_the_database_keeps_the_rules(
    call: IdeaConsultation, fields: dict[str, Any], name: str
) -> None:
    given = {"reason": "Doublon", "proposed_at": clock.NOW, **fields}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MergeProposal.objects.create(
            merged=published_idea(call), kept=published_idea(call), **given
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_two_officers_who_cross_make_one_proposal() -> None:
    call = IdeaConsultationFactory.create()
    first, second = published_idea(call), published_idea(call)

    def propose(number: int) -> str:
        pair = (first, second) if number % 2 else (second, first)
        return f"{proposal_of(*pair).pk}"

    made = together(6, propose)
    assert made.count(Reason.MERGE_TIED) == 5
    assert MergeProposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_crossed_groups_at_once_never_make_a_chain() -> None:
    call = IdeaConsultationFactory.create()
    ideas = [published_idea(call) for _ in range(3)]

    def group(number: int) -> str:
        proposal = proposal_of(ideas[number % 3], ideas[(number + 1) % 3])
        actions.group_unanswered(proposal=proposal, officer=None, at=clock.NOW)
        return "grouped"

    together(6, group)
    merged = Contribution.objects.filter(moderation=Moderation.MERGED)
    assert not merged.filter(merged_into__moderation=Moderation.MERGED).exists()
    assert recount(activity=call) is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_author_and_officer_at_once_group_once() -> None:
    call = IdeaConsultationFactory.create()
    proposal = proposal_of(published_idea(call), published_idea(call))

    def group(number: int) -> str:
        fresh = MergeProposal.objects.get(pk=proposal.pk)
        if number % 2:
            actions.answer_merge(proposal=fresh, accepted=True, at=clock.NOW)
        else:
            actions.group_unanswered(proposal=fresh, officer=None, at=clock.NOW)
        return "grouped"

    done = together(6, group)
    assert (done.count("grouped"), done.count(Reason.ALREADY_HANDLED)) == (1, 5)
    assert ActivityTally.objects.get(activity=call).merged_count == 1
    assert recount(activity=call) is False
