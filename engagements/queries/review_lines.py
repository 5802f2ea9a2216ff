"""The lines of a review as they are now: what publication freezes, what the desk and preview show.

The same number of queries whatever the number of commitments.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ..enums import CommitmentStatus, PeriodNews
from ..models import (
    Commitment,
    CommitmentUpdate,
    Evidence,
    IndicatorValue,
    Milestone,
    Review,
    ReviewLine,
)
from ..review_rules import Standing, movement, update_that_counts
from ..rules import displayed_state
from .review_record import evidence_facts, figure_facts, line_fingerprint


@dataclass(frozen=True)
class _Situation:
    """Where a commitment stood on the last day of the period."""

    status: str
    status_reason: str
    revised_due_on: date | None
    revised_due_precision: str


@dataclass(frozen=True)
class PreparedLines:
    """The lines that a review would freeze now, and the news they cite."""

    lines: list[ReviewLine]
    news: list[CommitmentUpdate]

    @property
    def silent(self) -> list[ReviewLine]:
        """Those whose department owes news of the period and sent none."""
        return [line for line in self.lines if line.is_silent]

    @property
    def closed(self) -> list[ReviewLine]:
        """Those done or dropped before the period, which owe nothing."""
        return [line for line in self.lines if line.news is PeriodNews.CLOSED]


def prepared_lines(review: Review) -> PreparedLines:
    """Return one line for each commitment that everybody may read, not saved, in their order.

    All is told as it was on the last day of the period: later news belongs to the next review.
    """
    shown = Commitment.objects.on_display()
    commitments = list(shown.select_related("objective__priority", "lead_department"))
    pks = [one.pk for one in commitments]
    news = _news(pks, review)
    evidence = _evidence(news.values())
    later = [one.pk for one in commitments if (one.last_reported_on or date.min) > review.ends_on]
    past = _past(later, review.ends_on)
    milestones = _milestones(pks, review.ends_on)
    figures = _figures(pks, review.ends_on)
    before = standings(review)
    lines = []
    for commitment in commitments:
        line = _line(review, commitment, _situation(commitment, past), news.get(commitment.pk))
        reached, total = milestones.get(commitment.pk, (0, 0))
        line.milestones_reached, line.milestones_total = reached, total
        line.evidence = [evidence_facts(one) for one in evidence.get(line.update_id or 0, [])]
        line.figures = [figure_facts(one) for one in figures.get(commitment.pk, [])]
        _compare(line, before)
        line.fingerprint = line_fingerprint(line)
        lines.append(line)
    return PreparedLines(lines, [one.update for one in lines if one.update])


def standing(line: ReviewLine) -> Standing:
    """Return what a line says of movement."""
    revised = line.revised_due_on is not None
    return Standing(
        status=line.status,
        state=line.state,
        due_on=line.revised_due_on if revised else line.due_on,
        due_precision=line.revised_due_precision if revised else line.due_precision,
        milestones_reached=line.milestones_reached,
    )


def standings(review: Review) -> dict[int, Standing]:
    """Return where each commitment stood in the previous review, by commitment."""
    if review.previous_id is None:
        return {}
    lines = ReviewLine.objects.filter(review=review.previous_id)
    return {line.commitment_id: standing(line) for line in lines}


def _line(
    review: Review, commitment: Commitment, found: _Situation, news: CommitmentUpdate | None
) -> ReviewLine:
    priority = commitment.objective.priority
    status = news.status if news else found.status
    line = ReviewLine(
        review=review,
        commitment=commitment,
        number=commitment.number,
        wording=commitment.wording,
        priority_number=priority.number,
        priority_name=priority.title,
        objective=commitment.objective.label,
        department=commitment.lead_department.name if commitment.lead_department else "",
        status=status,
        state=displayed_state(
            status, commitment.due_on, review.ends_on, commitment.due_precision
        ).value,
        status_reason=news.status_reason if news else found.status_reason,
        due_on=commitment.due_on,
        due_precision=commitment.due_precision,
        revised_due_on=found.revised_due_on,
        revised_due_precision=found.revised_due_precision,
        update=news,
    )
    if news:
        for name in ("reported_on", "text", "next_step", "author_function"):
            setattr(line, name, getattr(news, name))
    return line


def _compare(line: ReviewLine, before: dict[int, Standing]) -> None:
    """Say what moved since the previous review, when the commitment was in it."""
    known = before.get(line.commitment_id)
    line.movement = movement(known, standing(line)).value
    line.previous_state = known.state if known else ""


def _situation(commitment: Commitment, past: dict[int, list[CommitmentUpdate]]) -> _Situation:
    """Return what the register says, or, when later news changed it, what the earlier news said."""
    if commitment.pk not in past:
        return _Situation(
            commitment.status,
            commitment.status_reason,
            commitment.revised_due_on,
            commitment.revised_due_precision,
        )
    told = past[commitment.pk]
    dated = [one for one in told if one.due_on]
    # The first date announced again takes the new one back.
    moved = [one for one in dated[-1:] if one.due_on != commitment.due_on]
    return _Situation(
        status=told[-1].status if told else CommitmentStatus.UNKNOWN.value,
        status_reason=told[-1].status_reason if told else "",
        revised_due_on=moved[-1].due_on if moved else None,
        revised_due_precision=(moved[-1] if moved else commitment).due_precision,
    )


def _past(pks: Sequence[int], day: date) -> dict[int, list[CommitmentUpdate]]:
    """Return the news told until a day, in its order, of commitments that had news since."""
    found: dict[int, list[CommitmentUpdate]] = {pk: [] for pk in pks}
    told = CommitmentUpdate.objects.filter(commitment__in=pks, reported_on__lte=day)
    for update in told.order_by("reported_on", "pk") if pks else ():
        found[update.commitment_id].append(update)
    return found


def _news(pks: Sequence[int], review: Review) -> dict[int, CommitmentUpdate]:
    """Return the news that counts in the period, by commitment."""
    inside = CommitmentUpdate.objects.filter(
        commitment__in=pks, reported_on__range=(review.starts_on, review.ends_on)
    )
    by_commitment: dict[int, list[CommitmentUpdate]] = defaultdict(list)
    for update in inside.order_by("reported_on", "pk"):
        by_commitment[update.commitment_id].append(update)
    found = {}
    for pk, updates in by_commitment.items():
        chosen = update_that_counts(updates, review.starts_on, review.ends_on)
        if chosen is not None:
            found[pk] = chosen
    return found


def _evidence(news: Iterable[CommitmentUpdate]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    proofs = Evidence.objects.filter(update__in=[one.pk for one in news])
    for one in proofs.select_related("document").order_by("position", "pk"):
        found[one.update_id].append(one)
    return found


def _milestones(pks: Sequence[int], day: date) -> dict[int, tuple[int, int]]:
    """Return how many milestones were reached by a day, and how many there are."""
    rows = (
        Milestone.objects.filter(commitment__in=pks)
        .order_by()
        .values_list("commitment")
        .annotate(reached=Count("pk", filter=Q(reached_on__lte=day)), total=Count("pk"))
    )
    return {pk: (reached, total) for pk, reached, total in rows}


def _figures(pks: Sequence[int], day: date) -> dict[int, list[IndicatorValue]]:
    """Return the last figure of each indicator, by commitment, in the order of the indicators."""
    values = (
        IndicatorValue.objects.filter(indicator__commitment__in=pks, measured_on__lte=day)
        .select_related("indicator")
        .order_by("indicator__position", "indicator", "measured_on", "pk")
    )
    last: dict[int, IndicatorValue] = {one.indicator_id: one for one in values}
    found: dict[int, list[IndicatorValue]] = defaultdict(list)
    for one in last.values():
        found[one.indicator.commitment_id].append(one)
    return found
