"""What the pages of a text share: the way from the home page, the text, its latest version."""

from django.http import Http404

from ...models import Activity
from ..models import Drafting, TextVersion
from ..queries.reading import ParagraphNow, drafting_of, latest_version, paragraph_now


def found_drafting(activity: Activity) -> Drafting:
    """The text that this activity is."""
    found = drafting_of(activity.slug)
    if found is None:
        raise Http404
    return found


def found_version(drafting: Drafting) -> TextVersion:
    """Its latest version; 404 while there is none."""
    found = latest_version(drafting)
    if found is None:
        raise Http404
    return found


def found_paragraph(drafting: Drafting, key: str, version: TextVersion) -> ParagraphNow:
    """One of its parts, still there or not; 404 otherwise."""
    found = paragraph_now(drafting, key, version)
    if found is None:
        raise Http404
    return found
