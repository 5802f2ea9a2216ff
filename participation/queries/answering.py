"""Who prepares which answer: what a respondent may see, what waits, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import WorkflowState

from engagements.queries import department_ids_of
from portal.accounts.models import User

from ..models import Activity, Answer, Assignment, Contribution

ANSWER = "participation.answer_contribution"
DRAFT = "participation.change_answer"
PUBLISH = "participation.publish_answer"


def assigned_to(user: User) -> "QuerySet[Assignment]":
    """What was given to this person or to their department: theirs to read and to prepare."""
    return Assignment.objects.filter(Q(person=user) | Q(department__in=department_ids_of(user)))


def answers_everything(user: Any) -> bool:
    """Whether a person is in charge of all answers, whoever prepares them."""
    return bool(user.is_active and user.has_perm(ANSWER))


def may_enter(user: Any) -> bool:
    """Whether a person has anything to do with answers."""
    return bool(user.is_active and (user.has_perm(ANSWER) or user.has_perm(DRAFT)))


def may_handle(user: Any, contribution_id: int) -> bool:
    """Whether a person may prepare the answer of this contribution and read the notes about it."""
    if answers_everything(user):
        return True
    if not isinstance(user, User) or not may_enter(user):
        return False
    return assigned_to(user).filter(contribution=contribution_id).exists()


def to_answer(user: User) -> "QuerySet[Contribution]":
    """The published contributions whose answers this person prepares, with all a list shows."""
    found = Contribution.objects.published().owed_answers()
    if not answers_everything(user):
        found = found.filter(assignment__in=assigned_to(user))
    related = ("activity", "theme", "answer", "assignment__department", "assignment__person")
    return found.select_related(*related)


@dataclass(frozen=True)
class MyAnswers:
    """What somebody has to prepare: how many, how many of them late, the first due date."""

    count: int
    overdue_count: int
    next_due_on: date | None


def late_on(day: date) -> Q:
    """Whose answer was due to the public before this day: by the call, or each by its own clock."""
    late = Q(activity__answer_days__isnull=True, activity__answer_by__lt=day)
    own = Activity.objects.filter(answer_days__isnull=False).order_by()
    for days in own.values_list("answer_days", flat=True).distinct():
        late |= Q(activity__answer_days=days) & own_clock_over(days, day)
    return late


def own_clock_over(days: int, day: date) -> Q:
    """Published so long ago that the answer, due so many days after, was due before this day."""
    last = datetime.combine(day - timedelta(days=days), time.min)
    return Q(published_at__lt=timezone.make_aware(last))


def my_answers(user: User, on: date) -> MyAnswers:
    """The same as figures, by one query; what the city answered for good is done."""
    nobody_elses = Q(person=user) | Q(person__isnull=True)
    mine = assigned_to(user).filter(nobody_elses, contribution__answered_at__isnull=True)
    mine = mine.filter(contribution__in=Contribution.objects.published())
    due = sorted(day or date.max for day in mine.values_list("due_on", flat=True))
    coming = [day for day in due if on <= day < date.max]
    return MyAnswers(len(due), sum(day < on for day in due), coming[0] if coming else None)


def with_progress(contributions: "QuerySet[Contribution]") -> "QuerySet[Contribution]":
    """Says of each whether its answer waits for approval (`is_submitted`)."""
    waiting = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Answer),
        object_id=Cast(OuterRef("answer__pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return contributions.annotate(is_submitted=Exists(waiting))


def people_who_answer() -> "QuerySet[User]":
    """Those to whom an answer can be entrusted."""
    held = Q(groups__permissions__codename="change_answer") | Q(
        groups__permissions__codename="answer_contribution"
    )
    return User.objects.filter(held, is_active=True).distinct().order_by("last_name", "email")


def chosen(ids: Iterable[int], user: User) -> list[Contribution]:
    """The contributions of these ids that this person may answer, in their order in the list."""
    found = to_answer(user).filter(pk__in=list(ids)).prefetch_related("commitments")
    return list(found.order_by("activity", "number"))
