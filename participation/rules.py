"""Who may take part, when, and what a decision needs. Pure: no query, no write, time is given."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.accounts.enums import Audience
from portal.accounts.rules import is_agent, may_read
from portal.decisions import ALLOWED, Decision, refuse

from .enums import ActivityState, Moderation, ModerationMode, Reason

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

    from .models import Activity, Contribution, Coupon
    from .models.moderated import Moderated


def activity_state(*, opens_at: datetime, closes_at: datetime, at: datetime) -> ActivityState:
    """Where an activity stands: its start is included, its end excluded."""
    if at < opens_at:
        return ActivityState.COMING
    return ActivityState.OPEN if at < closes_at else ActivityState.CLOSED


def may_see(activity: "Activity", user: "Reader") -> Decision:
    """Whether the activity and what is public in it may be shown to this person."""
    if not activity.live:
        return refuse(Reason.UNPUBLISHED)
    if not may_read(activity.visibility, user):
        return refuse(Reason.AGENTS_ONLY)
    return ALLOWED


def may_contribute(activity: "Activity", user: "Reader", at: datetime) -> Decision:
    """Whether this person may send a contribution now."""
    seen = may_see(activity, user)
    if not seen:
        return seen
    state = activity.state(at)
    if state == ActivityState.COMING:
        return refuse(Reason.NOT_YET_OPEN)
    if state == ActivityState.CLOSED:
        return refuse(Reason.CLOSED)
    if activity.audience == Audience.AGENTS and not is_agent(user):
        return refuse(Reason.AGENTS_ONLY)
    return ALLOWED


def would_signing_in_help(decision: Decision, user: "Reader") -> bool:
    """Whether a visitor without account is refused only for not being known as an agent."""
    anonymous = user is None or not user.is_authenticated
    return decision.reason == Reason.AGENTS_ONLY and anonymous


def first_state(activity: "Activity") -> Moderation:
    """Where a contribution stands once received and confirmed: to be read, or public at once."""
    after = activity.moderation_mode == ModerationMode.AFTER
    return Moderation.PUBLISHED if after else Moderation.PENDING


def must_confirm(activity: "Activity", email: str, *, is_proved: bool) -> bool:
    """Whether the author must follow a mailed link before the contribution is read.

    Only when the activity asks for it and an address was given that is not already proved by the
    account of the person; nobody is obliged to give one.
    """
    return bool(activity.confirms_email and email and not is_proved)


def may_confirm(contribution: "Contribution") -> Decision:
    """Whether there is still something to confirm."""
    if contribution.moderation != Moderation.UNCONFIRMED:
        return refuse(Reason.ALREADY_CONFIRMED)
    return ALLOWED


def may_support(contribution: "Contribution", user: "Reader", at: datetime) -> Decision:
    """Whether this person may support, or no longer support, this contribution now."""
    return _may_react(
        contribution,
        user,
        at,
        allowed=contribution.activity.supports_allowed,
        closed=Reason.SUPPORTS_CLOSED,
    )


def may_comment(contribution: "Contribution", user: "Reader", at: datetime) -> Decision:
    """Whether this person may comment on this contribution now."""
    return _may_react(
        contribution,
        user,
        at,
        allowed=contribution.activity.comments_allowed,
        closed=Reason.COMMENTS_CLOSED,
    )


def _may_react(
    contribution: "Contribution",
    user: "Reader",
    at: datetime,
    *,
    allowed: bool,
    closed: Reason,
) -> Decision:
    """The one rule of supports and comments: who may contribute may react."""
    if contribution.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLIC)
    decision = may_contribute(contribution.activity, user, at)
    if decision.reason == Reason.CLOSED or (decision and not allowed):
        return refuse(closed)
    return decision


def awaits_reading(text: "Moderated") -> bool:
    """Whether a moderator still has to read it, public already or not."""
    waiting = {Moderation.PENDING, Moderation.PUBLISHED}
    return text.moderated_at is None and text.moderation in waiting


def may_decide(contribution: "Moderated") -> Decision:
    """Whether a moderator may still publish or refuse this text: nobody has read it yet."""
    if not awaits_reading(contribution):
        return refuse(Reason.ALREADY_DECIDED)
    return ALLOWED


def may_withdraw(contribution: "Moderated") -> Decision:
    """Whether a public text may be withdrawn, when a report was right."""
    if contribution.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLIC)
    return ALLOWED


def may_answer(contribution: "Contribution") -> Decision:
    """Whether the city may answer: an answer is public, so what it answers must be."""
    if contribution.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLISHED_YET)
    return ALLOWED


def frozen_changes(before: "Activity", after: "Activity") -> list[str]:
    """The fields that may not change any more once somebody has contributed.

    People took part on the strength of them (shared/product.md §2).
    """
    frozen = ("level", "audience", "visibility")
    return [name for name in frozen if getattr(before, name) != getattr(after, name)]


# Refusals that no other day of arrival would change.
NOTHING_TO_KEY_IN = frozenset({Reason.UNPUBLISHED, Reason.ALREADY_ARCHIVED, Reason.KEYING_OVER})


def last_day(activity: "Activity") -> date:
    """The last day on which something may arrive: the moment of closing itself is excluded."""
    return timezone.localdate(activity.closes_at - timedelta(microseconds=1))


def may_print_coupons(activity: "Activity", at: datetime) -> Decision:
    """Whether numbered coupons may still be printed: before and during the call, not after."""
    if activity.state(at) == ActivityState.CLOSED:
        return refuse(Reason.CLOSED)
    return ALLOWED


def may_key_in(activity: "Activity", received_on: date, at: datetime) -> Decision:
    """Whether what arrived on this day may be keyed in now.

    What arrived in time counts even when it is keyed in after the end, until the day on which
    the answers are due.
    """
    if not activity.live:
        return refuse(Reason.UNPUBLISHED)
    if activity.figures.archived_at:
        return refuse(Reason.ALREADY_ARCHIVED)
    today = timezone.localdate(at)
    is_closed = activity.state(at) == ActivityState.CLOSED
    if is_closed and activity.answer_by and today > activity.answer_by:
        return refuse(Reason.KEYING_OVER)
    return arrived_in_time(activity, received_on, at)


def arrived_in_time(activity: "Activity", received_on: date, at: datetime) -> Decision:
    """Whether this day is one on which the activity took contributions, and not to come."""
    if received_on > timezone.localdate(at):
        return refuse(Reason.RECEIVED_IN_FUTURE)
    if received_on < timezone.localdate(activity.opens_at):
        return refuse(Reason.RECEIVED_TOO_EARLY)
    if received_on > last_day(activity):
        return refuse(Reason.RECEIVED_TOO_LATE)
    return ALLOWED


def moment_received(activity: "Activity", received_on: date, at: datetime) -> datetime:
    """The moment under which something received on a day is filed: noon, within the call."""
    noon = timezone.make_aware(datetime.combine(received_on, time(12)))
    latest = min(at, activity.closes_at - timedelta(microseconds=1))
    return max(activity.opens_at, min(noon, latest))


def may_use_coupon(coupon: "Coupon | None", activity_id: int) -> Decision:
    """Whether this coupon may be keyed in for this activity: printed for it, and not yet used."""
    if coupon is None:
        return refuse(Reason.COUPON_UNKNOWN)
    if coupon.batch.activity_id != activity_id:
        return refuse(Reason.COUPON_ELSEWHERE)
    if coupon.used_at is not None:
        return refuse(Reason.COUPON_USED)
    return ALLOWED


def may_verify(contribution: "Contribution", keyed_by_id: int | None, officer_id: int) -> Decision:
    """Whether this officer may compare this entry with its paper: never what one keyed in."""
    if contribution.moderation != Moderation.UNVERIFIED:
        return refuse(Reason.ALREADY_HANDLED)
    if keyed_by_id == officer_id:
        return refuse(Reason.SAME_PERSON)
    return ALLOWED


def may_discard(contribution: "Contribution") -> Decision:
    """Whether an entry may be taken back, keyed twice for example: before anybody verified it."""
    if contribution.moderation != Moderation.UNVERIFIED:
        return refuse(Reason.ALREADY_HANDLED)
    return ALLOWED
