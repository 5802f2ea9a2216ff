"""Reading news: the latest, the list by pages, the tags in use; only what the reader may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from taggit.models import Tag

from ..models import NewsPage
from ..models.news import NewsQuerySet

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

PAGE_SIZE = 9
TAG_LENGTH = 100


@dataclass(frozen=True)
class NewsListing:
    """One page of the list of news, and the tag it is narrowed to."""

    page: "Page[NewsPage]"
    tag: Tag | None
    unknown_tag: str

    @property
    def items(self) -> list[NewsPage]:
        """The news of this page."""
        return list(self.page.object_list)


def readable_news(user: "Reader") -> NewsQuerySet:
    """Return the news this reader may see, latest first, with what a list shows."""
    news: NewsQuerySet = (
        NewsPage.objects.visible_to(user)
        .public()
        .latest_first()
        .select_related("category", "image")
        .prefetch_related("image__renditions")
    )
    return news


def latest_news(user: "Reader", limit: int) -> list[NewsPage]:
    """Return the most recent news this reader may see."""
    return list(readable_news(user)[:limit])


def possible_tag(typed: str) -> str:
    """Return what was typed without what no tag holds: NUL, which a database refuses; length."""
    return typed.replace("\0", "")[:TAG_LENGTH]


def news_listing(user: "Reader", *, tag: str, number: str) -> NewsListing:
    """Return one page of the news, narrowed to a tag when one is given.

    A number out of range gives the nearest page; a tag nobody uses gives an empty list.
    """
    tag = possible_tag(tag)
    news = readable_news(user)
    found = None
    if tag:
        found = Tag.objects.filter(slug=tag).first()
        news = news.filter(tagged_items__tag=found) if found else news.none()
    page = Paginator(news, PAGE_SIZE).get_page(number or 1)
    if not page.object_list:
        # A tag that only hidden news carry is unknown: its name may say too much.
        found = None
    return NewsListing(page=page, tag=found, unknown_tag="" if found else tag[:60])


def tags_of(page: NewsPage) -> list[Tag]:
    """Return the tags of a piece of news by name, drafts of the page included."""
    return sorted(page.tags.all(), key=lambda tag: tag.name.casefold())
