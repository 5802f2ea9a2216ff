"""The outcome: what Wagtail publishes of it becomes a dated row, with the figures of that day.

The receiver of Wagtail's own signal, as for answers (decisions/0012), whatever the path: at once,
on schedule, by a workflow.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published

from portal.decisions import require

from ...actions.journal import log
from .. import rules
from ..models import Campaign, Outcome
from ..notifications import tell_of_outcome
from ..queries.figures import figures_of

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def record_outcome(
    *, campaign: Campaign, text: str, reason: str = "", by: "User | None", at: datetime
) -> Outcome:
    """Publishes an outcome with the figures as they are, and tells those who follow the campaign.

    Raises Refused (OUTCOME_TOO_EARLY; OUTCOME_UNEXPLAINED when one was public already).
    """
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    last = campaign.outcomes.first()
    before = last.text if last else ""
    decision = rules.may_publish_outcome(campaign, before=before, after=text, reason=reason, at=at)
    require(decision)
    made = Outcome.objects.create(
        campaign=campaign,
        text=text,
        reason=reason.strip() if last else "",
        figures=figures_of(campaign).stored(),
        published_at=at,
        published_by=by,
    )
    log("campaign.outcome_published", user=by, activity=campaign.pk)
    tell_of_outcome(made)
    return made


def connect() -> None:
    """Listens to Wagtail about campaigns, once."""
    published.connect(_published, sender=Campaign, dispatch_uid="participation.campaign.published")


def _published(instance: Campaign, revision: Revision, **kwargs: Any) -> None:
    at = instance.last_published_at or timezone.now()
    last = instance.outcomes.first()
    before = last.text if last else ""
    text = instance.outcome_words
    changes = instance.live and bool(text) and text != before
    allowed = rules.may_publish_outcome(
        instance, before=before, after=text, reason=instance.outcome_reason, at=at
    )
    if changes and allowed:
        record_outcome(
            campaign=instance, text=text, reason=instance.outcome_reason, by=revision.user, at=at
        )
    elif changes:
        # A schedule has nobody to tell: the text waits in the editor, the page shows the last one.
        log("campaign.outcome_held_back", activity=instance.pk)
    # Said once: the next change gives its own.
    Campaign.objects.filter(pk=instance.pk).update(outcome_reason="")
