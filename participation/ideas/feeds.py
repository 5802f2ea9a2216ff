"""The latest ideas of a call, as an Atom feed; the filters of the list apply."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import Activity
from .forms.filters import FilterForm
from .queries import consultation_of
from .queries.listing import DEFAULT_ORDER, ORDERS, facets_of, filtered_ideas

_LENGTH = 30


@require_safe
def ideas(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The thirty latest published ideas, among those that the filters keep."""
    consultation = consultation_of(activity.slug)
    if consultation is None:
        raise Http404
    facets = facets_of(consultation)
    filters = FilterForm(request.GET, facets=facets).filters()
    feed = Atom1Feed(
        title=_("Ideas: %(title)s") % {"title": consultation.title},
        link=request.build_absolute_uri(consultation.url),
        description=consultation.introduction,
        language="fr",
        feed_url=request.build_absolute_uri(),
    )
    latest = filtered_ideas(consultation, filters, facets).order_by(*ORDERS[DEFAULT_ORDER])
    for idea in latest[:_LENGTH]:
        link = request.build_absolute_uri(idea.url)
        feed.add_item(
            title=idea.title,
            link=link,
            unique_id=link,
            # Readers of feeds take a summary for HTML: words are escaped twice, as they must be.
            description=linebreaks(idea.text, autoescape=True),
            pubdate=idea.published_at,
            updateddate=idea.answered_at or idea.published_at,
            author_name=idea.public_name,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
