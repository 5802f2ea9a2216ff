"""Reading the reviews: the list and the next one, one review, what each said of a commitment.

The same number of queries whatever the number of reviews and lines.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.documents import get_document_model

from ..enums import DisplayState, Movement, PeriodNews, ReviewState
from ..models import (
    BodyMeeting,
    Commitment,
    PriorityPage,
    Review,
    ReviewAttendance,
    ReviewLine,
    ReviewOpinion,
)
from ..registry import Origin, origins_for_commitments
from ..review_rules import Readiness
from ..rules import day_of, is_over
from .review_lines import prepared_lines
from .rhythm import rhythm
from .rows import StateCount

READ = "engagements.view_review"


@dataclass(frozen=True)
class NextReview:
    """When the next review is due, whether it is late, and the open one when there is one."""

    due_on: date | None
    every_months: int
    is_late: bool
    days_late: int
    open_review: Review | None
    last: Review | None

    @property
    def late_label(self) -> str:
        """The word of the status."""
        return str(DisplayState.LATE.label)


def without_record(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Leave the record in the database: it is as long as the whole review."""
    return reviews.defer("canonical")


def published_reviews() -> QuerySet[Review]:
    """Return the published reviews, the newest first, with what the list counts of each."""
    lines = {
        "line_count": Count("lines"),
        "news_count": Count("lines", filter=Q(lines__update__isnull=False)),
        "late_count": Count("lines", filter=Q(lines__state=DisplayState.LATE)),
        "done_count": Count("lines", filter=Q(lines__state=DisplayState.DONE)),
    }
    found = Review.objects.filter(state=ReviewState.PUBLISHED)
    return without_record(found).annotate(**lines).order_by("-number")


