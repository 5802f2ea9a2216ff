"""The list and the editor of the activities of a mechanism: what all of them have alike."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from portal.cms.french_dates import date_and_hour

from ..enums import ActivityState
from ..models import Activity
from .calls import DeskButtons
from .lists import ListDeleteView

_STATES = {
    ActivityState.COMING: _("To come"),
    ActivityState.OPEN: _("In progress"),
    ActivityState.CLOSED: _("Finished"),
}


class ActivityEditView(DeskButtons, EditView):
    """An activity being written, with the way to its desk."""


class ActivityViewSet(SnippetViewSet):
    """Activities of one mechanism: drafts, preview, schedule, workflow; the newest first."""

    list_filter: ClassVar[list[str]] = ["audience", "live"]
    ordering: ClassVar[list[str]] = ["-opens_at"]
    inspect_view_enabled = True
    edit_view_class = ActivityEditView
    delete_view_class = ListDeleteView


def level() -> Column:
    """The level of an activity, where the mechanism has several."""
    return Column("get_level_display", label=_("Level"), sort_key="level")


def moment(name: str, label: Any) -> Column:
    """A moment in a field, in words."""
    return Column(name, label=label, accessor=_said(name), sort_key=name)


def hours() -> tuple[Column, Column]:
    """When an activity opens and closes."""
    return moment("opens_at", _("Opens")), moment("closes_at", _("Closes"))


def state(**named: Any) -> Column:
    """Coming, open or closed at this moment; `open`, `coming` or `closed` in other words."""
    said = _STATES | {ActivityState(name): words for name, words in named.items()}
    return Column(
        "state",
        label=_("At this moment"),
        accessor=lambda one: str(said[one.state(timezone.now())]),
    )


def _said(name: str) -> Callable[[Activity], str]:
    return lambda activity: date_and_hour(getattr(activity, name))
