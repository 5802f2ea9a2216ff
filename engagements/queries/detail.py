"""Reading one commitment: everything its page shows, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from ..enums import DisplayState
from ..models import (
    AxisPage,
    BudgetLine,
    Commitment,
    CommitmentUpdate,
    IndicatorValue,
    ValuePage,
)
from ..registry import Origin, Related, origins_for_commitments, related_to_commitment
from .measures import Chart, Milestones, charts_of, milestones_of
from .pages import on_show, values_with_axes
from .rows import BoardRow, commitments_on_display, row_of
from .story import Moment, Told, story_of, told


@dataclass(frozen=True)
class CommitmentDetail:
    """One commitment with its story, its measures, its values and what is about it elsewhere."""

    commitment: Commitment
    row: BoardRow
    updates: list[CommitmentUpdate]
    news: Told
    story: list[Moment]
    milestones: Milestones
    charts: list[Chart]
    budget_lines: list[BudgetLine]
    values: list[ValuePage]
    values_from_priority: bool
    axes: list[AxisPage]
    origins: list[Origin]
    related: list[Related]
    previous_number: int | None
    next_number: int | None

    @property
    def state(self) -> DisplayState:
        """The state the public reads."""
        return self.row.state

    @property
    def latest(self) -> CommitmentUpdate | None:
        """The most recent news, when there is one; corrected, it is its correction."""
        latest = self.news.latest
        return self.news.last_said(latest) if latest else None

    @property
    def is_corrected(self) -> bool:
        """Whether the most recent news was corrected since."""
        return bool(self.latest and self.latest != self.news.latest)

    @property
    def next_step(self) -> str:
        """What comes next, as the most recent news say."""
        return self.latest.next_step if self.latest else ""


def commitment_detail(number: int, at: datetime, user: Any) -> CommitmentDetail | None:
    """Return everything the page of a commitment shows, or None when it is not on display."""
    commitment = _read(number)
    if commitment is None:
        return None
    row = row_of(commitment, at)
    updates = list(commitment.updates.all())
    news = told(updates)
    origins = origins_for_commitments([commitment.pk], user, at)[commitment.pk]
    own_values = list(commitment.values.all())
    previous, following = _neighbours(number)
    return CommitmentDetail(
        commitment=commitment,
        row=row,
        updates=updates,
        news=news,
        story=story_of(
            commitment,
            state=row.state,
            news=news,
            origins=origins,
            figures=_figures(commitment),
        ),
        milestones=milestones_of(commitment.milestones.all(), at),
        charts=charts_of(commitment.indicators.all(), updates),
        budget_lines=list(commitment.budget_lines.all()),
        values=own_values or list(commitment.objective.priority.values.all()),
        values_from_priority=not own_values,
        axes=list(commitment.axes.all()),
        origins=origins,
        related=related_to_commitment(commitment.pk, user, at),
        previous_number=previous,
        next_number=following,
    )


def _read(number: int) -> Commitment | None:
    news = CommitmentUpdate.objects.order_by("-reported_on", "-pk")
    related: tuple[Any, ...] = (
        Prefetch("updates", queryset=news.prefetch_related("evidence__document")),
        Prefetch("values", queryset=values_with_axes()),
        Prefetch("axes", queryset=on_show(AxisPage.objects.order_by("number"))),
        Prefetch("objective__priority__values", queryset=values_with_axes()),
        "associated_departments",
        "milestones",
        "indicators__figures",
        "budget_lines",
        "wordings",
    )
    return commitments_on_display().filter(number=number).prefetch_related(*related).first()


def _figures(commitment: Commitment) -> Iterable[IndicatorValue]:
    for indicator in commitment.indicators.all():
        for figure in indicator.figures.all():
            figure.indicator = indicator
            yield figure


def _neighbours(number: int) -> tuple[int | None, int | None]:
    """The numbers before and after this one, among those on display."""
    numbers = Commitment.objects.on_display().values_list("number", flat=True)
    return (
        numbers.filter(number__lt=number).order_by("-number").first(),
        numbers.filter(number__gt=number).order_by("number").first(),
    )
