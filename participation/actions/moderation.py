"""What moderators decide of a contribution: publish it, refuse it with a reason."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ..models import Contribution
from ..notifications import mail_decision
from ..notifications.events import tell_of_idea
from . import counters
from .decisions import mark_published, mark_refused, record
from .journal import locked, log_about
from .merging import release

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def publish_contribution(
    *,
    contribution: Contribution,
    moderator: "User | None",
    at: datetime,
    on_appeal: bool = False,
) -> Contribution:
    """Makes a waiting contribution public and counts it, or confirms one public already.

    Raises Refused(ALREADY_DECIDED) when somebody decided before.
    """
    held = locked(contribution)
    was_public = mark_published(held, moderator=moderator, at=at, on_appeal=on_appeal)
    record(held, was_public=was_public, on_appeal=on_appeal)
    if not was_public:
        counters.count_publication(held, 1)
        tell_of_idea(held, at)
        if not on_appeal:  # Its author reads of it in the answer to the appeal.
            mail_decision(held)
    log_about("contribution.published", held, moderator)
    return held


@transaction.atomic
def refuse_contribution(
    *,
    contribution: Contribution,
    moderator: "User | None",
    reason: str,
    note: str = "",
    at: datetime,
    on_report: bool = False,
) -> Contribution:
    """Keeps a contribution from the public, with the charter's reason; withdraws a public one.

    Nothing is deleted before REFUSED_RETENTION_DAYS: its author reads the reason by the receipt,
    and may contest it. Raises Refused (ALREADY_DECIDED, REASON_MISSING).
    """
    held = locked(contribution)
    was_public = mark_refused(
        held, reason=reason, note=note, moderator=moderator, at=at, on_report=on_report
    )
    if was_public:
        counters.count_publication(held, -1)
        release(held, at=at)
    record(held, was_public=was_public, on_report=on_report)
    log_about("contribution.refused", held, moderator)
    mail_decision(held, was_public=was_public)
    return held
