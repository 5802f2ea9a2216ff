"""The latest ideas of a call, as an Atom feed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import Activity
from .queries import consultation_of, published_ideas

_LENGTH = 30


@require_safe
def ideas(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The thirty latest published ideas."""
    consultation = consultation_of(activity.slug)
    if consultation is None:
        raise Http404
    feed = Atom1Feed(
        title=_("Ideas: %(title)s") % {"title": consultation.title},
        link=request.build_absolute_uri(consultation.url),
        description=consultation.introduction,
        language="fr",
        feed_url=request.build_absolute_uri(),
    )
    for idea in published_ideas(consultation).order_by("-published_at", "-id")[:_LENGTH]:
        link = request.build_absolute_uri(idea.url)
        feed.add_item(
            title=idea.title,
            link=link,
            unique_id=link,
            description=idea.text,
            pubdate=idea.published_at,
            updateddate=idea.answered_at or idea.published_at,
            author_name=idea.public_name,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
