"""The map for search engines: what anybody may read, nothing else."""

import math
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.core import paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import Page

from engagements.models import BodyMeeting, Commitment, FollowUpBodyPage
from engagements.queries import commitments_on_display
from engagements.queries.body import public_meetings
from participation.models import Activity, Contribution
from participation.queries import visible_activities

from .models import NewsPage
from .queries.news import readable_news
from .queries.site_map import public_pages

NOBODY = AnonymousUser()


class AddressSitemap(Sitemap[str]):
    """The lists that are no pages of the tree."""

    def items(self) -> list[str]:
        return [
            "participation:activities",
            "participation:levels",
            "participation:answers",
            "engagements:board",
            "engagements:reviews",
            "engagements:calendar",
            "home:agenda",
            "home:open_data",
            "engagements:open_data",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class PageSitemap(Sitemap[Page]):
    """The pages of the tree, news apart."""

    def items(self) -> list[Page]:
        home = Page.objects.live().public().filter(depth=2)
        return [*home, *public_pages()]

    def location(self, item: Page) -> str:
        return _path(item)

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


class NewsSitemap(Sitemap[NewsPage]):
    """The news for everyone."""

    def items(self) -> "QuerySet[NewsPage]":
        return readable_news(NOBODY)

    def location(self, item: NewsPage) -> str:
        return _path(item)

    def lastmod(self, item: NewsPage) -> datetime | date:
        return item.last_published_at or item.date


class ActivitySitemap(Sitemap[Activity]):
    """What one can take part in."""

    def items(self) -> "QuerySet[Activity]":
        return visible_activities(NOBODY, timezone.now()).order_by("pk")


class _ByKey(paginator.Paginator):  # type: ignore[type-arg]
    """Pages of so many keys each: found without counting rows, and never changed by later ones."""

    @cached_property
    def num_pages(self) -> int:
        rows: Any = self.object_list
        last = rows.order_by("-pk").values_list("pk", flat=True).first()
        return max(1, math.ceil((last or 0) / self.per_page))

    def page(self, number: int | str) -> paginator.Page[Contribution]:
        wanted = self.validate_number(number)
        last = wanted * self.per_page
        every: Any = self.object_list
        rows = every.filter(pk__gt=last - self.per_page, pk__lte=last)
        return paginator.Page(_with_activities(rows), wanted, self)


def _with_activities(rows: "QuerySet[Contribution]") -> list[Contribution]:
    """What an address needs and nothing else; each activity is read once."""
    found = list(rows.only("number", "activity_id", "published_at", "answered_at"))
    activities = Activity.objects.in_bulk({contribution.activity_id for contribution in found})
    for contribution in found:
        contribution.activity = activities[contribution.activity_id]
    return found


class ContributionSitemap(Sitemap[Contribution]):
    """The published contributions, the oldest first, in files that are made in an instant."""

    limit = 1_000

    def items(self) -> "QuerySet[Contribution]":
        return Contribution.objects.visible_to(NOBODY).order_by("pk")

    @property
    def paginator(self) -> _ByKey:
        return _ByKey(self.items(), self.limit)

    def lastmod(self, item: Contribution) -> datetime | None:
        return item.answered_at or item.published_at

    def get_latest_lastmod(self) -> datetime | None:
        # The list of files asks: reading every contribution for it would take minutes.
        rows = self.items().answered()  # type: ignore[attr-defined]
        answered = rows.order_by("-answered_at", "-pk").values_list("answered_at", flat=True)
        published = self.items().order_by("-published_at", "-pk")
        latest = [answered.first(), published.values_list("published_at", flat=True).first()]
        return max((moment for moment in latest if moment), default=None)


class CommitmentSitemap(Sitemap[Commitment]):
    """The commitments."""

    def items(self) -> "QuerySet[Commitment]":
        return commitments_on_display()


class MeetingSitemap(Sitemap[BodyMeeting]):
    """The published meetings of the follow-up body, when everybody may read its page."""

    def items(self) -> "list[BodyMeeting]":
        readable = FollowUpBodyPage.objects.live().public().exists()
        return list(public_meetings()) if readable else []


SECTIONS: dict[str, Any] = {
    "pages": PageSitemap,
    "rubriques": AddressSitemap,
    "actualites": NewsSitemap,
    "participation": ActivitySitemap,
    "contributions": ContributionSitemap,
    "engagements": CommitmentSitemap,
    "reunions": MeetingSitemap,
}


def _path(page: Page) -> str:
    """The path of a page, whatever the number of sites: the host is added by the map."""
    parts = page.get_url_parts()
    return parts[2] if parts else "/"
