"""The record of a review, made from its rows: what is published as JSON, digested and verified."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from portal.canonical import fingerprint_of, plain

from ..enums import REVIEW_FORMAT
from ..models import (
    CommitmentUpdate,
    Evidence,
    IndicatorValue,
    Review,
    ReviewAttendance,
    ReviewLine,
    ReviewOpinion,
)

# Columns that the record holds, by the names of the models; who did it is left out (docs/decisions
# 0022): the account may be erased.
REVIEW = (
    "number",
    "slug",
    "title",
    "starts_on",
    "ends_on",
    "reports_due_on",
    "due_on",
    "introduction",
    "agenda",
    "minutes",
    "meeting",
    "previous",
    "opened_at",
    "published_at",
    "signed_off_by",
)
OPINION = ("priority", "text")
ATTENDANCE = ("function", "present", "excused", "position")
LINE = (
    "commitment",
    "number",
    "wording",
    "priority_number",
    "priority_name",
    "objective",
    "department",
    "status",
    "state",
    "status_reason",
    "due_on",
    "due_precision",
    "revised_due_on",
    "revised_due_precision",
    "milestones_reached",
    "milestones_total",
    "update",
    "reported_on",
    "text",
    "next_step",
    "author_function",
    "evidence",
    "figures",
    "movement",
    "previous_state",
)
NEWS = (
    "id",
    "commitment",
    "corrects",
    "reported_on",
    "status",
    "status_reason",
    "text",
    "next_step",
    "author_function",
    "due_on",
    "due_precision",
    "recorded_at",
    "is_example",
)
EVIDENCE = (
    "id",
    "kind",
    "label",
    "url",
    "document",
    "deliberation_number",
    "dated_on",
    "position",
    "file_sha256",
)
FIGURE = ("id", "indicator", "update", "measured_on", "value")


def facts(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the columns of a row as the record writes them; a relation is its key."""
    found = {}
    for name in names:
        field = row._meta.get_field(name)
        found[name] = plain(getattr(row, field.attname))  # type: ignore[union-attr]
    return found


def line_fingerprint(line: ReviewLine) -> str:
    """Return the digest of a line: shown beside it, and part of the record."""
    return fingerprint_of(facts(line, LINE))


def evidence_facts(one: Evidence) -> dict[str, Any]:
    """Return what a line keeps of a piece of evidence: the file by its name and its digest."""
    name = one.document.filename if one.document else ""
    return {**facts(one, EVIDENCE), "file": plain(name)}


def figure_facts(one: IndicatorValue) -> dict[str, Any]:
    """Return what a line keeps of a figure, with the words of its indicator."""
    indicator = one.indicator
    words = ("label", "unit", "decimals", "direction", "target", "target_on", "source")
    return {**facts(one, FIGURE), **facts(indicator, words)}


def record(
    review: Review,
    lines: Iterable[ReviewLine],
    opinions: Iterable[ReviewOpinion],
    attendance: Iterable[ReviewAttendance],
    news: Iterable[CommitmentUpdate],
) -> dict[str, Any]:
    """Return the whole record; its canonical text is what the fingerprint of the review digests.

    The fingerprint of the previous review is part of it: each review seals those before it.
    """
    before, meeting = review.previous, review.meeting
    return {
        "format": REVIEW_FORMAT,
        "review": facts(review, REVIEW),
        "meeting": facts(meeting, ("title", "starts_at")) if meeting else None,
        "previous": facts(before, ("number", "fingerprint")) if before else None,
        "opinions": [
            {**facts(one, OPINION), **facts(one.priority, ("number", "title"))} for one in opinions
        ],
        "attendance": [facts(one, ATTENDANCE) for one in attendance],
        "lines": [{**facts(one, LINE), "fingerprint": one.fingerprint} for one in lines],
        "news": [facts(one, NEWS) for one in news],
    }
