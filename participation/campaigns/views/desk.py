"""The desk of a campaign: its figures, the addresses waiting, what is still to be done."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ...enums import ActivityState
from ...views.call_screens import CallScreen
from .. import rules
from ..models import Campaign
from ..queries.desk import waiting_addresses
from ..queries.figures import figures_of

EDIT = "wagtailsnippets_campaigns_campaign:edit"
CHANGE = "campaigns.change_campaign"


class CampaignDeskView(CallScreen):
    """What came in, without anybody's name: those who open the desk of calls may read it."""

    template_name = "campaigns/admin/desk.html"
    header_icon = "glasses"
    title = gettext_lazy("Figures of the campaign")

    def find(self, pk: int, **kwargs: Any) -> Campaign:
        found = Campaign.objects.select_related("tally", "promise_verdict")
        campaign: Campaign = get_object_or_404(found, pk=pk)
        return campaign

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign: Campaign = self.activity  # type: ignore[assignment]
        at = timezone.now()
        edit_url = reverse(EDIT, args=[campaign.pk]) if self.officer.has_perm(CHANGE) else ""
        return super().get_context_data(
            figures=figures_of(campaign),
            addresses=waiting_addresses(campaign),
            asks=rules.follow_up_window(campaign, timezone.localdate(at)),
            outcome=campaign.outcomes.select_related("published_by").first(),
            is_closed=campaign.state(at) == ActivityState.CLOSED,
            is_late=bool(campaign.answer_by and timezone.localdate(at) > campaign.answer_by),
            edit_url=edit_url,
            **kwargs,
        )
