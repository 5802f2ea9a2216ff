"""Campaigns in the admin: messages, pledges, quiz, dates, outcome; drafts, preview, workflow."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
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

from portal.cms.french_dates import date_and_hour

from ..enums import ActivityState
from ..models import Activity
from ..panels.data_card import data_card_tab
from ..panels.promises import PromisePanel
from ..registry import DeskLink
from ..viewsets.calls import DeskButtons
from ..viewsets.lists import ListDeleteView
from .forms.editing import CampaignForm
from .models import Campaign
from .views.desk import CampaignDeskView

if TYPE_CHECKING:
    from portal.accounts.models import User

_STATES = {
    ActivityState.COMING: _("To come"),
    ActivityState.OPEN: _("In progress"),
    ActivityState.CLOSED: _("Finished"),
}


def _closes(campaign: Campaign) -> str:
    return date_and_hour(campaign.closes_at)


def _state(campaign: Campaign) -> str:
    """Coming, open or closed at this moment."""
    return str(_STATES[campaign.state(timezone.now())])


class CampaignEditView(DeskButtons, EditView):
    """A campaign being written, with the way to its desk."""


class CampaignViewSet(SnippetViewSet):
    """The campaigns."""

    model = Campaign
    icon = "thumbtack"
    copy_view_enabled = False
    menu_label = _("Campaigns")
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("closes_at", label=_("Until"), accessor=_closes, sort_key="closes_at"),
        Column("state", label=_("At this moment"), accessor=_state),
        Column("figures.published_count", label=_("Published testimonies")),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["audience", "live"]
    ordering: ClassVar[list[str]] = ["-opens_at"]
    inspect_view_enabled = True
    edit_view_class = CampaignEditView
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", targets=["slug"]),
                    FieldPanel("slug", widget=SlugInput),
                    FieldPanel(
                        "introduction",
                        heading=_("Summary"),
                        help_text=_("What this campaign wants to change, in short sentences."),
                    ),
                    FieldPanel("messages"),
                    FieldPanel("resources"),
                    FieldPanel("dates"),
                    FieldPanel("body"),
                    FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
                ],
                heading=_("Campaign"),
            ),
            ObjectList([FieldPanel("pledges"), FieldPanel("quiz")], heading=_("Pledges and quiz")),
            ObjectList(
                [
                    FieldPanel("promise"),
                    FieldPanel("answer_by", heading=_("Outcome promised by")),
                    FieldPanel("who_decides"),
                    FieldPanel("not_negotiable"),
                    FieldPanel("department"),
                    PromisePanel(),
                ],
                heading=_("Promise"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    MultiFieldPanel(
                        [
                            FieldPanel("follow_up_question"),
                            FieldRowPanel(
                                [
                                    FieldPanel("follow_up_opens_on"),
                                    FieldPanel("follow_up_closes_on"),
                                ]
                            ),
                        ],
                        heading=_("Question asked some weeks later"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("audience"), FieldPanel("visibility")], heading=_("For whom")
                    ),
                    FieldPanel("paper_information"),
                    FieldPanel("moderation_mode"),
                    PublishingPanel(),
                ],
                heading=_("Dates and audience"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        _(
                            "Once the campaign is over: what came of it. Publishing adds the "
                            "figures of the day, tells those who follow the campaign, and keeps "
                            "each version with its date. The verdict on the promise is given "
                            "apart, on the screen “Life of the promise”."
                        )
                    ),
                    FieldPanel("outcome_text"),
                    FieldPanel("outcome_reason"),
                ],
                heading=pgettext_lazy("campaign", "Outcome"),
            ),
            data_card_tab(),
        ],
        base_form_class=CampaignForm,
    )


class CampaignsGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Campaigns")
    menu_icon = "thumbtack"
    menu_order = 209
    items = (CampaignViewSet,)


class CampaignScreens(ViewSet):
    """The desk, without a menu: one comes from a campaign."""

    name = "campaigns"
    url_prefix = "campaigns"

    def get_urlpatterns(self) -> list[Any]:
        return [path("<int:pk>/", CampaignDeskView.as_view(), name="desk")]

    def get_menu_item(self, order: Any = None) -> None:
        return None


def _figures(activity: Activity, user: "User") -> str | None:
    if activity.mechanism_name != Campaign.mechanism_slug:
        return None
    return reverse("campaigns:desk", args=[activity.pk])


LINKS = (DeskLink(_("Figures of the campaign"), "glasses", _figures, 12),)
