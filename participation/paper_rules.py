"""What comes on paper: when it counts, which coupon serves, who verifies. Pure, like `rules`."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.decisions import ALLOWED, Decision, refuse

from .enums import ActivityState, Moderation, Reason

if TYPE_CHECKING:
    from .models import Activity, Contribution, Coupon

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
    # A call older than the portal is imported, not keyed in.
    was_due = bool(activity.period_label) or bool(activity.answer_by and today > activity.answer_by)
    if is_closed and was_due:
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
