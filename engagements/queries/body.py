"""Reading the follow-up body: its page, who sits in it, its meetings to come and past."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest

from ..body_rules import volunteers_are_called
from ..enums import ReviewState
from ..models import BodyMeeting, BodyMember, FollowUpBodyPage, Review
from ..rules import day_of
from .pages import on_show
from .rhythm import Rhythm, rhythm

# A meeting stays “to come” while it is held.
HELD_FOR = timedelta(hours=3)


@dataclass(frozen=True)
class BodyOverview:
    """All that the page of the body shows besides its own words."""

    members: list[BodyMember]
    coming: list[BodyMeeting]
    past: list[BodyMeeting]
    rhythm: Rhythm
    calls_volunteers: bool


def members_sitting(at: datetime) -> QuerySet[BodyMember]:
    """Return who is a member today; body_rules.sits, said in SQL."""
    day = day_of(at)
    still = Q(left_on__isnull=True) | Q(left_on__gte=day)
    return BodyMember.objects.filter(still, joined_on__lte=day).select_related("department")


def public_meetings() -> QuerySet[BodyMeeting]:
    """Return the meetings that are published, the latest first, with their documents."""
    return BodyMeeting.objects.filter(is_public=True).select_related("minutes_document")


def meetings_to_come(at: datetime) -> list[BodyMeeting]:
    """Return the published meetings that are not over, the next one first."""
    found = public_meetings().filter(starts_at__gte=at - HELD_FOR)
    return list(found.order_by("starts_at", "pk"))


def meetings_past(at: datetime) -> list[BodyMeeting]:
    """Return the published meetings that are over, the latest first."""
    return list(public_meetings().filter(starts_at__lt=at - HELD_FOR))


def body_page_for(request: HttpRequest) -> FollowUpBodyPage | None:
    """Return the page of the body, when it is published and this reader may read it.

    Meetings have no page in the tree: whoever may not read the page reads none of them.
    """
    page = FollowUpBodyPage.objects.live().first()
    if page is None:
        return None
    closed = any(not one.accept_request(request) for one in page.get_view_restrictions())
    return None if closed else page


def meeting_of(slug: str) -> BodyMeeting | None:
    """Return a published meeting with the published reviews that it adopted."""
    adopted = Review.objects.filter(state=ReviewState.PUBLISHED).defer("canonical")
    found = public_meetings().prefetch_related(Prefetch("reviews", queryset=adopted))
    return found.filter(slug=slug).first()


def body_overview(page: FollowUpBodyPage, at: datetime) -> BodyOverview:
    """Return what the page shows, in a constant number of queries."""
    return BodyOverview(
        members=list(members_sitting(at)),
        coming=meetings_to_come(at),
        past=meetings_past(at),
        rhythm=rhythm(at),
        calls_volunteers=calls_volunteers(page, at),
    )


def calling_page(at: datetime) -> FollowUpBodyPage | None:
    """Return the page of the body when everybody may read it and it calls for volunteers today."""
    page = on_show(FollowUpBodyPage.objects.filter(seeks_volunteers=True)).first()
    return page if page and calls_volunteers(page, at) else None


def calls_volunteers(page: FollowUpBodyPage, at: datetime) -> bool:
    """Say whether the page calls for volunteers today."""
    return volunteers_are_called(
        seeks_volunteers=page.seeks_volunteers, call_ends_on=page.call_ends_on, at=at
    )
