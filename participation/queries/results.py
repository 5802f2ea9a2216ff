"""The public figures of one activity, by a constant number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Commitment
from portal.accounts.enums import Audience
from portal.cms.folding import without_accents
from portal.cms.french_dates import long_date

from ..enums import Channel, FacetKind, Moderation, RefusalReason, Verdict
from ..models import Activity, Contribution, Neighbourhood, Theme
from .answer_clock import whole_days
from .small_groups import Group, Shown, safe_groups

_WEEK = timedelta(days=7)
# A list of more weeks would be read by nobody; the first ones are then added up.
_MOST_WEEKS = 60


@dataclass(frozen=True)
class Line:
    """One row of a table of figures: what is counted, how many, out of how many."""

    key: str
    label: str
    count: int
    total: int = 0
    # When it is what is compared with, not a part: the longest bar of the table.
    longest: int = 0

    @property
    def share(self) -> int | None:
        """The part of the whole, in per cent; None when nothing is there to compare with."""
        return round(100 * self.count / self.total) if self.total else None

    @property
    def width(self) -> int:
        """The length of the bar, out of a hundred."""
        return round(100 * self.count / (self.longest or self.total or 1))


@dataclass(frozen=True)
class Fed:
    """A commitment that ideas feed, and how many do."""

    commitment: Commitment
    count: int


@dataclass(frozen=True)
class Delays:
    """How long answers took, in days, and how many came or are late."""

    median: int | None
    answered: int
    answered_late: int
    unanswered_late: int


@dataclass
class Results:
    """Everything that the page of results and its file say."""

    counted_at: datetime
    received: int
    published: int
    answered: int
    merged: int
    refused: int
    waiting: int
    supports: int
    comments: int
    delays: Delays
    refusals: list[Line] = field(default_factory=list)
    channels: list[Line] = field(default_factory=list)
    themes: list[Line] = field(default_factory=list)
    places: list[Line] = field(default_factory=list)
    weeks: list[Line] = field(default_factory=list)
    verdicts: list[Line] = field(default_factory=list)
    fed: list[Fed] = field(default_factory=list)
    departments: Shown | None = None


def results_of(activity: Activity, at: datetime) -> Results:
    """The figures of an activity at this moment.

    The activity comes with its tally. The same number of queries whatever there is to count;
    one more for calls to agents, whose departments are only named when nobody can be guessed.
    """
    rows: Any = Contribution.objects.filter(activity=activity.pk)
    rows = rows.exclude(moderation=Moderation.STAGED).order_by()
    refusals = _refusals(rows)
    refused = sum(refusals.values())
    figures = activity.figures
    told = figures.published_count + figures.merged_count + refused
    facets = _facets(activity)
    return Results(
        counted_at=at,
        received=figures.contribution_count,
        published=figures.published_count,
        answered=figures.answered_count,
        merged=figures.merged_count,
        refused=refused,
        waiting=figures.contribution_count - told,
        supports=figures.support_count,
        comments=figures.comment_count,
        delays=_delays(rows.published(), activity, at),
        refusals=_lines(refusals, dict(RefusalReason.choices)),
        channels=_lines(facets[FacetKind.CHANNEL], dict(Channel.choices)),
        themes=_lines(facets[FacetKind.THEME], _names(Theme.objects.all())),
        places=_lines(facets[FacetKind.NEIGHBOURHOOD], _names(Neighbourhood.objects.all())),
        weeks=_weeks(rows),
        verdicts=_lines(facets[FacetKind.VERDICT], _verdict_names()),
        fed=_fed(activity),
        departments=_departments(rows) if activity.audience == Audience.AGENTS else None,
    )


def _refusals(rows: Any) -> dict[str, int]:
    """How many were refused, by reason."""
    refused = rows.filter(moderation=Moderation.REFUSED)
    return dict(refused.values_list("refusal_reason").annotate(n=Count("pk")))


def _facets(activity: Activity) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {kind: {} for kind in FacetKind.values}
    for kind, value, count in activity.facet_counts.values_list("kind", "value", "count"):
        facets[kind][value] = count
    return facets


def _names(listed: "QuerySet[Any]") -> dict[str, Any]:
    return {each.slug: each.name for each in listed}


def _verdict_names() -> dict[str, Any]:
    return {**dict(Verdict.choices), "": _("Without an answer yet")}


def _lines(counts: dict[str, int], names: dict[str, Any]) -> list[Line]:
    """The counts as rows, the largest first; what has no name of the list comes last."""
    total = sum(counts.values())
    lines = [
        Line(value, str(names.get(value, _("Not stated"))), count, total)
        for value, count in counts.items()
        if count
    ]
    # Nothing was stated at all: a table of one row that says so would say nothing.
    if [line.key for line in lines] == [""] and "" not in names:
        return []
    return sorted(lines, key=lambda row: (row.key == "", -row.count, without_accents(row.label)))


def _delays(published: Any, activity: Activity, at: datetime) -> Delays:
    """The answers against the promised date, and their median delay as the answer clock has it.

    Nothing of a call older than the portal, whose days are not known.
    """
    if activity.period_label:
        return Delays(median=None, answered=0, answered_late=0, unanswered_late=0)
    due, figures = activity.answer_by, activity.figures
    answers = published.answered()
    late = Q(answered_at__gte=_end_of(due)) if due else Q(pk__in=[])
    counted = answers.aggregate(all=Count("pk"), late=Count("pk", filter=late))
    over = due is not None and timezone.localdate(at) > due
    return Delays(
        median=_median(answers, counted["all"]),
        answered=counted["all"],
        answered_late=counted["late"],
        unanswered_late=figures.published_count - figures.answered_count if over else 0,
    )


def _end_of(day: date) -> datetime:
    """The first moment of the day after, in the city's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _median(answers: Any, count: int) -> int | None:
    """The days within which half of the answers came, since publication; by one query."""
    delay = ExpressionWrapper(F("answered_at") - F("published_at"), output_field=DurationField())
    ordered = answers.order_by(delay, "pk").values_list("published_at", "answered_at")
    middle = list(ordered[max(count - 1, 0) // 2 :][:1])
    return whole_days(*middle[0]) if middle else None


def _weeks(rows: Any) -> list[Line]:
    """How many were received each week, Mondays first; weeks without any are there too."""
    known = rows.exclude(channel=Channel.UNRECORDED)
    counted = known.annotate(week=TruncWeek("submitted_at")).values("week").annotate(n=Count("pk"))
    counts = {timezone.localdate(row["week"]): row["n"] for row in counted}
    if not counts:
        return []
    last = max(counts)
    week = max(min(counts), last - _WEEK * (_MOST_WEEKS - 1))
    earlier = sum(count for day, count in counts.items() if day < week)
    lines = [("", earlier)] if earlier else []
    while week <= last:
        lines.append((week.isoformat(), counts.get(week, 0)))
        week += _WEEK
    longest = max(count for _day, count in lines)
    return [Line(day, _week_name(day), count, longest=longest) for day, count in lines]


def _week_name(day: str) -> str:
    if not day:
        return _("before")
    return _("week of %(day)s") % {"day": long_date(date.fromisoformat(day))}


def _fed(activity: Activity) -> list[Fed]:
    """The commitments that published ideas feed, with how many; the most fed first."""
    links = Contribution.commitments.through.objects.filter(
        contribution__activity=activity.pk, contribution__moderation=Moderation.PUBLISHED
    )
    counted = links.values("commitment").annotate(n=Count("pk")).order_by()
    counts = {row["commitment"]: row["n"] for row in counted}
    found = Commitment.objects.on_display().filter(pk__in=list(counts))
    return sorted(
        (Fed(commitment, counts[commitment.pk]) for commitment in found),
        key=lambda row: (-row.count, row.commitment.number),
    )


def _departments(rows: Any) -> Shown:
    """The published ideas of agents by their department, unless somebody could be guessed.

    Only accounts count as people: nobody can say who else is one person or two.
    """
    counted = rows.published().values_list("department_name", "author").annotate(n=Count("pk"))
    names: dict[str, str] = {}
    people: dict[str, set[int]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for name, author, count in counted:
        key = " ".join(without_accents(name).split())
        names.setdefault(key, name or _("Not stated"))
        counts[key] += count
        if author:
            people[key].add(author)
    return safe_groups(Group(names[key], len(people[key]), counts[key]) for key in counts)
