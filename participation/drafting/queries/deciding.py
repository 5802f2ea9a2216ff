"""What the group has to decide, in number; what a version integrated."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from portal.cms.folding import fold

from ...enums import Moderation
from ..enums import CHANGES, AmendmentKind, ClashKind
from ..models import Decision, Drafting, TextAmendment, TextVersion
from .working import Working

LISTED = 50
WAITING, DECIDED, REMARKS = "waiting", "decided", "remarks"


def integrated_in(version: TextVersion) -> list[TextAmendment]:
    """The amendments that entered the text with this version, by number; by one query."""
    found: Any = TextAmendment.objects.filter(decision__integrated_in=version)
    rows: list[TextAmendment] = list(
        found.select_related("activity", "decision").order_by("number")
    )
    # One that was withdrawn since is still named by its number, never shown.
    return [one for one in rows if one.moderation == Moderation.PUBLISHED]


@dataclass(frozen=True)
class DeskChoice:
    """The part of the amendments that an officer looks at."""

    state: str = WAITING
    kind: str = ""
    words: str = ""
    section: str = ""


def desk_amendments(drafting: Drafting, choice: DeskChoice) -> "QuerySet[TextAmendment]":
    """The published amendments of this choice, by paragraph then number."""
    found: Any = TextAmendment.objects.filter(activity=drafting.pk, moderation=Moderation.PUBLISHED)
    if choice.state == REMARKS:
        found = found.filter(kind=AmendmentKind.REMARK)
    else:
        found = found.filter(kind__in=CHANGES, decision__isnull=choice.state == WAITING)
    if choice.kind:
        found = found.filter(kind=choice.kind)
    if choice.section:
        found = found.filter(Q(label=choice.section) | Q(label__startswith=f"{choice.section}."))
    if choice.words:
        found = found.filter(stems__all_words=fold(choice.words))
    related = found.select_related("activity", "paragraph", "decision__integrated_in", "answer")
    listed: QuerySet[TextAmendment] = related.order_by("paragraph", "number")
    return listed


def desk_counts(drafting: Drafting) -> dict[str, int]:
    """How many wait, are decided, are remarks without an answer; by one query."""
    found: Any = TextAmendment.objects.filter(activity=drafting.pk, moderation=Moderation.PUBLISHED)
    changes = Q(kind__in=CHANGES)
    counts: dict[str, int] = found.aggregate(
        waiting=Count("pk", filter=changes & Q(decision__isnull=True)),
        decided=Count("pk", filter=changes & Q(decision__isnull=False)),
        remarks=Count("pk", filter=Q(kind=AmendmentKind.REMARK, answered_at__isnull=True)),
    )
    return counts


@dataclass(frozen=True)
class ShownClash:
    """Two amendments that contradict each other, as officers see them."""

    first: Decision
    second: Decision
    kind: ClashKind

    @property
    def pair(self) -> tuple[Decision, Decision]:
        """Both of them."""
        return self.first, self.second

    @property
    def is_about_order(self) -> bool:
        """Whether choosing which comes first settles it."""
        return self.kind == ClashKind.SAME_PLACE


def shown_clashes(working: Working) -> list[ShownClash]:
    """The conflicts with the decisions they are about; without a query."""
    by_number = {one.amendment.number: one for one in working.decisions}
    return [
        ShownClash(by_number[one.first], by_number[one.second], one.kind) for one in working.clashes
    ]


def places_to_order(clashes: list[ShownClash]) -> list[list[Decision]]:
    """The adopted amendments of each place where an order is to be chosen."""
    places: dict[int, dict[int, Decision]] = {}
    for clash in clashes:
        if clash.is_about_order:
            rows = places.setdefault(clash.first.paragraph_id, {})
            rows |= {one.amendment.number: one for one in (clash.first, clash.second)}
    return [list(rows.values()) for rows in places.values()]
