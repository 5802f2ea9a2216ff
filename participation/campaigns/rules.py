"""Who may pledge, answer, ask to be reminded, and when; how a quiz is graded. Pure."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.accounts.enums import Audience
from portal.accounts.rules import is_agent
from portal.decisions import ALLOWED, Decision, refuse

from .. import rules as core
from ..enums import ActivityState, Reason
from .enums import CampaignReason

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

    from .models import Campaign, Reminder

PLEDGE_MAXIMUM = 120
TESTIMONY_MAXIMUM = 1000
PLEDGES_MAXIMUM = 12
QUESTIONS_MAXIMUM = 15
_KEY_LENGTH = 16


def key_of(*words: str) -> str:
    """The name under which these words are counted: other words are another thing.

    So that a count always belongs to the words people read, even when an editor changes them.
    """
    read = "\n".join(" ".join(part.split()) for part in words)
    return hashlib.sha256(read.encode()).hexdigest()[:_KEY_LENGTH]


@dataclass(frozen=True)
class Offered:
    """A pledge as the page proposes it, and the name of its count."""

    text: str
    detail: str = ""

    @property
    def key(self) -> str:
        """The name of its count."""
        return key_of(self.text)


@dataclass(frozen=True)
class Choice:
    """One answer that a question of the quiz proposes."""

    text: str
    is_right: bool
    explanation: str = ""


@dataclass(frozen=True)
class Asked:
    """A question of the quiz."""

    text: str
    choices: tuple[Choice, ...]
    explanation: str
    source: str = ""
    source_url: str = ""

    @property
    def key(self) -> str:
        """The name of its count: the question with its answers, whichever are right."""
        said = [f"{choice.text}|{int(choice.is_right)}" for choice in self.choices]
        return key_of(self.text, *said)

    @property
    def right(self) -> frozenset[int]:
        """The places of the right answers, from zero."""
        return frozenset(place for place, one in enumerate(self.choices) if one.is_right)

    @property
    def takes_several(self) -> bool:
        """Whether several answers are right: all of them are to be ticked."""
        return len(self.right) > 1

    def is_right(self, ticked: Collection[int]) -> bool:
        """Whether exactly the right answers were ticked."""
        return frozenset(ticked) == self.right


def score(questions: Sequence[Asked], ticked: Sequence[Collection[int]]) -> int:
    """How many questions were answered right."""
    pairs = zip(questions, ticked, strict=True)
    return sum(question.is_right(places) for question, places in pairs)


def may_pledge(campaign: "Campaign", reader: "Reader", at: datetime, key: str) -> Decision:
    """Whether this person may take this pledge now: who may contribute may pledge."""
    decision = core.may_contribute(campaign, reader, at)
    if decision and key not in {one.key for one in campaign.offered}:
        return refuse(CampaignReason.UNKNOWN_PLEDGE)
    return decision


def may_take_quiz(campaign: "Campaign") -> Decision:
    """Whether there is a quiz to take: as long as the page can be read, even once closed."""
    return ALLOWED if campaign.live and campaign.questions else refuse(CampaignReason.NO_QUIZ)


def asks_later(campaign: "Campaign") -> bool:
    """Whether a question is asked some weeks later."""
    return campaign.follow_up_opens_on is not None and campaign.follow_up_closes_on is not None


def follow_up_window(campaign: "Campaign", on: date) -> Decision:
    """Whether the question is asked on this day; its last day is included."""
    opens, closes = campaign.follow_up_opens_on, campaign.follow_up_closes_on
    if opens is None or closes is None:
        return refuse(CampaignReason.NO_FOLLOW_UP)
    if on < opens:
        return refuse(CampaignReason.FOLLOW_UP_COMING)
    return ALLOWED if on <= closes else refuse(CampaignReason.FOLLOW_UP_OVER)


def may_answer_follow_up(campaign: "Campaign", reader: "Reader", at: datetime) -> Decision:
    """Whether this person may say now if they kept it up; the campaign itself may be over."""
    decision = core.may_see(campaign, reader)
    if decision and campaign.audience == Audience.AGENTS and not is_agent(reader):
        decision = refuse(Reason.AGENTS_ONLY)
    return follow_up_window(campaign, timezone.localdate(at)) if decision else decision


def may_ask_reminder(campaign: "Campaign", reader: "Reader", at: datetime) -> Decision:
    """Whether an address may still be left: until the question is asked, which is on the page."""
    decision = core.may_see(campaign, reader)
    if not decision:
        return decision
    if campaign.state(at) == ActivityState.COMING:
        return refuse(Reason.NOT_YET_OPEN)
    if campaign.audience == Audience.AGENTS and not is_agent(reader):
        return refuse(Reason.AGENTS_ONLY)
    window = follow_up_window(campaign, timezone.localdate(at))
    if window.reason == CampaignReason.FOLLOW_UP_COMING:
        return ALLOWED
    return refuse(CampaignReason.FOLLOW_UP_OPEN) if window else window


def may_confirm(reminder: "Reminder") -> Decision:
    """Whether there is still something to confirm."""
    return refuse(CampaignReason.NOTHING_TO_CONFIRM) if reminder.is_confirmed else ALLOWED


def may_publish_outcome(
    campaign: "Campaign", *, before: str, after: str, reason: str, at: datetime
) -> Decision:
    """Whether this outcome may be public: after the end; a change of it gives its reason."""
    if not after.strip() or after == before:
        return ALLOWED
    if campaign.state(at) != ActivityState.CLOSED:
        return refuse(CampaignReason.OUTCOME_TOO_EARLY)
    if before and not reason.strip():
        return refuse(CampaignReason.OUTCOME_UNEXPLAINED)
    return ALLOWED
