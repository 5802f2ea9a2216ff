"""Workshops in the admin, beside their meetings: drafts, preview, schedule, workflow."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ...models import Activity
from ...panels import editor
from ...registry import DeskLink
from ...viewsets.activities import ActivityViewSet, hours, level
from ..models import Workshop
from ..views.desk import ADD
from .meetings import MeetingViewSet

if TYPE_CHECKING:
    from portal.accounts.models import User


class WorkshopViewSet(ActivityViewSet):
    """The workshops."""

    model = Workshop
    icon = "group"
    menu_label = _("Workshops")
    list_display: ClassVar[list[Any]] = [
        "title",
        level(),
        *hours(),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["level", "audience", "live"]
    edit_handler = editor.editor(
        editor.words(
            _("Workshop"),
            FieldPanel("body"),
            FieldPanel("paper_information"),
            editor.commitments(),
        ),
        editor.promise(levels=True),
        editor.dates(FieldPanel("period_label"), editor.public(), FieldPanel("moderation_mode")),
    )


class WorkshopsGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Workshops")
    menu_icon = "group"
    menu_order = 215
    items = (WorkshopViewSet, MeetingViewSet)


def _meetings(activity: Activity, user: "User") -> str | None:
    """The meetings of a workshop, for whoever may read them."""
    rights = ("view", "change", "add")
    if activity.mechanism_name != Workshop.mechanism_slug:
        return None
    if not any(user.has_perm(f"workshops.{right}_meeting") for right in rights):
        return None
    return f"{reverse('meetings:index')}?workshop={activity.pk}"


def _series(activity: Activity, user: "User") -> str | None:
    """The screen that adds many meetings at once."""
    if activity.mechanism_name != Workshop.mechanism_slug or not user.has_perm(ADD):
        return None
    return reverse("meetings:series", args=[activity.pk])


LINKS = (
    DeskLink(_("Meetings"), "date", _meetings, 12),
    DeskLink(_("Add a series of meetings"), "plus", _series, 14),
)
