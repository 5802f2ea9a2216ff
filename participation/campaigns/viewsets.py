"""Campaigns in the admin: messages, pledges, quiz, dates, outcome; drafts, preview, workflow."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ..models import Activity
from ..panels import editor
from ..registry import DeskLink
from ..viewsets.activities import ActivityViewSet, moment, state
from .forms.editing import CampaignForm
from .models import Campaign
from .views.desk import CampaignDeskView

if TYPE_CHECKING:
    from portal.accounts.models import User


class CampaignViewSet(ActivityViewSet):
    """The campaigns."""

    model = Campaign
    icon = "thumbtack"
    copy_view_enabled = False
    menu_label = _("Campaigns")
    list_display: ClassVar[list[Any]] = [
        "title",
        moment("closes_at", _("Until")),
        state(),
        Column("figures.published_count", label=_("Published testimonies")),
        LiveStatusTagColumn(),
    ]
    edit_handler = editor.editor(
        editor.words(
            _("Campaign"),
            FieldPanel("messages"),
            FieldPanel("resources"),
            FieldPanel("dates"),
            FieldPanel("body"),
            editor.commitments(),
            about=editor.introduction(
                _("Summary"), _("What this campaign wants to change, in short sentences.")
            ),
        ),
        ObjectList([FieldPanel("pledges"), FieldPanel("quiz")], heading=_("Pledges and quiz")),
        editor.promise(answer=FieldPanel("answer_by", heading=_("Outcome promised by"))),
        editor.dates(
            MultiFieldPanel(
                [
                    FieldPanel("follow_up_question"),
                    FieldRowPanel(
                        [FieldPanel("follow_up_opens_on"), FieldPanel("follow_up_closes_on")]
                    ),
                ],
                heading=_("Question asked some weeks later"),
            ),
            editor.public(),
            FieldPanel("paper_information"),
            FieldPanel("moderation_mode"),
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
        form=CampaignForm,
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
