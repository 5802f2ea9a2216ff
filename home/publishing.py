"""What follows when Wagtail publishes a piece of news, whatever the path.

A receiver of Wagtail's own signal, as for answers (docs/decisions/0012).
"""

from typing import Any

from django.utils import timezone
from wagtail.signals import page_published

from portal.subscriptions.actions import publish_event

from .models import NewsPage


def connect() -> None:
    """Listens to Wagtail about news, once."""
    page_published.connect(_published, sender=NewsPage, dispatch_uid="home.news.published")


def _published(instance: NewsPage, **kwargs: Any) -> None:
    """Tells of a piece of news once, when it is first published; never of its corrections."""
    publish_event(
        kind="news_published",
        subject=f"news_page:{instance.pk}",
        topics=["news"],
        audience=instance.audience,
        at=instance.first_published_at or timezone.now(),
        dedup=f"news:{instance.pk}",
    )
