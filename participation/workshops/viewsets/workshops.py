"""Workshops in the admin, beside their meetings: drafts, preview, schedule, workflow."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.widgets import SlugInput
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from portal.cms.french_dates import date_and_hour

from ...forms import ActivityForm
from ...models import Activity
from ...panels.data_card import data_card_tab
from ...panels.promises import PromisePanel
from ...registry import DeskLink
from ...viewsets.calls import DeskButtons
from ...viewsets.lists import ListDeleteView
from ..models import Workshop
from ..views.desk import ADD
from .meetings import MeetingViewSet

if TYPE_CHECKING:
    from portal.accounts.models import User


def _said(name: str) -> Callable[[Workshop], str]:
    """The moment in a field, in words."""
    return lambda workshop: date_and_hour(getattr(workshop, name))


class WorkshopEditView(DeskButtons, EditView):
    """A workshop being written, with the way to its desk and to its meetings."""


class WorkshopViewSet(SnippetViewSet):
    """The workshops."""

    model = Workshop
    icon = "group"
    menu_label = _("Workshops")
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("get_level_display", label=_("Level"), sort_key="level"),
        Column("opens_at", label=_("Opens"), accessor=_said("opens_at"), sort_key="opens_at"),
        Column("closes_at", label=_("Closes"), accessor=_said("closes_at"), sort_key="closes_at"),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["level", "audience", "live"]
    ordering: ClassVar[list[str]] = ["-opens_at"]
    inspect_view_enabled = True
    edit_view_class = WorkshopEditView
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", targets=["slug"]),
                    FieldPanel("slug", widget=SlugInput),
                    FieldPanel("introduction"),
                    FieldPanel("body"),
                    FieldPanel("paper_information"),
                    FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
                ],
                heading=_("Workshop"),
            ),
            ObjectList(
                [
                    FieldPanel("level"),
                    FieldPanel("promise"),
                    FieldPanel("who_decides"),
                    FieldPanel("not_negotiable"),
                    FieldPanel("answer_by"),
                    FieldPanel("department"),
                    PromisePanel(),
                ],
                heading=_("Promise"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("period_label"),
                    MultiFieldPanel(
                        [FieldPanel("audience"), FieldPanel("visibility")], heading=_("For whom")
                    ),
                    FieldPanel("moderation_mode"),
                    PublishingPanel(),
                ],
                heading=_("Dates and audience"),
            ),
            data_card_tab(),
        ],
        base_form_class=ActivityForm,
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
