"""The only writer of what a spreadsheet of reports brings back: drafts, never published news."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db import transaction

from portal.accounts.models import User

from ..models import UpdateDraft
from ..queries.reporting import stamp
from ..queries.sheets import ReadLine
from .drafts import Prepared, save_draft, submit_draft, tell_approvers


@transaction.atomic
def take_lines(
    *, lines: Iterable[ReadLine], by: User, at: datetime, is_sent: bool
) -> list[UpdateDraft]:
    """Keep each good line as a report in preparation, sent for approval when asked; all or none.

    Those who approve are told by one mail. Raises Refused.
    """
    drafts = []
    for line in lines:
        if not line.is_good or line.commitment is None:
            continue
        before = line.draft
        draft = save_draft(
            commitment=line.commitment,
            said=cast("Prepared", line.said),
            by=by,
            at=at,
            seen=stamp(before),
            evidence=line.evidence,
            milestones=before.milestones.all() if before else [],
            measures=line.measures,
            corrects=before.corrects if before else None,
        )
        if is_sent:
            draft = submit_draft(draft=draft, by=by, at=at, tell=False)
        drafts.append(draft)
    if is_sent:
        tell_approvers(drafts, by=by)
    return drafts
