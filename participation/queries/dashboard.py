"""The figures of an activity at the officers' desk, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Audience
from portal.cms.french_dates import long_date

from ..enums import Channel, FacetKind, Moderation
from ..mechanism import owes_answers
from ..models import Activity, ActivityTally, Contribution, FacetCount, Neighbourhood, Theme
from .answering import own_clock_over
from .small_groups import Group, safe_groups

# A page shows the last year; the file has them all.
WEEKS_SHOWN = 53


@dataclass(frozen=True)
class Figure:
    """One number of the dashboard, what it counts, and a word about it."""

    name: str
    label: str | Promise
    count: int
    note: str | Promise = ""


@dataclass(frozen=True)
class Bar:
    """One line of a chart: what is counted, how many, and the width of its bar in hundredths."""

    label: str
    count: int
    width: int
    value: str


@dataclass(frozen=True)
class Chart:
    """A table whose cells hold bars."""

    kind: str
    title: str | Promise
    heading: str | Promise
    note: str | Promise
    bars: list[Bar]

    @property
    def total(self) -> int:
        """The sum of its lines."""
        return sum(bar.count for bar in self.bars)


CHARTS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "channel": (_("By channel"), _("Received by"), _("Published contributions")),
    "theme": (_("By theme"), _("Theme"), _("Published contributions")),
    "neighbourhood": (_("By neighbourhood"), _("Neighbourhood"), _("Published contributions")),
    "department": (_("By department concerned"), _("Department"), _("Published contributions")),
    "week": (_("By week"), _("Week"), _("Contributions received, published or not")),
}


def figures(activity: Activity, at: datetime) -> list[Figure]:
    """What came in and what became of it; one query beside the counters."""
    tally = activity.figures
    rows = Contribution.objects.filter(activity=activity).order_by()
    counted = rows.aggregate(
        waiting=Count(
            "pk",
            filter=Q(
                moderated_at__isnull=True,
                moderation__in=[Moderation.PENDING, Moderation.PUBLISHED],
            ),
        ),
        unconfirmed=Count("pk", filter=Q(moderation=Moderation.UNCONFIRMED)),
        unverified=Count("pk", filter=Q(moderation=Moderation.UNVERIFIED)),
        refused=Count("pk", filter=Q(moderation=Moderation.REFUSED)),
        late=Count("pk", filter=_late(activity, at)),
    )
    unanswered = tally.published_count - tally.answered_count
    due = _("due by %(day)s") % {"day": long_date(activity.answer_by)} if activity.answer_by else ""
    owed = {"answered", "unanswered", "late"} if not owes_answers(activity) else set()
    found = [
        Figure("received", _("Contributions received"), tally.contribution_count),
        Figure("waiting", _("Waiting to be read"), counted["waiting"]),
        Figure(
            "unverified", _("Keyed in, to be verified"), counted["unverified"], _("paper coupons")
        ),
        Figure(
            "unconfirmed",
            _("Waiting for their authors"),
            counted["unconfirmed"],
            _("a link was sent to them"),
        ),
        Figure("published", _("Contributions published"), tally.published_count),
        Figure("refused", _("Contributions refused"), counted["refused"]),
        Figure("merged", _("Grouped"), tally.merged_count, _("under another contribution")),
        Figure("answered", _("Answered"), tally.answered_count),
        Figure("unanswered", _("To be answered"), unanswered, due),
        Figure("late", _("Answers late"), counted["late"]),
        Figure("supports", _("Supports"), tally.support_count),
        Figure("comments", _("Comments"), tally.comment_count),
    ]
    return [figure for figure in found if figure.name not in owed]


def _late(activity: Activity, at: datetime) -> Q:
    """Published without an answer although it was due."""
    waiting = Q(moderation=Moderation.PUBLISHED, answered_at__isnull=True)
    today = timezone.localdate(at)
    if activity.answer_days:
        return waiting & own_clock_over(activity.answer_days, today)
    return waiting if activity.answer_by and today > activity.answer_by else Q(pk__in=[])


def received_count() -> int:
    """How many contributions all activities received, as their counters say."""
    counted = ActivityTally.objects.aggregate(total=Sum("contribution_count"))
    return counted["total"] or 0


def charts(activity: Activity) -> list[Chart]:
    """Every chart of the dashboard, by five queries."""
    facets = list(FacetCount.objects.filter(activity=activity, count__gt=0))
    return [
        _chart(
            "channel",
            _named(
                facets, FacetKind.CHANNEL, {value: str(label) for value, label in Channel.choices}
            ),
        ),
        _chart("theme", _named(facets, FacetKind.THEME, _names(Theme.objects))),
        _chart(
            "neighbourhood", _named(facets, FacetKind.NEIGHBOURHOOD, _names(Neighbourhood.objects))
        ),
        _chart("department", _departments(activity)),
        _chart("week", _weeks(activity)[-WEEKS_SHOWN:]),
    ]


def chart(activity: Activity, kind: str) -> Chart:
    """One chart, whole."""
    if kind == "week":
        return _chart(kind, _weeks(activity))
    return next(found for found in charts(activity) if found.kind == kind)


Rows = list[tuple[str, str, int]]


def _names(rows: Any) -> dict[str, str]:
    return dict(rows.values_list("slug", "name"))


def _named(facets: Iterable[FacetCount], kind: str, names: dict[str, str]) -> Rows:
    """The counts of one facet under their names, the highest first; “none” last."""
    rows = [
        (facet.value, str(names.get(facet.value, facet.value) or _("Not said")), facet.count)
        for facet in facets
        if facet.kind == kind
    ]
    return sorted(rows, key=lambda row: (not row[0], -row[2], row[1]))


def _departments(activity: Activity) -> Rows:
    """By department concerned; in a call of agents, small groups are told together only."""
    if activity.audience == Audience.AGENTS:
        return _departments_of_agents(activity)
    published = Contribution.objects.filter(activity=activity).published().order_by()
    names = published.values_list("concerned_department__slug", "concerned_department__name")
    rows = [
        (slug or "", str(name or _("Not said")), count)
        for slug, name, count in names.annotate(n=Count("pk"))
    ]
    return sorted(rows, key=lambda row: (not row[0], -row[2], row[1]))


def _departments_of_agents(activity: Activity) -> Rows:
    published = Contribution.objects.filter(activity=activity).published().order_by()
    counted = published.values_list("concerned_department__name").annotate(
        people=Count("author", distinct=True), n=Count("pk")
    )
    shown = safe_groups(
        Group(str(name or _("Not said")), people, count) for name, people, count in counted
    )
    rows = [(group.name, group.name, group.count) for group in shown.groups]
    if shown.hidden:
        label = _("Groups of fewer than %(fewest)d people, together")
        said = str(label) % {"fewest": settings.AGENT_GROUP_MINIMUM}
        rows.append(("", said, shown.hidden_count))
    return rows


def _weeks(activity: Activity) -> Rows:
    """How many came each week, the weeks without any among them; by one query.

    A day that nobody recorded is in no week.
    """
    rows = Contribution.objects.filter(activity=activity).exclude(moderation=Moderation.STAGED)
    dated = rows.exclude(channel=Channel.UNRECORDED).order_by()
    weekly = dated.annotate(week=TruncWeek("submitted_at")).values_list("week")
    counted: dict[date, int] = {}
    for week, count in weekly.annotate(n=Count("pk")):
        day = timezone.localdate(week)
        counted[day] = counted.get(day, 0) + count
    if not counted:
        return []
    monday, last = min(counted), max(counted)
    found: Rows = []
    while monday <= last:
        label = _("week of %(day)s") % {"day": long_date(monday)}
        found.append((monday.isoformat(), label, counted.get(monday, 0)))
        monday += timedelta(days=7)
    return found


def _chart(kind: str, rows: Rows) -> Chart:
    """The lines with their bars: the longest is a hundred wide, and nothing but zero is none."""
    most = max((count for _value, _label, count in rows), default=0)
    title, heading, note = CHARTS[kind]
    bars = [
        Bar(label=label, count=count, width=-(-100 * count // most) if most else 0, value=value)
        for value, label, count in rows
    ]
    return Chart(kind=kind, title=title, heading=heading, note=note, bars=bars)
