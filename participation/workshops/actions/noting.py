"""What is said in a meeting, noted by the core's desk for papers: one keys in, another verifies."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from portal.decisions import require

from ... import actions as core
from ...enums import Channel
from ...models import PaperEntry
from .. import rules
from ..models import Meeting

if TYPE_CHECKING:
    from portal.accounts.models import User

_PLACE = 120


@transaction.atomic
def note_contribution(
    *, meeting: Meeting, keyed_by: "User", at: datetime, **fields: Any
) -> PaperEntry:
    """Keys in a question or an idea heard in a meeting; a second person verifies it.

    It is then read, published and answered as any other. Raises Refused (NOT_OVER before the
    meeting begins, those of key_in).
    """
    require(rules.may_key_attendance(meeting, at))
    return core.key_in(
        activity=meeting.workshop,
        channel=Channel.MEETING,
        received_on=timezone.localdate(meeting.starts_at),
        place_received=meeting.title[:_PLACE],
        keyed_by=keyed_by,
        at=at,
        meeting=meeting,
        **fields,
    )
