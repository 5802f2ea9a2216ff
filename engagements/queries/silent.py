"""Reading what a pilot must ask about: late commitments, and those nobody has reported on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ..enums import CLOSED_STATUSES, DisplayState
from ..models import Commitment
from ..rules import day_of
from .board import BoardRow, commitments_followed

SILENCE = timedelta(days=183)
LISTED = 10


@dataclass(frozen=True)
class SilentCommitments:
    """How many are late, how many have had no news for six months, and the first of them."""

    late: int
    without_news: int
    rows: list[BoardRow]

    def __bool__(self) -> bool:
        return bool(self.rows)


def silent_commitments(
    at: datetime, commitments: QuerySet[Commitment] | None = None
) -> SilentCommitments:
    """Return the open commitments on display that need news, the late ones first, in one query.

    Among those given only, when some are.
    """
    limit = day_of(at) - SILENCE
    late, silent = [], []
    silent_count = 0
    found = commitments_followed() if commitments is None else commitments
    for commitment in found.exclude(status__in=CLOSED_STATUSES):
        row = BoardRow(commitment, commitment.state(at))
        is_silent = row.last_reported_on is None or row.last_reported_on < limit
        silent_count += is_silent
        if row.state is DisplayState.LATE:
            late.append(row)
        elif is_silent:
            silent.append(row)
    return SilentCommitments(
        late=len(late), without_news=silent_count, rows=[*late, *silent][:LISTED]
    )
