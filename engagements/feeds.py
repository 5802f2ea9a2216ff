"""News of the commitments as Atom feeds: of all, of a priority, of one commitment."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.plain_text import clean_line, clean_text

from .models import Commitment, CommitmentUpdate
from .open_data import news_address
from .queries import latest_news, priorities_in_order

Updates = list[CommitmentUpdate]


@require_safe
def all_news(request: HttpRequest) -> HttpResponse:
    """The latest news of all commitments."""
    return _answer(
        request, _("News of the commitments"), reverse("engagements:board"), latest_news()
    )


@require_safe
def priority_news(request: HttpRequest, number: int) -> HttpResponse:
    """The latest news of the commitments of a priority."""
    priority = priorities_in_order().filter(number=number).first()
    if priority is None:
        raise Http404
    title = _("News of priority %(number)d: %(name)s") % {
        "number": priority.number,
        "name": priority.short_name,
    }
    return _answer(request, title, priority.url or "/", latest_news(priority=number))


@require_safe
def commitment_news(request: HttpRequest, number: int) -> HttpResponse:
    """The latest news of one commitment."""
    commitment = Commitment.objects.on_display().filter(number=number).first()
    if commitment is None:
        raise Http404
    title = _("News of commitment %(number)d: %(wording)s") % {
        "number": commitment.number,
        "wording": clean_line(commitment.wording),
    }
    return _answer(request, title, commitment.get_absolute_url(), latest_news(commitment=number))


def _answer(request: HttpRequest, title: str, url: str, updates: Updates) -> HttpResponse:
    """The feed; the same news give the same bytes, so that readers are told “not modified”."""
    absolute: Callable[[str], str] = request.build_absolute_uri
    feed = _Feed(
        title=title,
        link=absolute(url),
        description=_("What was done, what is late, what changes; corrections included."),
        language="fr",
        feed_url=absolute(request.path),
        latest=max((update.recorded_at for update in updates), default=None),
    )
    for update in updates:
        _add(feed, update, absolute)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    latest = feed.latest_post_date()
    response.headers["Last-Modified"] = http_date(latest.timestamp())
    return response


class _Feed(Atom1Feed):
    """A feed that is as old as its latest news: empty, it never changes."""

    def latest_post_date(self) -> datetime:
        return self.feed["latest"] or datetime(2020, 1, 1, tzinfo=UTC)


def _add(feed: _Feed, update: CommitmentUpdate, absolute: Callable[[str], str]) -> None:
    commitment = update.commitment
    said = {"number": commitment.number, "state": update.get_status_display()}
    words = _("Commitment %(number)d: %(state)s") % said
    if update.corrects_id:
        words = _("Commitment %(number)d, correction: %(state)s") % said
    link = absolute(news_address(update))
    said_of_it = (commitment.wording, update.text, update.status_reason, update.next_step)
    # A control character, pasted from elsewhere, is allowed in no XML: it would break the feed.
    texts = [clean_text(text) for text in said_of_it]
    feed.add_item(
        title=words,
        link=link,
        unique_id=link,
        # Readers of feeds take a summary for HTML: words are escaped twice, as they must be.
        description=linebreaks("\n\n".join(text for text in texts if text), autoescape=True),
        pubdate=update.recorded_at,
        updateddate=update.recorded_at,
        author_name=clean_line(update.author_function),
    )
