"""The map for search engines: what anybody may read, nothing else."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from engagements.models import Commitment
from engagements.queries import commitments_on_display
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


class ContributionSitemap(Sitemap[Contribution]):
    """The published contributions, the oldest first: a page of this map never changes."""

    def items(self) -> "QuerySet[Contribution]":
        return Contribution.objects.visible_to(NOBODY).select_related("activity").order_by("pk")

    def lastmod(self, item: Contribution) -> datetime | None:
        return item.answered_at or item.published_at


class CommitmentSitemap(Sitemap[Commitment]):
    """The commitments."""

    def items(self) -> "QuerySet[Commitment]":
        return commitments_on_display()


SECTIONS: dict[str, Any] = {
    "pages": PageSitemap,
    "rubriques": AddressSitemap,
    "actualites": NewsSitemap,
    "participation": ActivitySitemap,
    "contributions": ContributionSitemap,
    "engagements": CommitmentSitemap,
}


def _path(page: Page) -> str:
    """The path of a page, whatever the number of sites: the host is added by the map."""
    parts = page.get_url_parts()
    return parts[2] if parts else "/"
