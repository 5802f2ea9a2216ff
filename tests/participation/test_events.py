"""What participation tells to those who follow: each thing once, in the action that does it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from engagements.actions import record_update
from participation import actions
from participation.actions.announcing import announce_activities, remind_unconfirmed
from participation.actions.promises import give_verdict, note_closing
from participation.enums import Moderation, ModerationMode
from participation.models import Contribution
from portal.subscriptions.models import Event
from tests.factories.engagements import CommitmentFactory, DepartmentFactory, join
from tests.factories.merging import grouped
from tests.factories.moderation import make_comment
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
)
from tests.support import clock
from tests.support.mails import deliver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


def told(kind):
    return list(Event.objects.filter(kind=kind).order_by("pk"))


def test_idea_is_told_once_when_it_is_public():
    waiting = make_idea(email="auteure@test.example")
    assert told("idea_published") == []
    actions.publish_contribution(contribution=waiting, moderator=None, at=clock.NOW)

    [event] = told("idea_published")
    assert (event.subject, event.topics) == (
        f"idea:{waiting.pk}",
        [f"activity:{waiting.activity_id}"],
    )
    assert len(event.told) == 1


def test_idea_public_at_once_is_told_too():
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    idea = make_idea(call)

    assert [event.subject for event in told("idea_published")] == [f"idea:{idea.pk}"]


def test_idea_of_agents_is_for_agents(agent):
    make_idea(AgentConsultationFactory.create(moderation_mode=ModerationMode.AFTER), author=agent)

    assert [event.audience for event in told("idea_published")] == ["agents"]


def test_comment_is_told_when_it_is_public():
    idea = published_idea()
    comment = make_comment(idea)
    assert told("comment_published") == []
    actions.publish_comment(comment=comment, moderator=None, at=clock.NOW)

    [event] = told("comment_published")
    assert (event.subject, event.topics) == (f"comment:{comment.pk}", [f"idea:{idea.pk}"])


def test_answer_is_told_with_its_verdict_and_never_for_a_correction(officer):
    idea, commitment = published_idea(), CommitmentFactory.create()
    for text in ("Oui.", "Oui, corrigé."):
        actions.answer_contribution(
            contribution=idea,
            verdict="retained",
            text=text,
            commitments=[commitment],
            author=officer,
            at=clock.NOW,
        )

    [event] = told("answer_published")
    assert event.summary == "Idée retenue"
    assert event.topics == [f"idea:{idea.pk}", f"activity:{idea.activity_id}"]
    [link] = told("idea_linked")
    assert link.topics == [f"commitment:{commitment.number}"]


def test_progress_of_a_commitment_reaches_the_followers_of_its_ideas(officer):
    idea = published_idea()
    commitment = CommitmentFactory.create(lead_department=DepartmentFactory.create())
    join(commitment.lead_department, officer)
    actions.answer_contribution(
        contribution=idea,
        verdict="retained",
        text="Oui.",
        commitments=[commitment],
        author=officer,
        at=clock.NOW,
    )
    record_update(
        commitment=commitment,
        status="under_way",
        text="Le marché est lancé.",
        author_function="Direction des achats",
        reported_on=clock.NOW.date(),
        at=clock.NOW,
        user=officer,
    )

    [event] = told("commitment_updated")
    assert event.topics == [
        f"commitment:{commitment.number}",
        f"priority:{commitment.objective.priority.number}",
        "commitments",
        f"idea:{idea.pk}",
    ]


def test_grouping_is_told_to_both_sides():
    call = IdeaConsultationFactory.create()
    merged, kept = published_idea(call), published_idea(call)
    grouped(merged, kept)

    [event] = told("idea_grouped")
    assert event.topics == [f"idea:{merged.pk}", f"idea:{kept.pk}"]


def test_life_of_a_call_is_told_once_each():
    call = IdeaConsultationFactory.create(
        opens_at=clock.days(-1), closes_at=clock.days(10), promise="Répondre."
    )
    for day in (0, 0, 8, 9):
        announce_activities(at=clock.days(day))
    note_closing(activity=call, at=clock.days(10))
    note_closing(activity=call, at=clock.days(10))
    give_verdict(activity=call, outcome="kept", reasons="Fait.", by=None, at=clock.days(10))

    kinds = Event.objects.order_by("pk").values_list("kind", "subject")
    subject = f"activity:{call.pk}"
    assert list(kinds) == [
        ("activity_opened", subject),
        ("activity_closing", subject),
        ("activity_closed", subject),
        ("verdict_given", subject),
    ]
    assert told("activity_opened")[0].topics == ["activities", subject]
    assert told("verdict_given")[0].summary == "Promesse tenue"


def test_end_that_moves_is_announced_anew():
    call = IdeaConsultationFactory.create(opens_at=clock.days(-5), closes_at=clock.days(2))
    announce_activities(at=clock.NOW)
    call.closes_at = clock.days(3)
    call.save()
    announce_activities(at=clock.NOW)

    assert len(told("activity_closing")) == 2


def test_unconfirmed_author_is_reminded_once_before_all_is_erased(settings):
    call = IdeaConsultationFactory.create(confirms_email=True, closes_at=clock.days(90))
    idea = make_idea(call, email="auteure@test.example", at=clock.NOW)
    deliver()
    mail.outbox.clear()
    assert remind_unconfirmed(at=clock.days(20)) == 0
    assert remind_unconfirmed(at=clock.days(24)) == 1
    assert remind_unconfirmed(at=clock.days(25)) == 0
    assert remind_unconfirmed(at=clock.days(31)) == 0
    deliver()

    [message] = mail.outbox
    assert message.subject == "Votre idée attend encore votre confirmation"
    assert "6 jours" in message.body
    assert idea.title not in message.body


def test_confirmed_author_is_not_reminded():
    call = IdeaConsultationFactory.create(confirms_email=True)
    idea = make_idea(call, email="auteure@test.example", at=clock.NOW)
    actions.confirm_contribution(contribution=idea, at=clock.NOW)

    assert Contribution.objects.get().moderation == Moderation.PENDING
    assert remind_unconfirmed(at=clock.days(24)) == 0


def test_command_of_every_minute_tells_it_all():
    IdeaConsultationFactory.create(opens_at=clock.days(-1), closes_at=clock.days(2))
    IdeaConsultationFactory.create(
        opens_at=clock.days(-10), closes_at=clock.NOW - timedelta(minutes=1)
    )
    call_command("close_activities")
    call_command("close_activities")

    kinds = Event.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["activity_closed", "activity_closing", "activity_opened"]


def test_old_call_whose_days_are_not_known_is_not_announced():
    IdeaConsultationFactory.create(
        opens_at=clock.days(-1), closes_at=clock.days(2), period_label="Hiver 2022"
    )
    announce_activities(at=clock.NOW)

    assert not Event.objects.exists()
