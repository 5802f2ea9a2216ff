"""Reading across activities and contributions: lists, counts, stories."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, Subquery

from engagements.models import Commitment
from engagements.registry import Origin
from portal.cms.closed_pages import closed

from ..enums import ActivityState, Level, Verdict
from ..mechanism import mechanism_of
from ..models import Activity, Contribution, ParticipationLevel
from .lateness import note_lateness

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

    from ..models.activities import ActivityQuerySet


def visible_activities(user: "Reader", at: datetime) -> "ActivityQuerySet":
    """What this reader may see."""
    found = Activity.objects.visible_to(user)
    return found.select_related("tally", "department", "promise_verdict")


def open_activities(user: "Reader", at: datetime) -> "ActivityQuerySet":
    """What this reader may take part in or watch now; highest level, then soonest end, first."""
    return visible_activities(user, at).open(at).order_by("-level", "closes_at", "pk")


@dataclass
class ActivityLists:
    """Activities by state, each list in the order a reader needs."""

    open: list[Activity] = field(default_factory=list)
    coming: list[Activity] = field(default_factory=list)
    closed: list[Activity] = field(default_factory=list)
    archived: list[Activity] = field(default_factory=list)


def activity_lists(
    user: "Reader", at: datetime, *, level: int | None = None, state: str = ""
) -> ActivityLists:
    """Open, coming and closed activities for this reader, by two queries."""
    activities = visible_activities(user, at)
    if level:
        activities = activities.filter(level=level)
    lists = ActivityLists()
    for activity in activities:
        place = "archived" if activity.figures.archived_at else activity.state(at).value
        getattr(lists, place).append(activity)
    if state:
        for other in (*ActivityState.values, "archived"):
            if other != state:
                setattr(lists, other, [])
    lists.open.sort(key=lambda a: (-a.level, a.closes_at, a.pk))
    lists.coming.sort(key=lambda a: (a.opens_at, a.pk))
    lists.closed.sort(key=lambda a: (a.closes_at, a.pk), reverse=True)
    lists.archived.sort(key=lambda a: (a.closes_at, a.pk), reverse=True)
    note_lateness((*lists.open, *lists.coming, *lists.closed), at)
    return lists


@dataclass(frozen=True)
class LevelLine:
    """One of the six levels with what is open in it."""

    level: Level
    texts: ParticipationLevel | None
    open: list[Activity]

    @property
    def name(self) -> str:
        """The name the city gave it, else the usual one."""
        return self.texts.name if self.texts else str(self.level.label)

    @property
    def open_label(self) -> str:
        """What is open, in words, or nothing."""
        counts = Counter(activity.mechanism_name for activity in self.open)
        mechanisms = ((mechanism_of(slug), count) for slug, count in counts.items())
        return ", ".join(found.open_label(count) for found, count in mechanisms if found)


def level_lines(user: "Reader", at: datetime) -> list[LevelLine]:
    """The six levels, the most shared power first, by two queries."""
    texts = {level.number: level for level in ParticipationLevel.objects.all()}
    by_level: dict[int, list[Activity]] = defaultdict(list)
    for activity in open_activities(user, at):
        by_level[activity.level].append(activity)
    return [
        LevelLine(level=level, texts=texts.get(level), open=by_level[level])
        for level in sorted(Level, reverse=True)
    ]


def next_opening(user: "Reader", at: datetime) -> Activity | None:
    """The next activity to open, for the day nothing is."""
    return visible_activities(user, at).coming(at).order_by("opens_at").first()


def latest_answers(user: "Reader", limit: int) -> list[Contribution]:
    """Contributions retained, at least in part, that feed a commitment; the latest first."""
    links = Contribution.commitments.through.objects.filter(
        ~closed("commitment__objective__priority__path"),
        contribution=OuterRef("pk"),
        commitment__objective__priority__live=True,
    )
    # Asked of each answer in turn, the latest first: a join would read every linked contribution.
    found = (
        Contribution.objects.visible_to(user)
        .alias(link=Subquery(links.values("pk")[:1]))
        .filter(link__isnull=False, answered_at__isnull=False)
        .filter(verdict__in=[Verdict.RETAINED, Verdict.PARTLY])
        .select_related("activity", "answer", "answer__department")
        .prefetch_related(Prefetch("commitments", Commitment.objects.on_display()))
        .order_by("-answered_at", "-pk")
    )
    return list(found[:limit])


class ContributionOrigins:
    """Tells commitment and priority pages which published contributions they come from."""

    def for_commitments(
        self, ids: Iterable[int], user: "Reader", at: datetime
    ) -> dict[int, list[Origin]]:
        return self._origins("commitments", "commitment_id", ids, user)

    def for_priorities(
        self, ids: Iterable[int], user: "Reader", at: datetime
    ) -> dict[int, list[Origin]]:
        return self._origins("priorities", "prioritypage_id", ids, user)

    def _origins(
        self, relation: str, column: str, ids: Iterable[int], user: "Reader"
    ) -> dict[int, list[Origin]]:
        through = getattr(Contribution, relation).through
        links = through.objects.filter(
            **{f"{column}__in": list(ids)},
            contribution__in=Contribution.objects.visible_to(user),
        )
        links = links.select_related("contribution__activity").order_by("contribution__number")
        origins: dict[int, list[Origin]] = defaultdict(list)
        for link in links:
            origins[getattr(link, column)].append(_origin(link.contribution))
        return origins


def _origin(contribution: Contribution) -> Origin:
    return Origin(
        number=contribution.number,
        title=contribution.title,
        url=contribution.url,
        activity_title=contribution.activity.title,
        verdict_label=contribution.get_verdict_display(),
        submitted_on=contribution.submitted_at if contribution.has_recorded_origin else None,
    )
