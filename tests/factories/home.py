"""Pages of the home room: news for everyone and for agents, the pages the law asks for."""

import datetime
import itertools
from typing import Any, TypeVar

from wagtail.models import Page, Site

from home.models import NewsCategory, NewsIndexPage, NewsPage
from portal.accounts.enums import Audience

P = TypeVar("P", bound=Page)

_count = itertools.count(1)


def home() -> Page:
    """The home page of the site of the test."""
    return Site.objects.get(is_default_site=True).root_page


def page_under(parent: Page, page: P) -> P:
    """The same page, published under this parent."""
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page


def add_page(model: type[P], slug: str, **fields: Any) -> P:
    """A published page under the home page."""
    return page_under(home(), model(**{"title": slug.capitalize(), "slug": slug, **fields}))


def news_index() -> NewsIndexPage:
    """The index of the news, created on first use."""
    return NewsIndexPage.objects.first() or add_page(NewsIndexPage, "actualites")


def category(name: str = "Participation", **fields: Any) -> NewsCategory:
    """A category of this name."""
    return NewsCategory.objects.get_or_create(name=name, defaults=fields)[0]


def news_page(*, tags: tuple[str, ...] = (), **fields: Any) -> NewsPage:
    """A piece of news for everyone, published; each is a day older than the one before."""
    number = next(_count)
    values = {
        "title": f"Nouvelle {number}",
        "slug": f"nouvelle-{number}",
        "introduction": "Ce qui avance.",
        "date": datetime.date(2026, 5, 1) - datetime.timedelta(days=number),
        **fields,
    }
    page = page_under(news_index(), NewsPage(**values))
    if tags:
        page.tags.add(*tags)
        page.save()
    return page


def agents_news(**fields: Any) -> NewsPage:
    """A piece of news that only agents may read."""
    return news_page(audience=Audience.AGENTS, **{"title": "Réservé aux agents", **fields})
