"""What a report in preparation would change, read before it is published."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.cms.french_dates import long_date, month_and_year

from ..enums import DatePrecision
from ..models import Commitment, Indicator, UpdateDraft


@dataclass(frozen=True)
class Change:
    """One thing as it is published, and as the report says it."""

    label: str
    before: Any
    after: Any

    @property
    def is_one(self) -> bool:
        """Whether the report changes it."""
        return bool(self.before != self.after)


def changes_of(draft: UpdateDraft) -> list[Change]:
    """Return what the report says, each thing beside what is published now."""
    commitment = draft.commitment
    last = commitment.updates.order_by("-reported_on", "-pk").first()
    status = Change(_("Status"), commitment.get_status_display(), draft.get_status_display())
    reason = Change(_("Reason of the status"), commitment.status_reason, draft.status_reason)
    words = Change(_("What was done"), last.text if last else "", draft.text)
    step = Change(_("Next step"), last.next_step if last else "", draft.next_step)
    found = [status, reason, words, step]
    if draft.due_on:
        found.append(
            Change(_("Due date"), _due(commitment), _words(draft.due_on, draft.due_precision))
        )
    return found


def _due(commitment: Commitment) -> str:
    if commitment.revised_due_on:
        return _words(commitment.revised_due_on, commitment.revised_due_precision)
    return _words(commitment.due_on, commitment.due_precision)


def _words(day: date | None, precision: str) -> str:
    """A due date, no more precisely than it is said."""
    if day is None:
        return ""
    if precision == DatePrecision.YEAR:
        return str(day.year)
    return month_and_year(day) if precision == DatePrecision.MONTH else long_date(day)


def figures_prepared(draft: UpdateDraft) -> list[tuple[Indicator, Decimal | None, Decimal]]:
    """Return each figure prepared with its indicator and the last one published."""
    indicators = draft.commitment.indicators.prefetch_related("figures")
    found = []
    for indicator in indicators:
        given = draft.measures.get(str(indicator.pk))
        if given is not None:
            published = list(indicator.figures.all())
            found.append((indicator, published[-1].value if published else None, Decimal(given)))
    return found
