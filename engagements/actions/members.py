"""The only writer of who acts for which department."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.accounts.actions import require_administrator
from portal.accounts.models import User
from portal.security.actions import record_event

from ..models import Department, DepartmentMember


@transaction.atomic
def set_departments(*, user: User, value: Iterable[Department], by: User, at: datetime) -> bool:
    """Has somebody act for these departments and no other; says whether anything changed.

    It is a right: only administrators give it (Refused), and each change is a security event.
    """
    require_administrator(by)
    wanted = {department.pk for department in value}
    held = DepartmentMember.objects.select_for_update().filter(user=user)
    before = set(held.values_list("department", flat=True))
    held.exclude(department__in=wanted).delete()
    DepartmentMember.objects.bulk_create(
        (DepartmentMember(user=user, department_id=pk, since=at) for pk in sorted(wanted - before)),
        ignore_conflicts=True,
    )
    for event, pks in (("given", wanted - before), ("taken", before - wanted)):
        for pk in sorted(pks):
            name = f"engagements.department.{event}"
            record_event(name, actor=by, at=at, user=user.pk, department=pk)
    return before != wanted
