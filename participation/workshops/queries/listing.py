"""The list of the meetings of a workshop: filters, pages that stay fast whatever its length."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q

from engagements.models import Department
from portal.cms.keyset import KeysetPage, keyset_page

from ..enums import MeetingTime
from ..models import Meeting, Workshop

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

PAGE_SIZE = 20
ORDERS = {MeetingTime.COMING: ["starts_at", "id"], MeetingTime.PAST: ["-starts_at", "-id"]}


@dataclass(frozen=True)
class MeetingFilters:
    """What a reader asked of the list, in the words of addresses."""

    words: str = ""
    department: str = ""
    time: str = MeetingTime.COMING

    @property
    def narrowing(self) -> dict[str, str]:
        """What makes the list shorter than all the meetings of that time."""
        asked = {"q": self.words, "service": self.department}
        return {name: value for name, value in asked.items() if value}

    def query(self, **more: str | None) -> str:
        """The part of the address after the path."""
        asked: dict[str, str] = {**self.narrowing, "quand": self.time}
        asked |= {name: value for name, value in more.items() if value}
        return f"?{urlencode(asked)}"


def meeting_page(
    workshop: Workshop,
    filters: MeetingFilters,
    user: "Reader",
    at: datetime,
    cursor: str | None,
) -> "KeysetPage[Meeting]":
    """One page of the published meetings, by one query. Raises BadCursor."""
    found = Meeting.objects.visible_to(user).filter(workshop=workshop)
    found = found.past(at) if filters.time == MeetingTime.PAST else found.coming(at)
    if filters.department:
        found = found.filter(department__slug=filters.department)
    for word in filters.words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(place__icontains=word)
            | Q(department__name__icontains=word)
        )
    page = keyset_page(
        found.select_related("department"),
        order=ORDERS[MeetingTime(filters.time)],
        cursor=cursor,
        size=PAGE_SIZE,
        scope=filters.time,
    )
    for meeting in page.items:
        meeting.workshop = workshop
    return page


def departments_of(workshop: Workshop) -> list[Department]:
    """The departments that its published meetings are about, by name."""
    public = Meeting.objects.filter(workshop=workshop, is_public=True)
    keys = public.exclude(department=None).values("department")
    return list(Department.objects.filter(pk__in=keys).order_by("name"))
