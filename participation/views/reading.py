"""What the public pages of every mechanism share: the way there, the promise, lists by pages."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404
from django.utils.translation import gettext as _

from portal.cms.keyset import BadCursor, KeysetPage
from portal.cms.models.pages import Breadcrumb

from ..models import Activity, Contribution
from ..queries.processes import processes_of
from ..rules import is_frozen
from ..stories import story

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

Page = TypeVar("Page")


def trail(activity: Activity, *last: Breadcrumb) -> list[Breadcrumb]:
    """The way from the home page to the activity, or to one of its pages."""
    here: Breadcrumb = (activity.title, activity.url if last else None)
    return [(_("Home"), "/"), (_("Take part"), "/participer/"), here, *last]


def activity_context(
    activity: Activity, user: "User | AnonymousUser", at: datetime
) -> dict[str, Any]:
    """What the page of an activity shows whatever its mechanism: state, amendments, processes."""
    return {
        "activity": activity,
        "state": activity.state(at),
        "at": at,
        "amendments": list(activity.amendments.all()) if is_frozen(activity) else [],
        "processes": processes_of(activity, user),
        "social_title": activity.title,
        "social_description": activity.introduction,
        "breadcrumbs": trail(activity),
    }


def contribution_context(activity: Activity, found: Contribution, at: datetime) -> dict[str, Any]:
    """What the page of a contribution shows: its story, and under which other one it stands.

    A grouped one sends search engines to the one that was kept.
    """
    other = found.merged_into
    kept = other if other and other.is_citable else None
    return {
        "activity": activity,
        "state": activity.state(at),
        "at": at,
        "kept": kept,
        "canonical_path": kept.url if kept else found.url,
        "steps": story(found, at),
        "social_title": found.title,
        "breadcrumbs": trail(activity, (found.say("number"), None)),
    }


def page_or_404(drawn: Callable[[], Page]) -> Page:
    """The page of a list that an address asks for. Raises Http404 for a cursor that is none."""
    try:
        return drawn()
    except BadCursor as error:
        raise Http404 from error


def pager(page: "KeysetPage[Any]", address: Callable[[str], str]) -> dict[str, str]:
    """The addresses of the pages before and after, from their cursors; empty where none is."""
    cursors = {"previous": page.previous_cursor, "next": page.next_cursor}
    return {name: address(cursor) if cursor else "" for name, cursor in cursors.items()}
