"""What is due when in a procedure: computed from its dates and its regime. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from .enums import DocumentKind, Step

if TYPE_CHECKING:
    from .models import Inquiry, Regime

# The promise of the city where the law sets no day for the outcome.
OUTCOME_DAYS = 60
# Which document closes which step.
CLOSED_BY = {
    Step.MINUTES: DocumentKind.MINUTES,
    Step.REPLY: DocumentKind.REPLY,
    Step.REPORT: DocumentKind.CONCLUSIONS,
    Step.SYNTHESIS: DocumentKind.SYNTHESIS,
    Step.BALANCE: DocumentKind.BALANCE,
    Step.MEASURES: DocumentKind.MEASURES,
}


@dataclass(frozen=True)
class Due:
    """One step: by which day, postponed from which one, done on which day."""

    step: Step
    by: date
    announced: date | None = None
    done_on: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether the day is over and it is not done, or was done after it."""
        return (self.done_on or today) > self.by

    @property
    def is_done(self) -> bool:
        """Whether its document was filed."""
        return self.done_on is not None

    @property
    def label(self) -> str:
        """The step in words."""
        return str(self.step.label)


def local_day(moment: datetime) -> date:
    """The day of a moment on the city's clock."""
    return timezone.localtime(moment).date()


def due_steps(
    inquiry: "Inquiry",
    *,
    filed: Mapping[str, datetime],
    postponed: Iterable[tuple[str, date]] = (),
) -> list[Due]:
    """Every step after the closing that the regime knows, in order.

    `filed` says when each kind of document was filed; `postponed` the later days granted, the
    last one counts. A reply runs from the summary that it replies to: unknown before.
    """
    regime, closing = inquiry.regime, local_day(inquiry.closes_at)
    later = dict(postponed)
    starts: list[tuple[Step, int | None, date | None]] = [
        (Step.MINUTES, regime.minutes_days, closing),
        (Step.REPLY, regime.reply_days, _day(filed, DocumentKind.MINUTES)),
        (Step.REPORT, regime.report_days, closing),
        (Step.SYNTHESIS, regime.synthesis_days, closing),
        (Step.BALANCE, regime.balance_days, closing),
        (Step.MEASURES, regime.measures_days, _day(filed, DocumentKind.BALANCE)),
    ]
    found = []
    for step, days, start in starts:
        if days is None or start is None:
            continue
        announced = start + timedelta(days=days)
        by = later.get(step, announced)
        found.append(
            Due(
                step=step,
                by=by,
                announced=announced if by != announced else None,
                done_on=_day(filed, CLOSED_BY[step]),
            )
        )
    return found


def outcome_due(regime: "Regime", closes_at: datetime) -> date:
    """By which day the outcome is promised: report, report of a concertation or summary."""
    delays = (regime.report_days, regime.balance_days, regime.synthesis_days)
    days = next((one for one in delays if one), OUTCOME_DAYS)
    return local_day(closes_at) + timedelta(days=days)


def _day(filed: Mapping[str, datetime], kind: DocumentKind) -> date | None:
    moment = filed.get(kind)
    return None if moment is None else local_day(moment)


def notice_due(inquiry: "Inquiry") -> date | None:
    """The last day on which the notice may be published; None when the regime asks for none."""
    days = inquiry.regime.notice_days
    return None if days is None else local_day(inquiry.opens_at) - timedelta(days=days)


def reminder_due(inquiry: "Inquiry") -> date | None:
    """The last day of the recall in the newspapers; None when the regime asks for none."""
    days = inquiry.regime.reminder_days
    return None if days is None else local_day(inquiry.opens_at) + timedelta(days=days)
