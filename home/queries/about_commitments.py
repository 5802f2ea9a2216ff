"""News about commitments, and the commitments that news are about."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from engagements.queries import BoardRow, commitments_on_display, rows_of
from engagements.registry import Related

from ..models import NewsPage
from .news import readable_news

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

SHOWN = 12


class NewsAboutCommitments:
    """Tells the page of a commitment which news are about it, to those who may read them."""

    def about_commitment(self, pk: int, user: "Reader", at: datetime) -> list[Related]:
        """The latest first."""
        news = readable_news(user).filter(commitments=pk)
        return [
            Related(
                kind=pgettext("about a commitment", "News"),
                title=page.title,
                url=page.url or "/",
                day=page.date,
            )
            for page in news.prefetch_related(None)[:SHOWN]
        ]


def commitments_about(page: NewsPage, at: datetime) -> list[BoardRow]:
    """Return the commitments on display that a piece of news is about, drafts included."""
    chosen = [commitment.pk for commitment in page.commitments.all()]
    if not chosen:
        return []
    found = commitments_on_display().filter(pk__in=chosen)
    return rows_of(found.order_by("number"), at)
