"""A campaign in the admin; its outcome is published once it is over, and a change says why."""

from typing import Any

from django.utils import timezone

from ...forms import ActivityForm
from .. import rules
from ..enums import CampaignReason
from ..models import Campaign


class CampaignForm(ActivityForm):
    """The page in the editor."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if "action-publish" not in self.data and "action-submit" not in self.data:
            return
        if self.errors or "outcome_text" not in self.fields:
            return
        campaign: Campaign = self.instance
        last = campaign.outcomes.first() if campaign.pk else None
        decision = rules.may_publish_outcome(
            campaign,
            before=last.text if last else "",
            after=campaign.outcome_words,
            reason=campaign.outcome_reason,
            at=timezone.now(),
        )
        if decision.reason is not None:
            unexplained = decision.reason == CampaignReason.OUTCOME_UNEXPLAINED
            name = "outcome_reason" if unexplained else "outcome_text"
            self.add_error(name, decision.reason.label)

    def clean(self) -> dict[str, Any]:
        """The level is that of all campaigns, whatever was sent: its clock sets the last day."""
        self.cleaned_data["level"] = Campaign._meta.get_field("level").to_python(2)
        return super().clean()
