"""The map of the site: the pages everyone may read as a tree, activities, commitments, news."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from wagtail.models import Page

from engagements.queries import Progress, progress
from participation.queries import ActivityLists, activity_lists

from ..models import NewsPage
from .news import latest_news

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.rules import Reader

LATEST_NEWS = 12


@dataclass
class Branch:
    """A page and those under it."""

    page: Page
    children: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class SiteMap:
    """Everything the map shows to one reader."""

    branches: list[Branch]
    activities: ActivityLists
    progress: Progress
    news: list[NewsPage]


def public_pages() -> "QuerySet[Page]":
    """Return the published pages under the home page that anybody may read, news apart."""
    pages = Page.objects.live().public().filter(depth__gt=2)
    return pages.not_type(NewsPage).order_by("path")  # type: ignore[no-any-return]


def children_of(page: Page) -> "QuerySet[Page]":
    """Return the published pages just under a page, that anybody may read, news apart."""
    pages = Page.objects.child_of(page).live().public()
    return pages.not_type(NewsPage)  # type: ignore[no-any-return]


def site_map(user: "Reader", at: datetime) -> SiteMap:
    """Return the map this reader may see, by a constant number of queries."""
    return SiteMap(
        branches=_branches(list(public_pages())),
        activities=activity_lists(user, at),
        progress=progress(at),
        news=latest_news(user, LATEST_NEWS),
    )


def _branches(pages: list[Page]) -> list[Branch]:
    """Pages under their parents, in the order of the tree; not those of a hidden parent."""
    top = min((page.depth for page in pages), default=0)
    known: dict[str, Branch] = {}
    roots: list[Branch] = []
    for page in pages:
        branch = Branch(page)
        parent = known.get(page.path[: -Page.steplen])
        if parent is None and page.depth != top:
            continue
        known[page.path] = branch
        (parent.children if parent else roots).append(branch)
    return roots
