"""Who may see and take part, when: role × moment × audience, without a database."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from participation import rules
from participation.enums import ActivityState, Moderation, Reason
from participation.ideas.models import IdeaConsultation
from portal.accounts.enums import Audience
from portal.accounts.models import User
from tests.support import clock

OPENS, CLOSES = clock.days(-1), clock.days(1)


def activity(**fields: Any) -> IdeaConsultation:
    given = {"opens_at": OPENS, "closes_at": CLOSES, "live": True, **fields}
    return IdeaConsultation(**given)


VISITOR = AnonymousUser()
RESIDENT = User(pk=1, email="r@test.example")
AGENT = User(pk=2, email="a@test.example", is_agent=True)
LEFT = User(pk=3, email="l@test.example", is_agent=True, is_active=False)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (OPENS - clock.INSTANT, ActivityState.COMING),
        (OPENS, ActivityState.OPEN),
        (CLOSES - timedelta(microseconds=1), ActivityState.OPEN),
        (CLOSES, ActivityState.CLOSED),
    ],
)
def test_the_start_is_included_and_the_end_excluded(moment: datetime, state: str) -> None:
    assert rules.activity_state(opens_at=OPENS, closes_at=CLOSES, at=moment) == state


@pytest.mark.parametrize(
    ("audience", "visibility", "user", "reason"),
    [
        (Audience.EVERYONE, Audience.EVERYONE, VISITOR, None),
        (Audience.EVERYONE, Audience.EVERYONE, RESIDENT, None),
        (Audience.RESIDENTS, Audience.EVERYONE, VISITOR, None),
        (Audience.AGENTS, Audience.EVERYONE, VISITOR, Reason.AGENTS_ONLY),
        (Audience.AGENTS, Audience.EVERYONE, RESIDENT, Reason.AGENTS_ONLY),
        (Audience.AGENTS, Audience.EVERYONE, AGENT, None),
        (Audience.AGENTS, Audience.AGENTS, RESIDENT, Reason.AGENTS_ONLY),
        (Audience.AGENTS, Audience.AGENTS, AGENT, None),
        (Audience.AGENTS, Audience.AGENTS, LEFT, Reason.AGENTS_ONLY),
        (Audience.AGENTS, Audience.AGENTS, None, Reason.AGENTS_ONLY),
    ],
)
def test_an_open_activity_takes_contributions_from_its_audience(
    audience: str, visibility: str, user: Any, reason: Reason | None
) -> None:
    call = activity(audience=audience, visibility=visibility)
    assert rules.may_contribute(call, user, clock.NOW).reason == reason


@pytest.mark.parametrize(
    ("live", "moment", "reason"),
    [
        (True, OPENS - clock.INSTANT, Reason.NOT_YET_OPEN),
        (True, OPENS, None),
        (True, CLOSES, Reason.CLOSED),
        (False, clock.NOW, Reason.UNPUBLISHED),
    ],
)
def test_contributions_are_taken_between_its_dates_once_published(
    live: bool, moment: datetime, reason: Reason | None
) -> None:
    decision = rules.may_contribute(activity(live=live), AGENT, moment)
    assert (bool(decision), decision.reason) == (reason is None, reason)


@pytest.mark.parametrize(("user", "helps"), [(VISITOR, True), (RESIDENT, False)])
def test_signing_in_helps_only_a_visitor(user: Any, helps: bool) -> None:
    call = activity(audience=Audience.AGENTS)
    decision = rules.may_contribute(call, user, clock.NOW)
    assert rules.would_signing_in_help(decision, user) is helps


@pytest.mark.parametrize(
    ("moderation", "read", "decide", "answer"),
    [
        (Moderation.STAGED, False, Reason.ALREADY_DECIDED, Reason.NOT_PUBLISHED_YET),
        (Moderation.UNCONFIRMED, False, Reason.ALREADY_DECIDED, Reason.NOT_PUBLISHED_YET),
        (Moderation.UNVERIFIED, False, Reason.ALREADY_DECIDED, Reason.NOT_PUBLISHED_YET),
        (Moderation.PENDING, False, None, Reason.NOT_PUBLISHED_YET),
        (Moderation.PUBLISHED, False, None, None),
        (Moderation.PUBLISHED, True, Reason.ALREADY_DECIDED, None),
        (Moderation.REFUSED, True, Reason.ALREADY_DECIDED, Reason.NOT_PUBLISHED_YET),
        (Moderation.MERGED, True, Reason.ALREADY_DECIDED, Reason.NOT_PUBLISHED_YET),
    ],
)
def test_a_decision_is_taken_once_and_answers_follow_publication(
    moderation: str, read: bool, decide: Reason | None, answer: Reason | None
) -> None:
    contribution: Any = SimpleNamespace(
        moderation=moderation, moderated_at=clock.NOW if read else None
    )
    assert rules.may_decide(contribution).reason == decide
    assert rules.may_answer(contribution).reason == answer


def test_level_audience_and_visibility_are_what_freezes() -> None:
    before, after = activity(level=4), activity(level=5, audience=Audience.AGENTS, title="Autre")
    assert rules.frozen_changes(before, after) == ["level", "audience"]
