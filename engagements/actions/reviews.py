"""The only writers of half-yearly reviews: opened, written, then published once and for all."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.canonical import canonical_text, digest
from portal.decisions import Refused, require
from portal.security.actions import record_event

from ..enums import PUBLISHED_EVENT, ReviewRefusal, ReviewState
from ..models import (
    BodyMeeting,
    Commitment,
    PriorityPage,
    Review,
    ReviewAttendance,
    ReviewLine,
    ReviewOpinion,
)
from ..notifications import tell_of_review
from ..queries.review_lines import prepared_lines
from ..queries.review_record import record
from ..queries.reviews import (
    next_review,
    readiness,
    reviewed_priorities,
)
from ..queries.rhythm import follow_up_settings, last_published, review_being_written
from ..review_rules import may_open, may_publish, may_write
from ..rules import months_after

logger = logging.getLogger(__name__)


class Texts(TypedDict):
    """What the body writes of a review while it is open."""

    title: NotRequired[str]
    due_on: NotRequired[date]
    reports_due_on: NotRequired[date]
    introduction: NotRequired[str]
    agenda: NotRequired[str]
    minutes: NotRequired[str]
    meeting: NotRequired[BodyMeeting | None]


@dataclass(frozen=True)
class Present:
    """How many of a function came, and how many were excused."""

    function: str
    present: int = 1
    excused: int = 0


@transaction.atomic
def open_review(
    *,
    starts_on: date,
    ends_on: date,
    user: User | None,
    at: datetime,
    title: str = "",
    due_on: date | None = None,
) -> Review:
    """Open the review of a period: number, address and dates follow from the one before it.

    Refused while another is open, for a period in disorder, or one that was reviewed already. The
    publication is planned for the day on which the city promised it, reports are due before that by
    the days of the settings. Logs: history of editors, security events.
    """
    last, opened = last_published(), review_being_written()
    require(
        may_open(
            starts_on=starts_on,
            ends_on=ends_on,
            open_review=opened is not None,
            last_ends_on=last.ends_on if last else None,
        )
    )
    review = _new(last, starts_on, ends_on, title=title, due_on=due_on, at=at)
    review.opened_by = user
    review.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError as error:  # Two at once: the other one opened it.
        raise Refused(ReviewRefusal.ALREADY_OPEN) from error
    log(instance=review, action="engagements.open_review", user=user)
    event = "engagements.review.opened"
    record_event(event, actor=user, at=at, review=review.pk, number=review.number)
    return review


def _new(
    last: Review | None,
    starts_on: date,
    ends_on: date,
    *,
    title: str,
    due_on: date | None,
    at: datetime,
) -> Review:
    """The review of a period, not saved: number, address and dates follow from the one before."""
    rhythm = follow_up_settings()
    number = last.number + 1 if last else 1
    title = title.strip() or _("Review no. %(number)d") % {"number": number}
    planned = due_on or _planned(at, ends_on, rhythm.every_months)
    return Review(
        number=number,
        slug=f"{number}-{slugify(title)}"[:60].rstrip("-"),
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=planned,
        reports_due_on=planned - timedelta(days=rhythm.reports_days),
        previous=last,
        opened_at=at,
    )


def _planned(at: datetime, ends_on: date, every_months: int) -> date:
    """Return the day promised; for a first review, a month after its period."""
    due = next_review(at).due_on
    return (
        max(due, ends_on)
        if due
        else min(months_after(ends_on, 1), months_after(ends_on, every_months))
    )


def _held(review: Review) -> Review:
    """Return the review as it is now, held until the transaction ends; refuses a published one."""
    held = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    require(may_write(published=held.is_published))
    return held


@transaction.atomic
def save_review(*, review: Review, user: User | None, at: datetime, **texts: Unpack[Texts]) -> None:
    """Write the texts and dates of an open review; refuses a published one."""
    held = _held(review)
    for name, value in texts.items():
        setattr(held, name, value.strip() if isinstance(value, str) else value)
    held.full_clean()
    held.save()
    log(instance=held, action="engagements.write_review", user=user)
    logger.info(
        "Review written",
        extra={"event": "engagements.review.written", "review": held.pk, "at": at.isoformat()},
    )
    review.refresh_from_db()


@transaction.atomic
def set_opinion(*, review: Review, priority: PriorityPage, text: str) -> None:
    """Write what the body thinks of a priority; an empty text takes the opinion away."""
    held, text = _held(review), text.strip()
    if not text:
        ReviewOpinion.objects.filter(review=held, priority=priority).delete()
        return
    ReviewOpinion.objects.update_or_create(review=held, priority=priority, defaults={"text": text})


@transaction.atomic
def set_attendance(*, review: Review, attendance: Iterable[Present]) -> None:
    """Replace who took part, by function; the same function twice is counted together."""
    held = _held(review)
    counted: dict[str, list[int]] = {}
    for one in attendance:
        sums = counted.setdefault(" ".join(one.function.split()), [0, 0])
        sums[0] += one.present
        sums[1] += one.excused
    counted.pop("", None)
    ReviewAttendance.objects.filter(review=held).delete()
    ReviewAttendance.objects.bulk_create(
        ReviewAttendance(
            review=held, function=function, present=came, excused=excused, position=position
        )
        for position, (function, (came, excused)) in enumerate(counted.items())
    )


@transaction.atomic
def write_review(
    *,
    review: Review,
    opinions: dict[PriorityPage, str],
    attendance: Iterable[Present],
    user: User | None,
    at: datetime,
    **texts: Unpack[Texts],
) -> None:
    """Write texts, opinions and attendance of an open review, all or nothing."""
    save_review(review=review, user=user, at=at, **texts)
    for priority, text in opinions.items():
        set_opinion(review=review, priority=priority, text=text)
    set_attendance(review=review, attendance=attendance)


@transaction.atomic
def publish_review(
    *, review: Review, signed_off_by: str, user: User | None, at: datetime
) -> Review:
    """Freeze a review: one line for each public commitment, the record, its digest; then tell.

    Refuses what the rules refuse, and a second publication at once, which waits for the first and
    finds it published. From its last write on, the database refuses any change of these rows.
    """
    held = _held(review)
    # News cannot change a commitment between two of the readings that follow.
    list(Commitment.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    prepared = prepared_lines(held)
    facts = readiness(held, len(prepared.lines))
    require(may_publish(facts, signed_off_by=signed_off_by, at=at))
    ReviewOpinion.objects.filter(review=held).exclude(priority__in=reviewed_priorities()).delete()
    ReviewLine.objects.bulk_create(prepared.lines)
    held.published_at, held.published_by = at, user
    held.signed_off_by = " ".join(signed_off_by.split())
    made = record(
        held,
        prepared.lines,
        held.opinions.select_related("priority"),
        held.attendance.all(),
        prepared.news,
    )
    held.canonical = canonical_text(made)
    held.fingerprint = digest(held.canonical)
    held.state = ReviewState.PUBLISHED
    held.full_clean()
    held.save()
    _tell_and_log(held, user, at)
    review.refresh_from_db()
    return held


def _tell_and_log(review: Review, user: User | None, at: datetime) -> None:
    tell_of_review(review, at)
    log(
        instance=review,
        action="engagements.publish_review",
        user=user,
        data={"fingerprint": review.fingerprint, "signed_off_by": review.signed_off_by},
    )
    record_event(
        PUBLISHED_EVENT,
        actor=user,
        at=at,
        review=review.pk,
        number=review.number,
        fingerprint=review.fingerprint,
    )
