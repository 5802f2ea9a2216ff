"""Who prepares, approves and still owes reports; what the list of reports shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    DateField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

from portal.accounts.models import User

from ..enums import CLOSED_STATUSES, OPEN_DRAFTS, DraftState
from ..models import Commitment, Review, UpdateDraft
from ..rules import day_of, months_after
from .awaited import awaits_news
from .members import (
    MAY_REPORT,
    department_ids_of,
    of_departments,
    report_decision,
    reported_by,
    reports_on_all,
)
from .reminders import holders
from .rhythm import follow_up_settings, review_being_written

APPROVES = "engagements.approve_update"
READS_DRAFTS = "engagements.view_updatedraft"


def approves(user: Any) -> bool:
    """Say whether somebody approves and publishes reports."""
    return bool(user.has_perm(APPROVES))


def reports_on(user: Any, commitment: Commitment) -> bool:
    """Say whether somebody prepares reports on this commitment."""
    return bool(user.has_perm(MAY_REPORT) and report_decision(user, commitment))


def may_read_draft(user: Any, draft: UpdateDraft) -> bool:
    """Say whether somebody reads a report in preparation.

    Approvers and auditors read all; a pilot those of their departments, and no other.
    """
    if approves(user) or reports_on(user, draft.commitment):
        return True
    return bool(user.has_perm(READS_DRAFTS) and not user.has_perm(MAY_REPORT))


def approvers() -> list[User]:
    """Return who is told that a report waits; administrators when nobody holds the right."""
    return list(holders(APPROVES)) or list(
        User.objects.filter(is_active=True, is_superuser=True).exclude(email="").order_by("pk")
    )


def open_draft(commitment: Commitment) -> UpdateDraft | None:
    """Return the report in preparation of a commitment, with its evidence and steps."""
    found = commitment.drafts.filter(state__in=OPEN_DRAFTS).select_related("corrects")
    return found.prefetch_related("evidence__document", "milestones").first()


def stamp(draft: UpdateDraft | None) -> str:
    """Return what tells one state of a report from the next; empty when there is none."""
    return f"{draft.pk}@{draft.changed_at.isoformat()}" if draft else ""


def mine(found: QuerySet[Commitment], user: Any) -> QuerySet[Commitment]:
    """Keep what somebody answers for: their departments', or all when they are of none."""
    theirs = department_ids_of(user)
    if not theirs:
        return found if reports_on_all(user) else found.none()
    return of_departments(found, theirs)


def due(found: QuerySet[Commitment], at: datetime, review: Review | None) -> QuerySet[Commitment]:
    """Keep the commitments whose report is expected.

    While a review is open, those it awaits news from; else the open ones of which nobody
    has said anything for the months between two reviews.
    """
    return found.filter(_expected(at, review))


def with_expectation(
    found: QuerySet[Commitment], at: datetime, review: Review | None
) -> QuerySet[Commitment]:
    """Add the day before which the report of each is expected, while a review is open."""
    day = review.reports_due_on if review else None
    expected = When(_expected(at, review), then=Value(day, output_field=DateField()))
    return found.annotate(report_expected=Case(expected, default=None, output_field=DateField()))


def _expected(at: datetime, review: Review | None) -> Q:
    if review is not None:
        return awaits_news(review)
    # progress_rules.news_age, said in SQL.
    limit = months_after(day_of(at), -follow_up_settings().every_months)
    silent = Q(last_reported_on=None) | Q(last_reported_on__lt=limit)
    return ~Q(status__in=CLOSED_STATUSES) & silent


def with_drafts(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Add the state and the key of the report in preparation, if there is one."""
    drafts = UpdateDraft.objects.filter(commitment=OuterRef("pk"), state__in=OPEN_DRAFTS)
    return found.annotate(
        draft_state=Subquery(drafts.values("state")[:1]),
        draft_key=Subquery(drafts.values("pk")[:1]),
    )


def waiting_drafts() -> QuerySet[UpdateDraft]:
    """Return the reports that wait for approval, the oldest first."""
    found = UpdateDraft.objects.filter(state=DraftState.SUBMITTED)
    return found.select_related("commitment", "department").order_by("submitted_at", "pk")


def draft_shown(pk: int) -> UpdateDraft | None:
    """Return one report in preparation with all that its screen shows."""
    found = UpdateDraft.objects.select_related(
        "commitment__lead_department", "department", "corrects", "prepared_by", "published_as"
    )
    return (
        found.filter(pk=pk)
        .prefetch_related("evidence__document", "milestones", "commitment__associated_departments")
        .first()
    )


@dataclass(frozen=True)
class ToDo:
    """What the admin's home page tells somebody about reports."""

    waiting: int
    expected: int
    returned: list[UpdateDraft]
    review: Review | None

    def __bool__(self) -> bool:
        return bool(self.waiting or self.expected or self.returned)


def to_do(user: Any, at: datetime) -> ToDo:
    """Return what waits for somebody: to approve, to report, to take up again."""
    review = review_being_written()
    reports = user.has_perm(MAY_REPORT)
    own = mine(Commitment.objects.all(), user) if reports else Commitment.objects.none()
    expected = due(own, at, review).exclude(drafts__state=DraftState.SUBMITTED)
    back = UpdateDraft.objects.filter(state=DraftState.RETURNED, commitment__in=own)
    return ToDo(
        waiting=waiting_drafts().count() if approves(user) else 0,
        expected=expected.count() if reports else 0,
        returned=list(back.select_related("commitment")) if reports else [],
        review=review,
    )


def to_report(user: Any) -> QuerySet[Commitment]:
    """Return the commitments somebody reports on, with what a report needs to know of them."""
    found = reported_by(Commitment.objects.order_by("number"), user)
    drafts = UpdateDraft.objects.filter(state__in=OPEN_DRAFTS).prefetch_related("evidence")
    return found.select_related("lead_department").prefetch_related(
        "associated_departments",
        "indicators",
        Prefetch("drafts", queryset=drafts, to_attr="in_preparation"),
    )


DOCUMENTS_OFFERED = 100


def public_documents(kept: list[int]) -> QuerySet[Any]:
    """Return the documents that may prove something: the latest that everybody may read.

    Those already chosen (`kept`) stay among them.
    """
    documents = get_document_model().objects
    closed = CollectionViewRestriction.objects.select_related("collection")
    shut = Q(pk__in=[])
    for one in closed:
        shut |= Q(collection__path__startswith=one.collection.path)
    latest = documents.exclude(shut).order_by("-created_at", "-pk")
    keys = list(latest.values_list("pk", flat=True)[:DOCUMENTS_OFFERED])
    return documents.filter(pk__in=[*keys, *kept]).order_by("title")
