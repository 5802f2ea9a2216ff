"""What the home page shows: what is open, commitments, answers, news, values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from engagements.enums import DisplayState
from engagements.models import AxisPage, Commitment, ValuePage
from engagements.queries import Progress, on_show, progress, values_with_axes
from participation.models import Activity, Contribution
from participation.queries import LevelLine, latest_answers, level_lines, next_opening
from participation.queries.lateness import note_lateness

from ..models import NewsPage, ProjectPage
from .news import latest_news

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

CARDS = 3
TRAILS = 3
NEWS = 3
# Answers looked at to find a late commitment among the recent ones.
ANSWERS_READ = 12
# Levels that inform or raise awareness take one line; those that share power take a card.
LAST_LINE_LEVEL = 2


@dataclass(frozen=True)
class Trail:
    """From an idea to its answer, to the commitment it feeds, to the state of it."""

    contribution: Contribution
    commitment: Commitment
    state: DisplayState


@dataclass(frozen=True)
class HomeContent:
    """Everything under the headline of the home page."""

    at: datetime
    levels: list[LevelLine]
    open_count: int
    lead: Activity | None
    cards: list[Activity]
    also: list[Activity]
    next_opening: Activity | None
    progress: Progress
    trails: list[Trail]
    news: list[NewsPage]
    values: list[ValuePage]
    axes: list[AxisPage]
    project: ProjectPage | None

    @property
    def today(self) -> date:
        """The day, on the city's calendar."""
        return timezone.localdate(self.at)


def home_content(user: "Reader", at: datetime) -> HomeContent:
    """Return what this reader sees on the home page, by a constant number of queries."""
    levels = level_lines(user, at)
    is_open = [activity for line in levels for activity in line.open]
    lead, rest = (is_open[0], is_open[1:]) if is_open else (None, [])
    binding = [activity for activity in rest if activity.level > LAST_LINE_LEVEL]
    cards = binding[:CARDS]
    note_lateness(cards, at)
    values = list(values_with_axes())
    return HomeContent(
        at=at,
        levels=levels,
        open_count=len(is_open),
        lead=lead,
        cards=cards,
        also=[activity for activity in rest if activity not in cards],
        next_opening=None if lead else next_opening(user, at),
        progress=progress(at),
        trails=trails(user, at),
        news=latest_news(user, NEWS),
        values=values,
        axes=_axes_of(values),
        project=on_show(ProjectPage.objects.all()).first(),
    )


def trails(user: "Reader", at: datetime) -> list[Trail]:
    """Return the latest answers with their commitments; a late one is among them if there is one.

    Lateness is content (shared/design.md §2.3): when the latest answers lead to commitments that
    are all on time, the most recent one that leads to a late commitment takes the last place.
    """
    found = [_trail(contribution, at) for contribution in latest_answers(user, ANSWERS_READ)]
    shown, others = found[:TRAILS], found[TRAILS:]
    if not any(trail.state is DisplayState.LATE for trail in shown):
        late = [trail for trail in others if trail.state is DisplayState.LATE]
        shown = [*shown[: TRAILS - 1], late[0]] if late else shown
    return shown


def _trail(contribution: Contribution, at: datetime) -> Trail:
    """One line: the late commitment among those it feeds, else the first."""
    commitments = list(contribution.commitments.all())
    late = [commitment for commitment in commitments if commitment.is_late(at)]
    commitment = (late or commitments)[0]
    return Trail(contribution, commitment, commitment.state(at))


def _axes_of(values: list[ValuePage]) -> list[AxisPage]:
    """The axes of these values, in order, without a query: they were read with the values."""
    axes = {axis.pk: axis for value in values for axis in value.axes.all()}
    return sorted(axes.values(), key=lambda axis: axis.number)
