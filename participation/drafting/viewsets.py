"""Texts written together in the admin: drafts, preview, schedule, workflow; the group's screens."""

from typing import Any, ClassVar

from django import forms
from django.urls import path, reverse
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
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import SlugInput
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from portal.accounts.models import User
from portal.cms.french_dates import date_and_hour

from ..enums import ActivityState
from ..forms import ActivityForm
from ..models import Activity
from ..panels.data_card import data_card_tab
from ..panels.promises import PromisePanel
from ..registry import DeskLink
from ..viewsets.calls import DeskButtons
from ..viewsets.lists import ListDeleteView
from .models import Drafting
from .views.desk import DECIDE, ConflictsView, DecideView, DeskView
from .views.desk_versions import PrepareView, RetouchView

_STATES = {
    ActivityState.COMING: _("To come"),
    ActivityState.OPEN: _("In progress"),
    ActivityState.CLOSED: _("Finished"),
}


def _closes(drafting: Drafting) -> str:
    return date_and_hour(drafting.closes_at)


def _state(drafting: Drafting) -> str:
    """Coming, open or closed at this moment."""
    return str(_STATES[drafting.state(timezone.now())])


class DraftingEditView(DeskButtons, EditView):
    """A text being prepared, with the way to its desk."""


class DraftingViewSet(SnippetViewSet):
    """The texts written together."""

    model = Drafting
    icon = "doc-full-inverse"
    copy_view_enabled = False
    menu_label = _("Texts to amend")
    menu_order = 209
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("closes_at", label=_("Amendments until"), accessor=_closes, sort_key="closes_at"),
        Column("state", label=_("At this moment"), accessor=_state),
        Column("figures.published_count", label=_("Published amendments")),
        Column("figures.answered_count", label=_("Decided or answered")),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["audience", "live"]
    ordering: ClassVar[list[str]] = ["-opens_at"]
    inspect_view_enabled = True
    edit_view_class = DraftingEditView
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", targets=["slug"]),
                    FieldPanel("slug", widget=SlugInput),
                    FieldPanel(
                        "introduction",
                        heading=_("Introduction"),
                        help_text=_("What the text is about, in one to three short sentences."),
                    ),
                    FieldPanel("text"),
                    FieldPanel("body"),
                    FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
                ],
                heading=_("Text"),
            ),
            ObjectList(
                [
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
                    MultiFieldPanel(
                        [FieldPanel("audience"), FieldPanel("visibility")], heading=_("For whom")
                    ),
                    FieldPanel("paper_information"),
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
                heading=_("Rules of the text"),
            ),
            data_card_tab(),
        ],
        base_form_class=ActivityForm,
    )


class DraftingGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Texts to amend")
    menu_icon = "doc-full-inverse"
    menu_order = 209
    items = (DraftingViewSet,)


class DraftingScreens(ViewSet):
    """Addresses without a menu: one comes from the dashboard of a text."""

    name = "drafting"
    url_prefix = "drafting"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", DeskView.as_view(), name="desk"),
            path("amendments/<int:pk>/", DecideView.as_view(), name="decide"),
            path("<int:pk>/conflicts/", ConflictsView.as_view(), name="conflicts"),
            path("<int:pk>/version/", PrepareView.as_view(), name="prepare"),
            path("<int:pk>/paragraphs/<int:paragraph>/", RetouchView.as_view(), name="retouch"),
        ]

    def get_menu_item(self, order: Any = None) -> None:
        return None


def _screen(name: str) -> Any:
    def url(activity: Activity, user: User) -> str | None:
        if activity.mechanism_name != Drafting.mechanism_slug or not user.has_perm(DECIDE):
            return None
        return reverse(name, args=[activity.pk])

    return url


LINKS = (
    DeskLink(_("Amendments to decide"), "edit", _screen("drafting:desk"), 32),
    DeskLink(_("Next version of the text"), "doc-full-inverse", _screen("drafting:prepare"), 34),
)
