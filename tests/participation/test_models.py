"""What the database refuses, and “open” said the same way by a query and by a row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from participation.enums import ActivityState, Moderation, Verdict
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import (
    Activity,
    ActivityTally,
    Answer,
    Contribution,
    ParticipationLevel,
)
from portal.accounts.models import User
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    make_idea,
    published_idea,
)
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")


def refused(constraint: str, write: Callable[[], Any]) -> None:
    """The write fails, and on this constraint."""
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        write()
    assert constraint in str(fault.value) or "UNIQUE" in str(fault.value)


@pytest.mark.parametrize(
    "moment",
    [clock.before, clock.at_opening, clock.during, clock.at_the_last_second, clock.at_closing],
)
def test_open_is_the_same_for_a_query_and_for_a_row(moment: Callable[[Any], Any]) -> None:
    call = IdeaConsultationFactory.create()
    at = moment(call)
    found = {
        ActivityState.COMING: Activity.objects.coming(at),
        ActivityState.OPEN: Activity.objects.open(at),
        ActivityState.CLOSED: Activity.objects.closed(at),
    }
    states = [state for state, activities in found.items() if activities.exists()]
    assert states == [call.state(at)]
    assert call.is_open(at) is (call.state(at) == ActivityState.OPEN)


def test_an_activity_closes_after_it_opens() -> None:
    call = IdeaConsultationFactory.create()
    refused(
        "activity_closes_after_it_opens",
        lambda: Activity.objects.filter(pk=call.pk).update(closes_at=call.opens_at),
    )


def test_an_activity_is_at_one_of_six_levels() -> None:
    call = IdeaConsultationFactory.create()
    refused(
        "activity_level_is_one_of_six",
        lambda: Activity.objects.filter(pk=call.pk).update(level=7),
    )
    refused(
        "level_is_one_of_six",
        lambda: ParticipationLevel.objects.create(number=9, name="Neuf", clock_days=1),
    )


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("contribution_refused_with_a_reason", {"moderation": Moderation.REFUSED}),
        (
            "contribution_published_has_its_date",
            {"moderation": Moderation.PUBLISHED, "published_at": None},
        ),
        ("contribution_verdict_has_its_date", {"verdict": Verdict.RETAINED}),
    ],
)
def test_a_contribution_is_never_half_decided(constraint: str, fields: dict[str, Any]) -> None:
    idea = make_idea()
    refused(constraint, lambda: Idea.objects.filter(pk=idea.pk).update(**fields))


def test_numbers_receipts_and_forms_are_given_once() -> None:
    call = IdeaConsultationFactory.create()
    one, two = make_idea(call, form_token="a"), make_idea(call, form_token="b")
    for name, field in (
        ("contribution_number_unique_in_activity", "number"),
        ("receipt", "receipt"),
        ("contribution_form_sent_once", "form_token"),
    ):
        value = getattr(one, field)
        refused(name, lambda f=field, v=value: Idea.objects.filter(pk=two.pk).update(**{f: v}))


def test_counters_cannot_contradict_one_another() -> None:
    idea = published_idea()
    tally = ActivityTally.objects.filter(activity=idea.activity_id)
    refused("tally_adds_up", lambda: tally.update(published_count=2))
    refused("tally_adds_up", lambda: tally.update(answered_count=2))


def test_an_answer_has_its_reasons() -> None:
    idea = published_idea()
    refused(
        "answer_gives_its_reasons",
        lambda: Answer.objects.create(
            contribution=idea, verdict=Verdict.DECLINED, text="", answered_at=clock.NOW
        ),
    )


def test_what_people_gave_keeps_its_call_and_its_theme() -> None:
    theme = ThemeFactory.create()
    idea = make_idea(IdeaConsultationFactory.create(themes=[theme]), theme=theme)
    for row in (idea.activity, IdeaConsultation.objects.get(pk=idea.activity_id), theme):
        with pytest.raises(ProtectedError):
            row.delete()


def test_what_agents_give_is_seen_by_agents(resident: User, agent: User) -> None:
    idea = published_idea(AgentConsultationFactory.create(), author=agent)
    hidden = make_idea(IdeaConsultationFactory.create())
    assert set(Idea.objects.visible_to(agent)) == {idea}
    assert not Idea.objects.visible_to(resident).exists()
    assert not Idea.objects.visible_to(None).exists()
    assert hidden.is_public is False


def test_a_contribution_knows_its_own_kind() -> None:
    idea = make_idea()
    assert type(Contribution.objects.get(pk=idea.pk).specific) is Idea
    assert idea.specific is idea
