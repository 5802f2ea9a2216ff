"""Reading what a pilot must ask about: late commitments, and those nobody has reported on."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ..enums import CLOSED_STATUSES, DisplayState
from ..models import Commitment
from .rows import BoardRow, commitments_followed, rows_of

LISTED = 10


@dataclass(frozen=True)
class SilentCommitments:
    """How many are late, how many have had no news for too long, and the first of them."""

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
    found = commitments_followed() if commitments is None else commitments
    rows = rows_of(found.exclude(status__in=CLOSED_STATUSES), at)
    late = [row for row in rows if row.state is DisplayState.LATE]
    silent = [row for row in rows if row.is_silent and row.state is not DisplayState.LATE]
    return SilentCommitments(
        late=len(late),
        without_news=sum(row.is_silent for row in rows),
        rows=[*late, *silent][:LISTED],
    )
