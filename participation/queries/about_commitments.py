"""Activities about commitments, and the commitments that activities are about."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.queries import BoardRow, commitments_on_display, rows_of
from engagements.registry import Related
from portal.cms.french_dates import long_date

from ..enums import ActivityState
from ..models import Activity

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

SHOWN = 12


class ActivitiesAboutCommitments:
    """Tells the page of a commitment which activities are about it, to those who may read them."""

    def about_commitment(self, pk: int, user: "Reader", at: datetime) -> list[Related]:
        """The latest first."""
        found = Activity.objects.visible_to(user).filter(commitments=pk)
        found = found.order_by("-opens_at", "-pk")[:SHOWN]
        return [
            Related(
                kind=str(activity.mechanism.label),
                title=activity.title,
                url=activity.url,
                note=_when(activity, at),
            )
            for activity in found
            if activity.mechanism
        ]


def _when(activity: Activity, at: datetime) -> str:
    """Whether one can take part, and until when; nothing for what is older than the portal."""
    if activity.period_label:
        return activity.period_label
    state = activity.state(at)
    if state == ActivityState.OPEN:
        return _("Open until %(day)s.") % {"day": long_date(activity.closes_at)}
    if state == ActivityState.COMING:
        return _("Opens on %(day)s.") % {"day": long_date(activity.opens_at)}
    return _("Over since %(day)s.") % {"day": long_date(activity.closes_at)}


def commitments_of_activity(activity: Activity, at: datetime) -> list[BoardRow]:
    """Return the commitments on display that an activity is about, drafts included."""
    chosen = [commitment.pk for commitment in activity.commitments.all()]
    if not chosen:
        return []
    return rows_of(commitments_on_display().filter(pk__in=chosen).order_by("number"), at)
