"""What meetings decided and fed, to those who may read each of these things."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.models import Commitment
from engagements.registry import Related
from portal.cms.french_dates import long_date

from ...models import Activity, Contribution
from ..models import Meeting, MeetingOutcome

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

SHOWN = 12
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class ShownOutcome:
    """A decision, and what it fed that this reader may read."""

    text: str
    commitment: Commitment | None
    contribution: Contribution | None
    activity: Activity | None


def outcomes_of(meeting: Meeting, user: "Reader") -> list[ShownOutcome]:
    """The decisions of a meeting, by four queries; one when there is none."""
    rows = list(MeetingOutcome.objects.filter(meeting=meeting).order_by("sort_order", "pk"))
    if not rows:
        return []
    commitments = _by_key(
        Commitment.objects.on_display().filter(pk__in=[row.commitment_id or 0 for row in rows])
    )
    contributions = _by_key(
        Contribution.objects.visible_to(user)
        .filter(pk__in=[row.contribution_id or 0 for row in rows])
        .select_related("activity")
    )
    activities = _by_key(
        Activity.objects.visible_to(user).filter(pk__in=[row.activity_id or 0 for row in rows])
    )
    return [
        ShownOutcome(
            text=row.text,
            commitment=commitments.get(row.commitment_id),
            contribution=contributions.get(row.contribution_id),
            activity=activities.get(row.activity_id),
        )
        for row in rows
    ]


def _by_key(rows: Iterable[M]) -> dict[int | None, M]:
    return {row.pk: row for row in rows}


class MeetingsAboutCommitments:
    """Tells the page of a commitment which meetings decided something about it."""

    def about_commitment(self, pk: int, user: "Reader", at: datetime) -> list[Related]:
        """The latest first."""
        found = Meeting.objects.visible_to(user).filter(outcomes__commitment=pk).distinct()
        found = found.select_related("workshop").order_by("-starts_at", "-pk")[:SHOWN]
        return [
            Related(
                kind=pgettext("workshop", "Meeting"),
                title=meeting.title,
                url=meeting.url,
                note=_("Held on %(day)s.") % {"day": long_date(meeting.starts_at)}
                if meeting.is_over(at)
                else _("On %(day)s.") % {"day": long_date(meeting.starts_at)},
            )
            for meeting in found
        ]
