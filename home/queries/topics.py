"""What of the home room can be followed, as it is now: the news."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.subscriptions.registry import Subject

from ..models import NewsIndexPage, NewsPage


def news(identifiers: Sequence[str]) -> dict[str, Subject]:
    """All the news there will be."""
    index = NewsIndexPage.objects.live().public().first() if "" in identifiers else None
    return {"": Subject("news", _("The news"), index.url or "/")} if index else {}


def news_pages(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Published news that no privacy setting closes."""
    keys = [int(one) for one in identifiers if one.isdecimal() and len(one) < 18]
    found = NewsPage.objects.live().public().filter(pk__in=keys)
    return {
        str(page.pk): Subject(f"news_page:{page.pk}", page.title, page.url or "/", page.audience)
        for page in found
    }