def next_review(at: datetime) -> NextReview:
    """Return when the next review is due: by the last one published, else as the open one plans."""
    found = rhythm(at)
    due_on = found.due_on or found.planned_on
    late = is_over(due_on, at)
    days = (day_of(at) - due_on).days if late and due_on else 0
    return NextReview(due_on, found.every_months, late, days, found.open, found.last)


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it: its state, the ideas behind the commitment, its files."""

    line: ReviewLine
    origins: list[Origin] = field(default_factory=list)
    proofs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> DisplayState:
        """The state that was published."""
        return DisplayState(self.line.state)

    @property
    def movement(self) -> Movement:
        """What became of it since the previous review."""
        return Movement(self.line.movement)


@dataclass(frozen=True)
class PriorityLines:
    """The lines of a priority, under the opinion of the body."""

    number: int
    name: str
    opinion: str
    lines: list[ShownLine]

    @property
    def hue(self) -> int:
        """Number of its colour and shape."""
        return (self.number - 1) % 5 + 1


@dataclass(frozen=True)
class ReviewDetail:
    """A whole review, ready to be read."""

    review: Review
    priorities: list[PriorityLines]
    attendance: list[ReviewAttendance]
    # Numbers of the commitments that the previous review had and this one has not.
    gone: list[int]
    following: Review | None

    @property
    def lines(self) -> list[ShownLine]:
        """All the lines, priority after priority."""
        return [line for group in self.priorities for line in group.lines]

    @property
    def in_order(self) -> list[ReviewLine]:
        """All the lines by number."""
        return sorted((one.line for one in self.lines), key=lambda line: line.number)

    @property
    def counts(self) -> list[StateCount]:
        """The counters by state; they add up to the total."""
        return [
            StateCount(state, len(self.in_state(state)))
            for state in DisplayState
            if state is not DisplayState.UNKNOWN or self.in_state(state)
        ]

    @property
    def total(self) -> int:
        """How many commitments were reviewed."""
        return len(self.lines)

    @property
    def silent(self) -> list[ShownLine]:
        """Those that owed news of the period and had none."""
        return self.found(PeriodNews.NONE)

    @property
    def closed(self) -> list[ShownLine]:
        """Those done or dropped before the period, which owed nothing."""
        return self.found(PeriodNews.CLOSED)

    @property
    def with_news(self) -> int:
        """How many had news in the period; with `silent` and `closed`, they add up to the total."""
        return len(self.found(PeriodNews.RECEIVED))

    def found(self, news: PeriodNews) -> list[ShownLine]:
        """Return the lines of which the review found this."""
        return [one for one in self.lines if one.line.news is news]

    def in_state(self, state: str) -> list[ShownLine]:
        """Return the lines of a state."""
        return [one for one in self.lines if one.state == state]

    @property
    def done(self) -> int:
        """How many are done."""
        return len(self.in_state(DisplayState.DONE))

    @property
    def late(self) -> int:
        """How many are late."""
        return len(self.in_state(DisplayState.LATE))

    @property
    def compared(self) -> list[tuple[Movement, list[ShownLine]]]:
        """What became of the commitments since the previous review, the unchanged ones apart."""
        told = (Movement.SLIPPED, Movement.ADVANCED, Movement.DONE, Movement.DROPPED)
        groups = [(one, [line for line in self.lines if line.movement == one]) for one in told]
        return [(one, lines) for one, lines in groups if lines]

    def moved(self, kind: Movement) -> int:
        """How many moved in this way."""
        return sum(line.movement == kind for line in self.lines)

    @property
    def advanced(self) -> int:
        """How many moved forward, to their end or not."""
        return self.moved(Movement.ADVANCED) + self.moved(Movement.DONE)

    @property
    def slipped(self) -> int:
        """How many slipped."""
        return self.moved(Movement.SLIPPED)

    @property
    def unchanged(self) -> int:
        """How many stayed as they were."""
        return self.moved(Movement.SAME)


def published_review(slug: str) -> Review | None:
    """Return a published review with its record, by the end of its address."""
    found = Review.objects.filter(state=ReviewState.PUBLISHED, slug=slug)
    return found.select_related("meeting").defer("previous__canonical").first()


def review_detail(slug: str, user: Any, at: datetime) -> ReviewDetail | None:
    """Return a published review, and the ideas behind its commitments that this reader may read."""
    review = published_review(slug)
    if review is None:
        return None
    return assembled(review, list(review.lines.order_by("number")), user, at)


def previewed(review: Review, user: Any, at: datetime) -> ReviewDetail:
    """Return what publication would freeze now."""
    return assembled(review, prepared_lines(review).lines, user, at)


def assembled(review: Review, lines: list[ReviewLine], user: Any, at: datetime) -> ReviewDetail:
    """Put lines, opinions, attendance and comparison together."""
    origins = origins_for_commitments([line.commitment_id for line in lines], user, at)
    links = _document_links(lines)
    shown = [
        ShownLine(line, origins.get(line.commitment_id, []), _proofs(line, links)) for line in lines
    ]
    shown.sort(key=lambda one: (one.line.priority_number, one.line.number))
    opinions = opinions_of(review)
    groups = [
        PriorityLines(number, name, opinions.get(name, ""), list(group))
        for (number, name), group in groupby(
            shown, key=lambda one: (one.line.priority_number, one.line.priority_name)
        )
    ]
    return ReviewDetail(
        review=review,
        priorities=groups,
        attendance=list(review.attendance.all()),
        gone=_gone(review, lines),
        following=without_record(Review.objects.filter(previous=review)).first()
        if review.is_published
        else None,
    )


def opinions_of(review: Review) -> dict[str, str]:
    """Return the opinions by the official name of their priority, as it was when published."""
    if review.is_published:
        return {one["title"]: one["text"] for one in json.loads(review.canonical)["opinions"]}
    said = ReviewOpinion.objects.filter(review=review).select_related("priority")
    return {one.priority.title: one.text for one in said}


def _gone(review: Review, lines: Iterable[ReviewLine]) -> list[int]:
    if review.previous_id is None:
        return []
    here = [line.number for line in lines]
    before = ReviewLine.objects.filter(review=review.previous_id).exclude(number__in=here)
    return sorted(before.values_list("number", flat=True))


def _document_links(lines: Iterable[ReviewLine]) -> dict[int, Any]:
    """Return the documents that are cited, by key, in one query; none when none is."""
    pks = {one["document"] for line in lines for one in line.evidence if one.get("document")}
    return get_document_model().objects.in_bulk(pks) if pks else {}


def _proofs(line: ReviewLine, links: dict[int, Any]) -> list[dict[str, Any]]:
    """Return the evidence of a line with the document itself where there is one."""
    return [
        {
            **one,
            "file_document": links.get(one.get("document")),
            "dated_on": date.fromisoformat(one["dated_on"]) if one.get("dated_on") else None,
        }
        for one in line.evidence
    ]


def review_lines_of(commitment: Commitment) -> list[ReviewLine]:
    """Return what each published review said of a commitment, the newest first, in one query."""
    found = ReviewLine.objects.filter(commitment=commitment, review__state=ReviewState.PUBLISHED)
    return list(
        found.select_related("review").defer("review__canonical").order_by("-review__number")
    )


def reviewed_priorities() -> list[PriorityPage]:
    """Return the priorities that a review speaks of: on show, with at least one commitment."""
    shown = Commitment.objects.on_display().values("objective__priority")
    return list(PriorityPage.objects.filter(pk__in=shown.order_by()).order_by("number"))


def readiness(review: Review, commitment_count: int) -> Readiness:
    """Return what a review has of what publication asks for."""
    said = set(ReviewOpinion.objects.filter(review=review).values_list("priority", flat=True))
    return Readiness(
        published=review.is_published,
        ends_on=review.ends_on,
        commitment_count=commitment_count,
        agenda=review.agenda,
        present=sum(one.present for one in review.attendance.all()),
        without_opinion=sum(one.pk not in said for one in reviewed_priorities()),
    )


def meetings_to_choose() -> QuerySet[BodyMeeting]:
    """Return the meetings that may have adopted a review, the latest first."""
    return BodyMeeting.objects.filter(is_cancelled=False)


def reviews_listed() -> QuerySet[Review]:
    """Return every review for the desk, the newest first."""
    found = without_record(Review.objects.all()).annotate(line_count=Count("lines"))
    return found.order_by("-number")
