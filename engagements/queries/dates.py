"""The meetings of the follow-up body, and what commitments announce to the day, in the calendar."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agenda import DatedThing

from ..enums import DatePrecision, ReviewState
from ..models import Milestone, Review
from ..rules import day_of
from .body import body_page_for, public_meetings
from .rows import commitments_on_display

MEETINGS, MEETINGS_LABEL = "instance", gettext_lazy("Follow-up body")
DUE, DUE_LABEL = "engagements", gettext_lazy("Commitments")


def body_meeting_dates(
    request: HttpRequest, since: datetime, until: datetime
) -> Iterator[DatedThing]:
    """The published meetings of the body, to whoever may read its page."""
    if body_page_for(request) is None:
        return
    for meeting in public_meetings().filter(starts_at__gte=since, starts_at__lt=until):
        yield DatedThing(
            uid=f"reunion-{meeting.pk}",
            kind=MEETINGS,
            label=MEETINGS_LABEL,
            title=meeting.title,
            url=meeting.get_absolute_url(),
            starts_at=meeting.starts_at,
            place=meeting.place,
            is_cancelled=meeting.is_cancelled,
        )


def commitment_dates(
    request: HttpRequest, since: datetime, until: datetime
) -> Iterator[DatedThing]:
    """Steps planned for a day, not reached yet, of commitments on display; reviews published."""
    first, last = day_of(since), day_of(until)
    steps = Milestone.objects.filter(
        planned_on__gte=first,
        planned_on__lt=last,
        planned_precision=DatePrecision.DAY,
        reached_on=None,
        commitment__in=commitments_on_display(),
    )
    for step in steps.select_related("commitment").order_by("planned_on", "pk"):
        yield DatedThing(
            uid=f"etape-{step.pk}",
            kind=DUE,
            label=DUE_LABEL,
            title=step.label,
            url=step.commitment.get_absolute_url(),
            starts_at=step.planned_on,  # type: ignore[arg-type]
            note=_("Step of commitment no. %(number)s") % {"number": step.commitment.number},
        )
    reviews = Review.objects.filter(
        state=ReviewState.PUBLISHED, published_at__gte=since, published_at__lt=until
    )
    for review in reviews.only("pk", "title", "slug", "published_at").order_by("published_at"):
        yield DatedThing(
            uid=f"bilan-{review.pk}",
            kind=DUE,
            label=DUE_LABEL,
            title=_("Published: %(title)s") % {"title": review.title},
            url=review.get_absolute_url(),
            starts_at=day_of(review.published_at),  # type: ignore[arg-type]
        )
