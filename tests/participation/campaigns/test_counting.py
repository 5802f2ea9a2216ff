"""Counts without identity: pledges, quiz, what was kept up; addresses apart; the outcome."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from participation.campaigns import actions, rules
from participation.campaigns.enums import CampaignReason, Kept, Way
from participation.campaigns.models import (
    Campaign,
    CountedForm,
    FollowUpCount,
    Outcome,
    PledgeCount,
    QuizCount,
    Reminder,
)
from participation.campaigns.queries.figures import figures_of, stored_figures
from participation.enums import Moderation, Reason
from participation.queries.answer_clock import answer_clock
from participation.queries.lateness import late_count
from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import AgentFactory, UserFactory
from tests.factories.campaigns import (
    AgentCampaignFactory,
    CampaignFactory,
    new_number,
    pledged,
    published_testimony,
    quizzed,
    reminded,
    told,
)
from tests.support import clock

words = st.text(min_size=1, max_size=60)


def question(*rights: bool) -> rules.Asked:
    choices = (rules.Choice(f"r{place}", is_right) for place, is_right in enumerate(rights))
    return rules.Asked("?", tuple(choices), "Parce que.")


@given(words, words)
def test_a_count_belongs_to_the_words_whatever_their_spaces(one: str, other: str) -> None:
    same = " ".join(one.split()) == " ".join(other.split())
    assert (rules.key_of(one) == rules.key_of(other)) is same
    assert rules.key_of(f"  {one} ") == rules.key_of(one)


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(any), st.data())
def test_a_question_is_right_only_with_all_the_right_answers(rights: Any, data: Any) -> None:
    asked = question(*rights)
    ticked = data.draw(st.sets(st.integers(0, len(rights) - 1)))
    assert asked.is_right(ticked) is (ticked == {n for n, right in enumerate(rights) if right})
    assert asked.takes_several is (sum(rights) > 1)
    assert rules.score([asked, asked], [asked.right, frozenset()]) == 1


pytestmark = pytest.mark.usefixtures("portal_site", "now")


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory.create()


def test_a_pledge_is_one_more_and_keeps_nothing_else(campaign: Campaign) -> None:
    pledged(campaign)
    pledged(campaign)
    pledged(campaign, 1)

    assert [row.count for row in PledgeCount.objects.all()] == [2, 1]
    assert {field.name for field in PledgeCount._meta.fields} == {
        "id",
        "campaign",
        "key",
        "text",
        "count",
    }
    assert {field.name for field in CountedForm._meta.fields} == {"id", "number", "counted_on"}
    campaign.refresh_from_db()
    assert campaign.figures.frozen_at is not None


def test_what_is_counted_is_counted_once(campaign: Campaign) -> None:
    pledged(campaign, form_number="un")
    refusals = (
        ({"form_number": "un"}, CampaignReason.ALREADY_COUNTED),
        ({"taken": {campaign.offered[0].key}}, CampaignReason.ALREADY_PLEDGED),
        ({"at": clock.before(campaign)}, Reason.NOT_YET_OPEN),
        ({"at": clock.at_closing(campaign)}, Reason.CLOSED),
    )
    for fields, reason in refusals:
        with pytest.raises(Refused) as refused:
            pledged(campaign, **fields)
        assert refused.value.reason == reason
    with pytest.raises(Refused) as unknown:
        actions.take_pledge(campaign=campaign, key="autre", form_number="deux", at=clock.NOW)
    assert unknown.value.reason == CampaignReason.UNKNOWN_PLEDGE
    assert PledgeCount.objects.get().count == 1


def test_a_campaign_for_agents_counts_agents_only() -> None:
    campaign = AgentCampaignFactory.create()
    with pytest.raises(Refused) as refused:
        pledged(campaign, reader=UserFactory.create())
    assert refused.value.reason == Reason.AGENTS_ONLY
    pledged(campaign, reader=AgentFactory.create())
    assert PledgeCount.objects.get().count == 1


def test_other_words_begin_another_count_and_the_first_stays(campaign: Campaign) -> None:
    pledged(campaign)
    campaign.pledges = [("pledge", {"text": "Je composte", "detail": ""})]
    campaign.save()

    figures = figures_of(campaign).pledges

    assert [(one.text, one.count, one.is_offered) for one in figures] == [
        ("Je composte", 0, True),
        ("Je trie mes déchets alimentaires", 1, False),
    ]


def test_the_quiz_counts_questions_never_sets_of_answers(campaign: Campaign) -> None:
    quizzed(campaign, {0}, {0, 1}, times=11)
    assert [one.share for one in figures_of(campaign).quiz] == [100, 100]

    quizzed(campaign, {1}, {0, 1})
    # One person was wrong: the figure would say it.
    assert [one.share for one in figures_of(campaign).quiz] == [None, 100]
    assert [(row.answered_count, row.right_count) for row in QuizCount.objects.order_by("pk")] in (
        [(12, 11), (12, 12)],
        [(12, 12), (12, 11)],
    )
    with pytest.raises(Refused) as again:
        number = CountedForm.objects.latest("pk").number
        actions.count_quiz(campaign=campaign, ticked=[{0}, {0}], form_number=number, at=clock.NOW)
    assert again.value.reason == CampaignReason.ALREADY_COUNTED


def test_answers_of_few_people_are_not_shown(campaign: Campaign) -> None:
    told(campaign, Kept.KEPT, times=9)
    assert figures_of(campaign).follow_up[1].rows == []

    told(campaign, Kept.KEPT, times=12)
    told(campaign, Kept.PARTLY, times=11)
    shown = figures_of(campaign).follow_up[1]
    assert [(row.count, row.share) for row in shown.rows] == [(21, 66), (11, 34), (0, 0)]
    assert not shown.has_hidden
    told(campaign, Kept.NOT)
    assert [row.count for row in figures_of(campaign).follow_up[1].rows] == [21]
    assert FollowUpCount.objects.filter(way=Way.OPEN).count() == 3


def test_an_answer_is_taken_between_its_two_days(campaign: Campaign) -> None:
    cases = (
        (clock.days(29), CampaignReason.FOLLOW_UP_COMING),
        (clock.days(51), CampaignReason.FOLLOW_UP_OVER),
    )
    for at, reason in cases:
        with pytest.raises(Refused) as refused:
            told(campaign, at=at)
        assert refused.value.reason == reason
    told(campaign, at=clock.days(30))
    told(campaign, at=clock.days(50))
    never = CampaignFactory.create(follow_up_opens_on=None, follow_up_closes_on=None)
    with pytest.raises(Refused) as refused:
        told(never)
    assert refused.value.reason == CampaignReason.NO_FOLLOW_UP
    assert FollowUpCount.objects.get().count == 2


def test_words_wait_to_be_read_and_owe_no_answer(campaign: Campaign) -> None:
    testimony = told(campaign, text="  On s’y fait.\nVraiment.  ", display_name="Ada")
    assert (testimony.moderation, testimony.title) == (
        Moderation.PENDING,
        "On s’y fait. Vraiment.",
    )
    assert testimony.email == ""

    published_testimony(campaign)
    campaign.refresh_from_db()
    assert campaign.figures.published_count == 1
    assert late_count(campaign, clock.days(400)) == 0
    assert answer_clock(clock.days(400).date()).total.count == 0
    assert campaign.contributions.count() == 2


def test_an_address_is_confirmed_asked_once_then_erased(campaign: Campaign) -> None:
    actions.ask_reminder(campaign=campaign, email=" Ada@Test.example ", at=clock.NOW)
    again = actions.ask_reminder(campaign=campaign, email="ada@test.example", at=clock.NOW)
    assert Reminder.objects.count() == 1
    assert actions.send_questions(at=clock.days(31)) == 0

    actions.confirm_reminder(reminder=again, at=clock.NOW)
    assert actions.send_questions(at=clock.days(29)) == 0
    assert actions.send_questions(at=clock.days(31)) == 1
    assert actions.send_questions(at=clock.days(31)) == 0
    assert [mail.subject for mail in OutgoingMail.objects.order_by("pk")] == [
        "Confirmez que vous voulez recevoir la question",
        "Confirmez que vous voulez recevoir la question",
        "Avez-vous tenu ?",
    ]

    actions.answer_by_link(reminder=again, answer=Kept.PARTLY, at=clock.days(31))
    assert not Reminder.objects.exists()
    with pytest.raises(Refused) as used:
        actions.answer_by_link(reminder=again, answer=Kept.KEPT, at=clock.days(31))
    assert used.value.reason == CampaignReason.LINK_USED
    row = FollowUpCount.objects.get()
    assert (row.way, row.answer, row.count) == (Way.LINK, Kept.PARTLY, 1)


def test_an_address_confirmed_late_is_asked_at_once_and_may_be_erased(campaign: Campaign) -> None:
    reminder = actions.ask_reminder(campaign=campaign, email="a@test.example", at=clock.days(29))
    with pytest.raises(Refused) as asked:
        actions.ask_reminder(campaign=campaign, email="b@test.example", at=clock.days(30))
    assert asked.value.reason == CampaignReason.FOLLOW_UP_OPEN
    actions.confirm_reminder(reminder=reminder, at=clock.days(35))
    assert OutgoingMail.objects.filter(subject="Avez-vous tenu ?").count() == 1
    with pytest.raises(Refused) as refused:
        actions.confirm_reminder(reminder=reminder, at=clock.days(35))
    assert refused.value.reason == CampaignReason.NOTHING_TO_CONFIRM
    actions.forget_reminder(reminder=reminder)
    with pytest.raises(Refused):
        actions.forget_reminder(reminder=reminder)


def test_mails_name_no_campaign_meant_for_agents() -> None:
    campaign = AgentCampaignFactory.create(title="Secret", follow_up_question="Et le secret ?")
    reminded(campaign, reader=AgentFactory.create())
    actions.send_questions(at=clock.days(31))
    for mail in OutgoingMail.objects.all():
        assert "ecret" not in f"{mail.subject} {mail.text} {mail.html}".replace(
            f"/participer/{campaign.slug}/", ""
        )


def test_addresses_and_numbers_of_forms_end(campaign: Campaign) -> None:
    actions.ask_reminder(campaign=campaign, email="b@test.example", at=clock.NOW)
    reminded(campaign)
    pledged(campaign, at=clock.NOW)
    later = clock.days(8)
    assert actions.erase_unconfirmed(at=later, dry_run=True) == 1
    assert actions.erase_unconfirmed(at=later) == 1
    assert actions.erase_reminders(at=clock.days(57)) == 0
    assert actions.erase_reminders(at=clock.days(58)) == 1
    assert actions.erase_counted_forms(at=clock.days(16)) == 0
    assert actions.erase_counted_forms(at=clock.days(17)) == 1
    reminded(campaign, "c@test.example")
    assert actions.erase_reminders_of(emails={"c@test.example"}) == 1


def test_the_command_writes_to_those_who_are_due(campaign: Campaign, capsys: Any) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(follow_up_opens_on=clock.NOW.date())
    Reminder.objects.create(
        campaign=campaign, email="a@test.example", asked_on=clock.NOW.date(), is_confirmed=True
    )
    call_command("run_campaigns")
    call_command("run_campaigns")
    assert capsys.readouterr().out == "Questions envoyées\u00a0: 1.\n"


def test_an_outcome_keeps_the_figures_of_its_day(campaign: Campaign) -> None:
    pledged(campaign)
    quizzed(campaign, {0}, {2}, times=12)
    told(campaign, Kept.KEPT, times=12)
    told(campaign, Kept.NOT, times=10)
    over = clock.days(60)
    with pytest.raises(Refused) as early:
        actions.record_outcome(campaign=campaign, text="<p>Oui</p>", by=None, at=clock.NOW)
    assert early.value.reason == CampaignReason.OUTCOME_TOO_EARLY

    made = actions.record_outcome(campaign=campaign, text="<p>Oui</p>", by=None, at=over)
    kept = stored_figures(made.figures)
    assert (kept.pledged, kept.quiz[0].share, kept.quiz[1].share) == (1, 100, 0)
    assert [row.count for row in kept.follow_up[0].rows] == [12, 0, 10]

    with pytest.raises(Refused) as unexplained:
        actions.record_outcome(campaign=campaign, text="<p>Non</p>", by=None, at=over)
    assert unexplained.value.reason == CampaignReason.OUTCOME_UNEXPLAINED
    actions.record_outcome(
        campaign=campaign, text="<p>Non</p>", reason="Erreur.", by=None, at=over + timedelta(1)
    )
    assert [one.text for one in campaign.outcomes.all()] == ["<p>Non</p>", "<p>Oui</p>"]
    for change in ({"text": "<p>?</p>"}, {"figures": {}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outcome.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=made.pk).delete()


def test_the_database_refuses_what_would_make_no_sense(campaign: Campaign) -> None:
    pledged(campaign)
    quizzed(campaign, {0}, {0, 1})
    reminded(campaign)
    today = clock.NOW.date()
    doing: tuple[Any, ...] = (
        lambda: Campaign.objects.update(follow_up_closes_on=None),
        lambda: QuizCount.objects.update(right_count=9),
        lambda: PledgeCount.objects.create(
            campaign=campaign, key=campaign.offered[0].key, text="x"
        ),
        lambda: CountedForm.objects.create(
            number=CountedForm.objects.latest("pk").number, counted_on=today
        ),
        lambda: FollowUpCount.objects.create(campaign=campaign, way="link", answer="oui"),
        lambda: Reminder.objects.update(is_confirmed=False, is_sent=True),
        lambda: Reminder.objects.create(
            campaign=campaign, email="ada@test.example", asked_on=today
        ),
        lambda: Outcome.objects.create(campaign=campaign, text="", published_at=clock.NOW),
    )
    for act in doing:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_campaign_stays_at_its_level_and_says_each_thing_once() -> None:
    campaign = CampaignFactory.create(level=4, supports_allowed=True)
    assert (campaign.level, campaign.supports_allowed) == (2, False)
    twice = [("pledge", {"text": "Je trie", "detail": ""})] * 2
    wrong = (
        ({"pledges": twice}, "pledges"),
        ({"follow_up_opens_on": clock.days(-10).date()}, "follow_up_opens_on"),
        ({"follow_up_closes_on": clock.days(81).date()}, "follow_up_closes_on"),
    )
    for fields, name in wrong:
        built = CampaignFactory.build(**fields)
        with pytest.raises(ValidationError) as fault:
            built.clean()
        assert name in fault.value.message_dict
    assert new_number() != new_number()
