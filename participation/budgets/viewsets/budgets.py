"""Budgets in the admin, with their projects: one menu for whoever runs a vote."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import SlugInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from portal import text_messages
from portal.cms.french_dates import date_and_hour

from ...enums import ActivityState
from ...panels.data_card import data_card_tab
from ...panels.promises import PromisePanel
from ...viewsets.lists import ListDeleteView
from ..forms.budget import BudgetForm
from ..models import ParticipatoryBudget
from ..panels.rules import RulesPanel
from ..views import conducting
from ..views.desk_parts import CONDUCT

_STATES = {
    ActivityState.COMING: _("To come"),
    ActivityState.OPEN: _("One votes"),
    ActivityState.CLOSED: _("Finished"),
}


def _said(name: str) -> Callable[[ParticipatoryBudget], str]:
    return lambda budget: date_and_hour(getattr(budget, name))


def _state(budget: ParticipatoryBudget) -> str:
    return str(_STATES[budget.state(timezone.now())])


class BudgetEditView(EditView):
    """A budget being written, with the way to its dashboard."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.request.user.has_perm(CONDUCT):
            url = reverse("budget_desk:index", args=[self.object.pk])
            label = _("Rules and dashboard of the vote")
            buttons.append(HeaderButton(label, url=url, icon_name="view", priority=10))
        return buttons


def _phone_help() -> Any:
    """What an officer must know before offering text messages; nothing when they can be sent."""
    if text_messages.is_configured():
        return ""
    return _(
        "This portal has no sender of text messages (SMS_SENDER): voters are not offered this way "
        "until the technical team configures one."
    )


def _question() -> ObjectList:
    return ObjectList(
        [
            TitleFieldPanel("title", targets=["slug"]),
            FieldPanel("slug", widget=SlugInput),
            FieldPanel("introduction"),
            FieldPanel("call"),
            FieldPanel("body"),
            FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
        ],
        heading=_("Question"),
    )


def _promise() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("promise"),
            FieldPanel("who_decides"),
            FieldPanel("not_negotiable"),
            FieldPanel("department"),
            FieldRowPanel([FieldPanel("decision_due_on"), FieldPanel("building_months")]),
            PromisePanel(),
        ],
        heading=_("Promise"),
    )


def _dates() -> ObjectList:
    return ObjectList(
        [
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldPanel("visibility"),
            PublishingPanel(),
        ],
        heading=_("Dates"),
    )


def _money() -> ObjectList:
    return ObjectList(
        [
            RulesPanel(),
            FieldPanel("envelope_mode", widget=forms.RadioSelect),
            FieldPanel("envelope"),
            InlinePanel(
                "districts",
                heading=_("Districts"),
                label=_("District"),
                panels=[
                    TitleFieldPanel("name", targets=["code"], placeholder=False),
                    FieldPanel("code", widget=SlugInput),
                    FieldPanel("envelope"),
                ],
            ),
        ],
        heading=_("Money and districts"),
    )


def _ballot() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("ballot_kind", widget=forms.RadioSelect),
            FieldRowPanel([FieldPanel("min_choices"), FieldPanel("max_choices")]),
            FieldRowPanel([FieldPanel("points"), FieldPanel("points_each")]),
            FieldPanel("rank_points"),
            FieldPanel("grades"),
        ],
        heading=_("Ballot"),
    )


def _count() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("counting_rule", widget=forms.RadioSelect),
            MultiFieldPanel(
                [FieldPanel("utility"), FieldPanel("completion"), FieldPanel("step")],
                heading=_("For the method of equal shares"),
            ),
            FieldPanel("tie_break", widget=forms.RadioSelect),
            FieldPanel("lot_seed"),
        ],
        heading=_("Counting"),
    )


def _voters() -> ObjectList:
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("age_from"),
                    FieldPanel("for_residents"),
                    FieldPanel("for_workers"),
                    FieldPanel("for_students"),
                    FieldPanel("asks_identity"),
                ],
                heading=_("Who may vote"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("by_account"),
                    FieldPanel("by_mail"),
                    FieldPanel("by_phone", help_text=_phone_help()),
                    FieldPanel("by_code"),
                    FieldPanel("on_paper"),
                    FieldPanel("paper_places"),
                ],
                heading=_("How one votes"),
            ),
        ],
        heading=_("Voters"),
    )


class ParticipatoryBudgetViewSet(SnippetViewSet):
    """The budgets."""

    model = ParticipatoryBudget
    icon = "tasks"
    menu_label = _("Budgets")
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("opens_at", label=_("Opens"), accessor=_said("opens_at"), sort_key="opens_at"),
        Column("closes_at", label=_("Closes"), accessor=_said("closes_at"), sort_key="closes_at"),
        Column("state", label=_("At this moment"), accessor=_state),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["live", "counting_rule"]
    ordering: ClassVar[list[str]] = ["-opens_at"]
    inspect_view_enabled = True
    copy_view_enabled = False
    edit_view_class = BudgetEditView
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            _question(),
            _promise(),
            _dates(),
            _money(),
            _ballot(),
            _count(),
            _voters(),
            data_card_tab(),
        ],
        base_form_class=BudgetForm,
    )


class BudgetDeskViewSet(ViewSet):
    """The screens of one vote; one comes from the budget."""

    name = "budget_desk"
    url_prefix = "budgets-participatifs"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", conducting.DashboardView.as_view(), name="index"),
            path("<int:pk>/reglement/", conducting.PublishRulesView.as_view(), name="rules"),
            path("<int:pk>/modifier/", conducting.AmendRulesView.as_view(), name="amend"),
        ]

    def get_menu_item(self, order: Any = None) -> None:
        return None
