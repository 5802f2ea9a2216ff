"""Counters that change with what they count, in the same transaction; and their recount."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum

from ..enums import FacetKind, Moderation
from ..models import Activity, ActivityTally, Contribution, ContributionWish, FacetCount
from ..registry import count_elsewhere

Facets = list[tuple[str, str]]


def facets_of(contribution: Contribution) -> Facets:
    """The facets under which a published contribution is counted, in one fixed order.

    Reads its theme, neighbourhood and wishes.
    """
    wishes = sorted(contribution.wishes.values_list("wish", flat=True))
    theme, place = contribution.theme, contribution.neighbourhood
    return [
        (FacetKind.CHANNEL, contribution.channel),
        (FacetKind.NEIGHBOURHOOD, place.slug if place else ""),
        (FacetKind.STANDING, contribution.standing),
        (FacetKind.THEME, theme.slug if theme else ""),
        (FacetKind.VERDICT, contribution.verdict),
        *((FacetKind.WISH, wish) for wish in wishes),
    ]


def shift(activity_id: int, changes: dict[tuple[str, str], int]) -> None:
    """Adds to the counters of facets; in a fixed order, so that two transactions never cross."""
    for (kind, value), by in sorted(changes.items()):
        if not by:
            continue
        counters = FacetCount.objects.filter(activity_id=activity_id, kind=kind, value=value)
        if not counters.update(count=F("count") + by):
            FacetCount.objects.get_or_create(activity_id=activity_id, kind=kind, value=value)
            counters.update(count=F("count") + by)


def tally(activity_id: int, **changes: int) -> None:
    """Adds to the counters of an activity: `tally(7, published_count=1)`."""
    ActivityTally.objects.get_or_create(activity_id=activity_id)
    ActivityTally.objects.filter(activity_id=activity_id).update(
        **{name: F(name) + by for name, by in changes.items()}
    )


def count_publication(contribution: Contribution, by: int) -> None:
    """Counts a contribution that becomes public (1) or stops being so (-1)."""
    tally(
        contribution.activity_id,
        published_count=by,
        answered_count=by if contribution.answered_at else 0,
        support_count=by * contribution.support_count,
        comment_count=by * contribution.comment_count,
    )
    shift(contribution.activity_id, dict.fromkeys(facets_of(contribution), by))
    count_elsewhere(contribution, by)


def move_facet(contribution: Contribution, kind: FacetKind, before: str, after: str) -> None:
    """Counts a published contribution under another value of one facet."""
    if before != after and contribution.is_public:
        shift(contribution.activity_id, {(kind, before): -1, (kind, after): 1})


def true_facets(
    published: "QuerySet[Contribution]", kinds: Iterable[str] = FacetKind.values
) -> Counter[tuple[str, str]]:
    """The facets of these contributions, counted from their rows, by one query a kind."""
    columns = {
        FacetKind.THEME: "theme__slug",
        FacetKind.NEIGHBOURHOOD: "neighbourhood__slug",
        FacetKind.STANDING: "standing",
        FacetKind.VERDICT: "verdict",
        FacetKind.CHANNEL: "channel",
    }
    counted: Counter[tuple[str, str]] = Counter()
    for kind in kinds:
        if kind == FacetKind.WISH:
            wishes = ContributionWish.objects.filter(contribution__in=published.order_by())
            rows: Any = wishes.order_by().values_list("wish").annotate(n=Count("pk"))
        else:
            column = columns[FacetKind(kind)]
            rows = published.order_by().values_list(column).annotate(n=Count("pk"))
        for value, count in rows:
            counted[kind, value or ""] += count
    return counted


def count_all(activity_id: int, rows: "QuerySet[Contribution]", by: int = 1) -> None:
    """Counts many contributions that arrive together (1), or go (-1), by what they are now.

    The caller holds them.
    """
    published = rows.published()  # type: ignore[attr-defined]
    sums = published.aggregate(supports=Sum("support_count"), comments=Sum("comment_count"))
    true = {
        "contribution_count": rows.count(),
        "published_count": published.count(),
        "answered_count": published.answered().count(),
        "merged_count": rows.filter(moderation=Moderation.MERGED).count(),
        "support_count": sums["supports"] or 0,
        "comment_count": sums["comments"] or 0,
    }
    tally(activity_id, **{name: by * count for name, count in true.items()})
    shift(activity_id, {facet: by * n for facet, n in true_facets(published).items()})


@transaction.atomic
def recount(*, activity: Activity) -> bool:
    """Counts everything of an activity anew; says whether anything was wrong.

    Holds the activity's counters meanwhile, so that nobody publishes in between.
    """
    ActivityTally.objects.get_or_create(activity=activity)
    kept = ActivityTally.objects.select_for_update().get(activity=activity)
    rows = Contribution.objects.filter(activity=activity)
    published = rows.published()
    sums = published.aggregate(supports=Sum("support_count"), comments=Sum("comment_count"))
    true = {
        "contribution_count": rows.exclude(moderation=Moderation.STAGED).count(),
        "published_count": published.count(),
        "answered_count": published.answered().count(),
        "merged_count": rows.filter(moderation=Moderation.MERGED).count(),
        "support_count": sums["supports"] or 0,
        "comment_count": sums["comments"] or 0,
    }
    wrong = any(getattr(kept, name) != value for name, value in true.items())
    ActivityTally.objects.filter(activity=activity).update(**true)
    facets = dict(true_facets(published))
    stored = {(row.kind, row.value): row.count for row in activity.facet_counts.all() if row.count}
    if stored != facets:
        wrong = True
        activity.facet_counts.all().delete()
        FacetCount.objects.bulk_create(
            FacetCount(activity=activity, kind=kind, value=value, count=count)
            for (kind, value), count in sorted(facets.items())
        )
    return wrong
