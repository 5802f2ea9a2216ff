"""Who acts for which department, and on which commitments they report."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from portal.decisions import Decision

from ..models import Commitment, Department, DepartmentMember
from ..rules import may_report_on

if TYPE_CHECKING:
    from portal.accounts.models import User

MAY_REPORT = "engagements.add_commitmentupdate"
KEEPS_REGISTER = "engagements.change_commitment"
CONDUCT = "engagements.conduct_review"


def department_ids_of(user: "User") -> set[int]:
    """Return the keys of the departments somebody acts for."""
    return set(DepartmentMember.objects.filter(user=user).values_list("department", flat=True))


def departments_of(user: "User") -> QuerySet[Department]:
    """Return the departments somebody acts for, by name."""
    return Department.objects.filter(members__user=user)


def reports_on_all(user: Any) -> bool:
    """Say whether somebody reports on every commitment: whoever keeps the register."""
    return bool(user.has_perm(MAY_REPORT) and user.has_perm(KEEPS_REGISTER))


def report_decision(user: "User", commitment: Commitment) -> Decision:
    """Decide whether somebody who may report does so on this commitment."""
    every = reports_on_all(user)
    mine = set() if every else department_ids_of(user)
    theirs = set() if every else commitment.department_ids()
    return may_report_on(reports_on_all=every, mine=mine, theirs=theirs)


def reported_by(commitments: QuerySet[Commitment], user: "User") -> QuerySet[Commitment]:
    """Keep the commitments that somebody reports on; the same rule, said in SQL."""
    if reports_on_all(user):
        return commitments
    return of_departments(commitments, department_ids_of(user))


def of_departments(
    commitments: QuerySet[Commitment], departments: Collection[int]
) -> QuerySet[Commitment]:
    """Keep the commitments that these departments lead or take part in."""
    theirs = Q(lead_department__in=departments) | Q(associated_departments__in=departments)
    return commitments.filter(pk__in=Commitment.objects.filter(theirs).values("pk"))
