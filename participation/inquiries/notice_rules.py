"""Whether the notice of a procedure was published as its regime asks, and in time. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .due_rules import Due, local_day, notice_due, reminder_due
from .enums import NoticeMedium, Step

if TYPE_CHECKING:
    from .models import Inquiry, NoticePublication


@dataclass(frozen=True)
class Publicity:
    """A publication that the regime asks for: how many, how many in time, by which day."""

    step: Step
    wanted: int
    found: int
    by: date | None

    @property
    def is_done(self) -> bool:
        """Whether as many as are asked were published in time."""
        return self.found >= self.wanted

    def is_late(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return not self.is_done and self.by is not None and today > self.by

    @property
    def due(self) -> Due | None:
        """The same for the alerts; None without a day, or when it is done."""
        return None if self.is_done or self.by is None else Due(step=self.step, by=self.by)

    @property
    def label(self) -> str:
        """The publication in words."""
        return str(self.step.label)


def publicity(inquiry: "Inquiry", notices: "Iterable[NoticePublication]") -> list[Publicity]:
    """What the regime asks of the notice, besides its place on this site, in order of time.

    Code de l'environnement, art. L123-10 and R123-11: newspapers and posters before the opening,
    newspapers again in the first days.
    """
    regime, noted = inquiry.regime, list(notices)
    before, recall = notice_due(inquiry), reminder_due(inquiry)
    opening = local_day(inquiry.opens_at)
    found = []
    if regime.needs_posters:
        count = _count(noted, NoticeMedium.POSTER, None, before or opening)
        found.append(Publicity(Step.POSTERS, 1, count, before or opening))
    if regime.newspapers:
        count = _count(noted, NoticeMedium.NEWSPAPER, None, before or opening)
        found.append(Publicity(Step.NEWSPAPERS, regime.newspapers, count, before or opening))
    if regime.newspapers and recall is not None:
        count = _count(noted, NoticeMedium.NEWSPAPER, opening, recall)
        found.append(Publicity(Step.REMINDER, regime.newspapers, count, recall))
    return found


def _count(
    notices: "Iterable[NoticePublication]", medium: NoticeMedium, since: date | None, by: date
) -> int:
    """In how many newspapers or places it stood in time; the same one twice counts once."""
    return len(
        {
            one.title.casefold()
            for one in notices
            if one.medium == medium
            and one.published_on <= by
            and (since is None or one.published_on >= since)
        }
    )
