"""Reading whom a review still awaits news from, who is told, and by which address."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from portal.accounts.models import User

from ..body_rules import next_reminder_on
from ..models import Commitment, Department, DepartmentMember, Review, ReviewReminder
from .awaited import awaits_news
from .members import CONDUCT, MAY_REPORT
from .rhythm import delays_of, follow_up_settings
from .rows import commitments_followed


@dataclass
class Awaited:
    """A department that has not reported on everything it leads, and who may do so."""

    department: Department
    commitments: list[Commitment] = field(default_factory=list)
    pilots: list[User] = field(default_factory=list)


def commitments_awaited(review: Review) -> QuerySet[Commitment]:
    """Return the commitments that a review awaits news from, in the order of the board."""
    return commitments_followed().filter(awaits_news(review))


def departments_awaited(review: Review) -> list[Awaited]:
    """Return the departments in charge that have something to report, by name; two queries."""
    awaited: dict[int, Awaited] = {}
    for commitment in commitments_awaited(review).exclude(lead_department=None):
        department = commitment.lead_department
        if department is not None:
            awaited.setdefault(department.pk, Awaited(department)).commitments.append(commitment)
    pilots = _pilots_of(set(awaited))
    for pk, one in awaited.items():
        one.pilots = pilots[pk]
    return sorted(awaited.values(), key=lambda one: one.department.name)


@dataclass(frozen=True)
class Reminding:
    """A department that owes reports, when it was last reminded and when it will be next."""

    awaited: Awaited
    last_sent_at: datetime | None
    next_on: date | None


def reminding(review: Review, at: datetime) -> list[Reminding]:
    """Return where the reminders of each department that owes reports stand, by name."""
    delays = delays_of(follow_up_settings())
    sent: dict[int | None, list[ReviewReminder]] = defaultdict(list)
    for one in ReviewReminder.objects.filter(review=review).order_by("sent_at"):
        sent[one.department_id].append(one)
    found = []
    for awaited in departments_awaited(review):
        left = sent[awaited.department.pk]
        kinds = {one.kind for one in left}
        next_on = next_reminder_on(review.reports_due_on, at, delays, kinds)
        found.append(Reminding(awaited, left[-1].sent_at if left else None, next_on))
    return found


def _pilots_of(departments: set[int]) -> dict[int, list[User]]:
    """Return, for each department, the active members who may report, in a constant order."""
    found = DepartmentMember.objects.filter(
        department__in=departments, user__in=holders(MAY_REPORT)
    )
    pilots: dict[int, list[User]] = defaultdict(list)
    for member in found.select_related("user").order_by("user_id"):
        pilots[member.department_id].append(member.user)
    return pilots


def holders(permission: str) -> QuerySet[User]:
    """Return the active accounts to which a right was given, directly or through a group."""
    app, codename = permission.split(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    people = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    held = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return people.filter(held).distinct()


def conductors() -> list[User]:
    """Return who conducts the reviews: the follow-up body's staff and communications."""
    return list(holders(CONDUCT))
