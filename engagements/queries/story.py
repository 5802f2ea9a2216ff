"""The story of a commitment on one line of time: ideas, news, corrections, wordings, outcome."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from ..enums import DatePrecision, DisplayState, MomentKind
from ..models import (
    Commitment,
    CommitmentUpdate,
    CommitmentWording,
    IndicatorValue,
    Milestone,
)
from ..registry import Origin

# Ideas of one call that a line of the story names; the list under it shows the others.
IDEAS_NAMED = 5


@dataclass(frozen=True)
class Due:
    """A due date, no more precise than it was announced."""

    day: date
    precision: str = DatePrecision.DAY


@dataclass(frozen=True)
class Move:
    """A due date announced; `before` is the one it replaces, when there was one."""

    after: Due
    before: Due | None = None


@dataclass(frozen=True)
class Correction:
    """What corrects a piece of news, and the day on which it did."""

    update: CommitmentUpdate
    day: date
    figures: list[IndicatorValue] = field(default_factory=list)


@dataclass(frozen=True)
class Moment:
    """One line of the story."""

    kind: MomentKind
    day: date | None
    update: CommitmentUpdate | None = None
    corrections: list[Correction] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    figures: list[IndicatorValue] = field(default_factory=list)
    move: Move | None = None
    origins: list[Origin] = field(default_factory=list)
    wording: CommitmentWording | None = None
    former: str = ""
    state: DisplayState | None = None

    @property
    def named(self) -> list[Origin]:
        """The ideas that the line names."""
        return self.origins[:IDEAS_NAMED]

    @property
    def unnamed(self) -> int:
        """How many ideas the line does not name."""
        return len(self.origins) - len(self.named)


@dataclass(frozen=True)
class Told:
    """Published news, each first told with what corrected it, in order of time."""

    news: list[CommitmentUpdate]
    corrections: dict[int, list[CommitmentUpdate]]

    @property
    def latest(self) -> CommitmentUpdate | None:
        """The most recent news that corrects no other, when there is one."""
        return self.news[-1] if self.news else None

    def last_said(self, update: CommitmentUpdate) -> CommitmentUpdate:
        """Return what holds of this news today: its last correction, or itself."""
        return (self.corrections.get(update.pk) or [update])[-1]


def told(updates: Iterable[CommitmentUpdate]) -> Told:
    """Set corrections, and corrections of corrections, beside the news that they correct."""
    ordered = sorted(updates, key=lambda update: (update.reported_on, update.pk))
    by_pk = {update.pk: update for update in ordered}
    news: list[CommitmentUpdate] = []
    corrections: dict[int, list[CommitmentUpdate]] = {}
    for update in ordered:
        if update.corrects_id in by_pk:
            update.corrects = by_pk[update.corrects_id]
        root = root_of(update, by_pk)
        if root is update:
            news.append(update)
        else:
            corrections.setdefault(root.pk, []).append(update)
    for found in corrections.values():
        found.sort(key=lambda update: (update.recorded_at, update.pk))
    return Told(news, corrections)


def root_of(update: CommitmentUpdate, by_pk: dict[int, CommitmentUpdate]) -> CommitmentUpdate:
    """Return the news that a correction is about in the end; news that corrects nothing, itself."""
    seen: set[int] = set()
    while update.corrects_id in by_pk and update.pk not in seen:
        seen.add(update.pk)
        update = by_pk[update.corrects_id]  # type: ignore[index]
    return update


def corrected_on(update: CommitmentUpdate) -> date:
    """Return the day of a correction: its own, unless it bears the day of what it corrects."""
    before = update.corrects
    if before is not None and update.reported_on > before.reported_on:
        return update.reported_on
    return _day(update.recorded_at)


def story_of(
    commitment: Commitment,
    *,
    state: DisplayState,
    news: Told,
    origins: list[Origin],
    figures: Iterable[IndicatorValue],
) -> list[Moment]:
    """Return the story from its beginning to its end, or to what is expected next.

    The wordings, the milestones and the figures were read with the commitment: no query is made.
    """
    moments = [
        *_ideas(origins),
        *_news(commitment, news, list(figures)),
        *_wordings(commitment),
    ]
    dated = [moment for moment in moments if moment.day]
    undated = [moment for moment in moments if not moment.day]
    dated.sort(key=lambda moment: (moment.day or date.min, _RANKS[moment.kind]))
    return [*undated, *dated, *_end(commitment, state, news)]


_RANKS = {kind: rank for rank, kind in enumerate(MomentKind)}


def _ideas(origins: list[Origin]) -> list[Moment]:
    """One line for the ideas of a call, on the day of the first of them."""
    by_call = sorted(origins, key=lambda origin: origin.activity_title)
    return [
        Moment(
            MomentKind.IDEAS,
            min((_day(one.submitted_on) for one in ideas if one.submitted_on), default=None),
            origins=ideas,
        )
        for ideas in (
            sorted(group, key=lambda origin: origin.number)
            for _title, group in groupby(by_call, key=lambda origin: origin.activity_title)
        )
    ]


def _news(commitment: Commitment, news: Told, figures: list[IndicatorValue]) -> list[Moment]:
    moves = _moves(commitment, news)
    corrected = [one for found in news.corrections.values() for one in found]
    return [
        Moment(
            MomentKind.NEWS if update in news.news else MomentKind.CORRECTION,
            update.reported_on if update in news.news else corrected_on(update),
            update=update,
            corrections=[
                Correction(one, corrected_on(one), _told_by(one, figures))
                for one in news.corrections.get(update.pk, [])
            ],
            milestones=[
                one for one in commitment.milestones.all() if one.reached_by_id == update.pk
            ],
            figures=_told_by(update, figures),
            move=moves.get(update.pk),
            state=DisplayState(update.status),
        )
        for update in [*news.news, *corrected]
    ]


def _told_by(update: CommitmentUpdate, figures: list[IndicatorValue]) -> list[IndicatorValue]:
    return [figure for figure in figures if figure.update_id == update.pk]


def _moves(commitment: Commitment, news: Told) -> dict[int, Move]:
    """The due dates that news announced: the first one, then each that differs from the last."""
    corrected = [one for found in news.corrections.values() for one in found]
    announced = sorted(
        (update for update in [*news.news, *corrected] if update.due_on),
        key=lambda update: (update.reported_on, update.pk),
    )
    first = Due(commitment.due_on, commitment.due_precision) if commitment.due_on else None
    held = first
    if announced and first and announced[0].due_on == first.day:
        held = None  # It is this news that announced it.
    moves = {}
    for update in announced:
        due = Due(update.due_on, update.due_precision)  # type: ignore[arg-type]
        if held is None or due.day != held.day:
            moves[update.pk] = Move(after=due, before=held)
        held = due
    return moves


def _wordings(commitment: Commitment) -> list[Moment]:
    """A line for each change of the official wording; the first wording changed nothing."""
    versions = sorted(commitment.wordings.all(), key=lambda wording: wording.version)
    return [
        Moment(
            MomentKind.WORDING,
            after.since or _day(after.recorded_at),
            wording=after,
            former=before.wording,
        )
        for before, after in zip(versions, versions[1:], strict=False)
    ]


def _end(commitment: Commitment, state: DisplayState, news: Told) -> list[Moment]:
    """What came out of it, or the date that is expected."""
    if state is DisplayState.DONE:
        return [Moment(MomentKind.OUTCOME, commitment.done_on, state=state)]
    latest = news.latest
    if state is DisplayState.DROPPED:
        day = latest.reported_on if latest else None
        return [Moment(MomentKind.OUTCOME, day, state=state)]
    if commitment.due_on is None:
        return []
    first = Due(commitment.due_on, commitment.due_precision)
    revised = commitment.revised_due_on
    new = Due(revised, commitment.revised_due_precision) if revised else None
    move = Move(after=new or first, before=first if new else None)
    return [Moment(MomentKind.AHEAD, None, move=move, state=state)]


def _day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
