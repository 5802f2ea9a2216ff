"""The public journal of a vote: each line chained to the one before."""

import logging
from datetime import datetime
from typing import Any

from portal.canonical import canonical_text

from ..chain import chained
from ..enums import VoteEventKind
from ..models import ParticipatoryBudget, VoteEvent

__all__ = ["chained", "record"]

logger = logging.getLogger("participation")


def record(
    *, budget: ParticipatoryBudget, kind: VoteEventKind, at: datetime, **facts: Any
) -> VoteEvent:
    """Adds a line: what happened, when, with public facts only (no person, no choice).

    Called inside the transaction of what it records; the number unique in the budget refuses two
    lines that would follow the same one.
    """
    last = VoteEvent.objects.filter(budget=budget).order_by("-number").first()
    text = canonical_text(facts)
    line = VoteEvent.objects.create(
        budget=budget,
        number=last.number + 1 if last else 1,
        kind=kind,
        facts=text,
        happened_at=at,
        sha256=chained(last.sha256 if last else "", kind=kind, facts=text, at=at),
    )
    logger.info("Vote event", extra={"event": f"budgets.{kind}", "budget": budget.pk})
    return line
