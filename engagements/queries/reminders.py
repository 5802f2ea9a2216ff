"""Reading whom a review still awaits news from, who is told, and by which address."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User

from ..enums import CLOSED_STATUSES
from ..models import Commitment, CommitmentUpdate, Department, DepartmentMember, Review
from .members import MAY_REPORT
from .rows import commitments_followed

MAY_CONDUCT = "engagements.conduct_review"


@dataclass
class Awaited:
    """A department that has not reported on everything it leads, and who may do so."""

    department: Department
    commitments: list[Commitment] = field(default_factory=list)
    pilots: list[User] = field(default_factory=list)


def commitments_awaited(review: Review) -> QuerySet[Commitment]:
    """Return the commitments under way of which the review would say that no news came.

    As the list of reports says it (`reporting.due`): news dated after the period does not count.
    What is done or dropped for good awaits nothing any more.
    """
    told = CommitmentUpdate.objects.filter(
        commitment=OuterRef("pk"), reported_on__range=(review.starts_on, review.ends_on)
    )
    return commitments_followed().exclude(status__in=CLOSED_STATUSES).filter(~Exists(told))


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
    return list(holders(MAY_CONDUCT))
