"""Who may group ideas, answer and undo: the rules as tables."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from participation import consent_rules
from participation.consent_rules import Ties
from participation.enums import Moderation, Reason
from participation.models import Contribution
from portal.accounts.enums import Audience
from tests.support import clock


def idea(pk: int = 1, **fields: Any) -> Contribution:
    given = {
        "activity_id": 1,
        "moderation": Moderation.PUBLISHED,
        "moderated_at": clock.NOW,
        **fields,
    }
    return Contribution(pk=pk, **given)


@pytest.mark.parametrize(
    ("merged", "kept", "ties", "reason"),
    [
        (idea(1), idea(2), Ties(), None),
        (idea(1), idea(1), Ties(), Reason.MERGE_ITSELF),
        (idea(1), idea(2, activity_id=9), Ties(), Reason.MERGE_OTHER_CALL),
        (idea(1, moderation=Moderation.PENDING), idea(2), Ties(), Reason.NOT_PUBLIC),
        (idea(1), idea(2, moderation=Moderation.REFUSED), Ties(), Reason.NOT_PUBLIC),
        (idea(1), idea(2, moderation=Moderation.WITHDRAWN), Ties(), Reason.NOT_PUBLIC),
        (idea(1, moderation=Moderation.MERGED), idea(2), Ties(), Reason.MERGE_TIED),
        (idea(1), idea(2, moderation=Moderation.MERGED), Ties(), Reason.MERGE_TIED),
        (idea(1, moderated_at=None), idea(2), Ties(), Reason.MERGE_UNREAD),
        (idea(1, answered_at=clock.NOW), idea(2), Ties(), Reason.MERGE_ANSWERED),
        (idea(1), idea(2, answered_at=clock.NOW), Ties(), None),
        (idea(1), idea(2), Ties(merged=True), Reason.MERGE_TIED),
        (idea(1), idea(2), Ties(kept=True), Reason.MERGE_TIED),
        (idea(1), idea(2), Ties(declined=True), Reason.MERGE_DECLINED),
    ],
)
def test_may_group(
    merged: Contribution, kept: Contribution, ties: Ties, reason: Reason | None
) -> None:
    assert consent_rules.may_group(merged, kept, ties).reason == reason


def proposal(**fields: Any) -> Any:
    given = {"proposed_at": clock.NOW, "is_open": True, "is_grouped": False, **fields}
    return SimpleNamespace(**given)


@pytest.mark.parametrize(
    ("is_open", "can_be_asked", "days", "reason"),
    [
        (True, True, 15, None),
        (True, True, 14.999, Reason.MERGE_TOO_EARLY),
        (True, False, 0, None),
        (False, True, 15, Reason.ALREADY_HANDLED),
        (False, False, 0, Reason.ALREADY_HANDLED),
    ],
)
def test_may_group_unanswered(
    is_open: bool, can_be_asked: bool, days: float, reason: Reason | None
) -> None:
    decision = consent_rules.may_group_unanswered(
        proposal(is_open=is_open), can_be_asked=can_be_asked, days=15, at=clock.days(days)
    )
    assert decision.reason == reason


@pytest.mark.parametrize(
    ("question", "fields", "kept", "reason"),
    [
        (None, {"is_grouped": True}, Moderation.PUBLISHED, None),
        (clock.NOW, {"is_grouped": True}, Moderation.PUBLISHED, Reason.ALREADY_HANDLED),
        (None, {"is_grouped": False}, Moderation.PUBLISHED, Reason.ALREADY_HANDLED),
        (None, {"is_grouped": True}, Moderation.REFUSED, Reason.NOT_PUBLIC),
    ],
)
def test_may_answer_question(
    question: Any, fields: dict[str, Any], kept: str, reason: Reason | None
) -> None:
    activity = SimpleNamespace(figures=SimpleNamespace(archived_at=None))
    other = SimpleNamespace(is_public=kept == Moderation.PUBLISHED, activity=activity)
    asked = SimpleNamespace(answered_at=question)
    decision = consent_rules.may_answer_question(asked, proposal(**fields), other)  # type: ignore[arg-type]
    assert decision.reason == reason


def test_an_archived_call_takes_no_support_any_more() -> None:
    activity = SimpleNamespace(figures=SimpleNamespace(archived_at=clock.NOW))
    other = SimpleNamespace(is_public=True, activity=activity)
    asked = SimpleNamespace(answered_at=None)
    decision = consent_rules.may_answer_question(asked, proposal(is_grouped=True), other)  # type: ignore[arg-type]
    assert decision.reason == Reason.NOT_PUBLIC


def call(**fields: Any) -> Any:
    given = {
        "live": True,
        "visibility": Audience.EVERYONE,
        "audience": Audience.EVERYONE,
        "begins": -10,
        "archived_at": None,
        **fields,
    }
    opens_at = clock.days(given["begins"])
    figures = SimpleNamespace(archived_at=given["archived_at"])
    state = consent_rules.ActivityState
    return SimpleNamespace(
        live=given["live"],
        visibility=given["visibility"],
        audience=given["audience"],
        figures=figures,
        state=lambda at: state.COMING if at < opens_at else state.CLOSED,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"audience": Audience.RESIDENTS}, True),
        ({"live": False}, False),
        ({"visibility": Audience.AGENTS, "audience": Audience.AGENTS}, False),
        ({"audience": Audience.AGENTS}, False),
        ({"begins": 1}, False),
        ({"archived_at": clock.NOW}, False),
    ],
)
def test_is_public_call(fields: dict[str, Any], expected: bool) -> None:
    assert consent_rules.is_public_call(call(**fields), clock.NOW) is expected


@pytest.mark.parametrize(
    ("visibility", "public", "target", "reason"),
    [
        (Audience.AGENTS, True, {}, None),
        (Audience.EVERYONE, True, {}, Reason.NOT_AGENTS_IDEA),
        (Audience.AGENTS, False, {}, Reason.NOT_AGENTS_IDEA),
        (Audience.AGENTS, True, {"live": False}, Reason.TARGET_NOT_PUBLIC),
    ],
)
def test_may_promote(
    visibility: str, public: bool, target: dict[str, Any], reason: Reason | None
) -> None:
    source = SimpleNamespace(activity=SimpleNamespace(visibility=visibility), is_public=public)
    decision = consent_rules.may_promote(source, call(**target), clock.NOW)  # type: ignore[arg-type]
    assert decision.reason == reason


@pytest.mark.parametrize(
    ("accepted", "withdrawn", "result", "answer", "take_back"),
    [
        (None, None, None, None, Reason.ALREADY_HANDLED),
        (False, None, None, Reason.ALREADY_HANDLED, Reason.ALREADY_HANDLED),
        (True, None, 3, Reason.ALREADY_HANDLED, None),
        (True, clock.NOW, 3, Reason.ALREADY_HANDLED, Reason.ALREADY_HANDLED),
        (True, None, None, Reason.ALREADY_HANDLED, Reason.ALREADY_HANDLED),
    ],
)
def test_a_consent_is_given_once_and_taken_back_once(
    accepted: bool | None,
    withdrawn: Any,
    result: int | None,
    answer: Reason | None,
    take_back: Reason | None,
) -> None:
    asked: Any = SimpleNamespace(accepted=accepted, withdrawn_at=withdrawn, result_id=result)
    assert consent_rules.may_answer_promotion(asked).reason == answer
    assert consent_rules.may_take_back(asked).reason == take_back


def test_the_author_has_so_many_days_to_answer() -> None:
    due = consent_rules.reply_due_at(proposal(), 15)
    assert due - clock.NOW == timedelta(days=15)
