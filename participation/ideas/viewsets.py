"""Calls for ideas in the admin, beside their lists: drafts, preview, schedule, workflow."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
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

from ..enums import ActivityState
from ..forms import ActivityForm
from ..panels.data_card import data_card_tab
from ..panels.paper import PaperPanel
from ..panels.promises import PromisePanel
from ..viewsets.calls import DeskButtons
from ..viewsets.lists import ListDeleteView, NeighbourhoodViewSet, ThemeViewSet
from .models import IdeaConsultation

_STATES = {
    ActivityState.COMING: _("To come"),
    ActivityState.OPEN: _("In progress"),
    ActivityState.CLOSED: _("Finished"),
}


def _said(name: str) -> Callable[[IdeaConsultation], str]:
    """The moment in a field, in words."""
    return lambda call: date_and_hour(getattr(call, name))


def _state(call: IdeaConsultation) -> str:
    """Coming, open or closed at this moment."""
    return str(_STATES[call.state(timezone.now())])


class CallEditView(DeskButtons, EditView):
    """A call being written, with the way to its desk."""


class IdeaConsultationViewSet(SnippetViewSet):
    """The calls for ideas."""

    model = IdeaConsultation
    icon = "help"
    menu_label = _("Calls for ideas")
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("get_level_display", label=_("Level"), sort_key="level"),
        Column("opens_at", label=_("Opens"), accessor=_said("opens_at"), sort_key="opens_at"),
        Column("closes_at", label=_("Closes"), accessor=_said("closes_at"), sort_key="closes_at"),
        Column("state", label=_("At this moment"), accessor=_state),
        Column("figures.published_count", label=_("Published ideas")),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["level", "audience", "live"]
    ordering: ClassVar[list[str]] = ["-opens_at"]
    inspect_view_enabled = True
    edit_view_class = CallEditView
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", targets=["slug"]),
                    FieldPanel("slug", widget=SlugInput),
                    FieldPanel("introduction"),
                    FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("body"),
                    FieldPanel("paper_information"),
                    FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
                    PaperPanel(),
                ],
                heading=_("Question"),
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
                    MultiFieldPanel(
                        [
                            FieldPanel("eligibility"),
                            FieldPanel("eligibility_condition"),
                            FieldPanel("eligibility_once"),
                        ],
                        heading=_("Who may take part"),
                    ),
                    PublishingPanel(),
                ],
                heading=_("Dates and audience"),
            ),
            ObjectList(
                [
                    FieldPanel("moderation_mode"),
                    FieldPanel("confirms_email"),
                    FieldPanel("supports_allowed"),
                    FieldPanel("comments_allowed"),
                ],
                heading=_("Rules of the call"),
            ),
            data_card_tab(),
        ],
        base_form_class=ActivityForm,
    )


class IdeasGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Calls for ideas")
    menu_icon = "help"
    menu_order = 210
    items = (IdeaConsultationViewSet, ThemeViewSet, NeighbourhoodViewSet)
