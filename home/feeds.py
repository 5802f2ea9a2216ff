"""The news as an Atom feed: public ones only, whoever asks."""

from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from portal.cms.models import SiteSettings

from .models import NewsPage
from .queries.news import readable_news

LENGTH = 30


class NewsFeed(Feed[NewsPage, None]):
    """The latest news for everyone."""

    feed_type = Atom1Feed
    language = "fr"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.site_name = str(SiteSettings.for_request(request))
        return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        return _("News of %(site)s") % {"site": self.site_name}

    def link(self) -> str:
        return "/actualites/"

    def subtitle(self) -> str:
        return _("What begins, what moves forward, what ends.")

    def items(self) -> list[NewsPage]:
        return list(readable_news(AnonymousUser())[:LENGTH])

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        # Readers of feeds take a summary for HTML.
        return linebreaks(item.introduction, autoescape=True)

    def item_link(self, item: NewsPage) -> str:
        return item.url or "/"

    def item_pubdate(self, item: NewsPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.date, time(8)))

    def item_updateddate(self, item: NewsPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)

    def item_categories(self, item: NewsPage) -> list[str]:
        return [item.category.name] if item.category else []
