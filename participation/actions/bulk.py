"""Deciding on many texts with one gesture: each in its own transaction, with a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.decisions import Refused

from ..enums import Moderation, Reason
from ..models import Comment, Contribution
from .comments import publish_comment, refuse_comment
from .journal import log
from .moderation import publish_contribution, refuse_contribution

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass
class BulkReport:
    """What became of the texts that were chosen."""

    done: int = 0
    already_decided: int = 0
    other: int = 0


def decide_many(
    *,
    texts: Iterable[Contribution | Comment],
    decision: str,
    moderator: "User",
    at: datetime,
    reason: str = "",
    note: str = "",
) -> BulkReport:
    """Publishes or refuses each text; one that cannot be does not stop the others.

    Raises Refused(REASON_MISSING) before anything is done when a refusal has no reason.
    """
    if decision == Moderation.REFUSED and not reason:
        raise Refused(Reason.REASON_MISSING)
    report = BulkReport()
    for text in texts:
        try:
            if decision == Moderation.REFUSED:
                _refuse(text, moderator=moderator, reason=reason, note=note, at=at)
            else:
                _publish(text, moderator=moderator, at=at)
            report.done += 1
        except Refused as refused:
            if refused.reason == Reason.ALREADY_DECIDED:
                report.already_decided += 1
            else:
                report.other += 1
    log(
        "moderation.bulk_decided",
        user=moderator,
        decision=str(decision),
        done=report.done,
        left=report.already_decided + report.other,
    )
    return report


def _publish(text: Contribution | Comment, *, moderator: "User", at: datetime) -> None:
    if isinstance(text, Contribution):
        publish_contribution(contribution=text, moderator=moderator, at=at)
    else:
        publish_comment(comment=text, moderator=moderator, at=at)


def _refuse(
    text: Contribution | Comment, *, moderator: "User", reason: str, note: str, at: datetime
) -> None:
    if isinstance(text, Contribution):
        refuse_contribution(contribution=text, moderator=moderator, reason=reason, note=note, at=at)
    else:
        refuse_comment(comment=text, moderator=moderator, reason=reason, note=note, at=at)
