"""Surveys in the admin: written in blocks, previewed, scheduled; ready-made satisfaction survey."""

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
from wagtail.admin.widgets import HeaderButton, SlugInput
from wagtail.snippets.views.snippets import (
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from portal.cms.french_dates import date_and_hour

from ...models import Activity
from ...panels.data_card import data_card_tab
from ...panels.promises import PromisePanel
from ...registry import DeskLink
from ...viewsets.calls import DeskButtons
from ...viewsets.lists import ListDeleteView
from ..forms.editing import SurveyForm
from ..models import Survey
from ..views.desk import ADD, CHANGE, HOLD

if TYPE_CHECKING:
    from portal.accounts.models import User


def _said(name: str) -> Callable[[Survey], str]:
    """The moment in a field, in words."""
    return lambda survey: date_and_hour(getattr(survey, name))


class SurveyIndexView(IndexView):
    """The list, with the ready-made satisfaction survey."""

    @property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_buttons
        if self.request.user.has_perm(ADD):
            url = reverse("surveys:satisfaction")
            buttons.append(HeaderButton(_("Satisfaction survey"), url, icon_name="plus"))
        return buttons


class SurveyEditView(DeskButtons, EditView):
    """A survey being written, with the way to its desk."""


class SurveyViewSet(SnippetViewSet):
    """The surveys."""

    model = Survey
    icon = "list-ul"
    copy_view_enabled = False
    menu_label = _("Surveys")
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("wave", label=_("Wave")),
        Column("get_level_display", label=_("Level"), sort_key="level"),
        Column("opens_at", label=_("Opens"), accessor=_said("opens_at"), sort_key="opens_at"),
        Column("closes_at", label=_("Closes"), accessor=_said("closes_at"), sort_key="closes_at"),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["level", "audience", "series", "live"]
    ordering: ClassVar[list[str]] = ["-opens_at"]
    inspect_view_enabled = True
    index_view_class = SurveyIndexView
    edit_view_class = SurveyEditView
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", targets=["slug"]),
                    FieldPanel("slug", widget=SlugInput),
                    FieldPanel("introduction"),
                    FieldPanel("questionnaire"),
                ],
                heading=_("Questions"),
            ),
            ObjectList(
                [
                    FieldPanel("level"),
                    FieldPanel("promise"),
                    FieldPanel("who_decides"),
                    FieldPanel("not_negotiable"),
                    FieldPanel("answer_by"),
                    FieldPanel("department"),
                    FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
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
                    MultiFieldPanel(
                        [
                            FieldPanel("once"),
                            FieldPanel("eligibility"),
                            FieldPanel("eligibility_condition"),
                            FieldPanel("eligibility_once"),
                        ],
                        heading=_("Who answers, and how often"),
                    ),
                    FieldPanel("results_live"),
                    MultiFieldPanel(
                        [FieldPanel("series"), FieldPanel("wave")], heading=_("Repeated survey")
                    ),
                    FieldPanel("paper_information"),
                    FieldPanel("body"),
                    PublishingPanel(),
                ],
                heading=_("Dates and people"),
            ),
            data_card_tab(),
        ],
        base_form_class=SurveyForm,
    )


class SurveysGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Surveys")
    menu_icon = "list-ul"
    menu_order = 212
    items = (SurveyViewSet,)


def _screen(name: str, right: str) -> "Callable[[Activity, User], str | None]":
    """The address of a screen about a survey, for whoever holds the right."""

    def url(activity: Activity, user: "User") -> str | None:
        if activity.mechanism_name != Survey.mechanism_slug or not user.has_perm(right):
            return None
        return reverse(name, args=[activity.pk])

    return url


LINKS = (
    DeskLink(_("Questionnaires on paper"), "edit", _screen("surveys:sheets", HOLD), 12),
    DeskLink(_("Kiosks"), "desktop", _screen("surveys:kiosks", HOLD), 14),
    DeskLink(_("Correct words of the questions"), "pick", _screen("surveys:words", CHANGE), 16),
    DeskLink(_("Next wave"), "rotate", _screen("surveys:wave", ADD), 18),
)
