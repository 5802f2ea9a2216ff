"""What the app keeps about a person, to take away and to forget; the list of agents as a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.personal_data import DataSource, Person, Taken
from portal.cms.french_dates import long_date

from .models import AgentInvitation, AgentRequest, AgentStatus

HEADERS = (_("Department"), _("Known by"), _("Since"), _("Last day"))


def agent_rows(statuses: "QuerySet[AgentStatus]") -> Iterator[list[Any]]:
    """The agents as lines of a table: neither address nor name."""
    ordered = statuses.order_by("department_name", "granted_at", "pk")
    for status in ordered:
        last = long_date(status.ends_on) if status.ends_on else ""
        day = long_date(status.granted_at)
        yield [status.department_name, str(status.get_source_display()), day, last]


_LABELS = {
    "source": _("Known by"),
    "email": _("E-mail address"),
    "department_name": _("Department"),
    "granted_at": _("Since"),
    "ends_on": _("Last day"),
    "ended_at": _("Ended on"),
    "end_reason": _("Because"),
    "asked_at": _("Asked on"),
    "state": _("State"),
    "decided_at": _("Decided on"),
    "reason": _("Because"),
    "invited_at": _("Invited on"),
    "used_at": _("Used on"),
}
_OF_STATUS = ("source", "department_name", "granted_at", "ends_on", "ended_at", "end_reason")
_OF_REQUEST = ("email", "department_name", "asked_at", "state", "decided_at", "reason")
_OF_INVITATION = ("email", "department_name", "invited_at", "used_at")


def _taken(person: Person) -> Iterator[Taken]:
    if person.user_id is not None:
        for status in AgentStatus.objects.filter(user=person.user_id):
            yield _one(status, _OF_STATUS)
        for request in AgentRequest.objects.filter(user=person.user_id):
            yield _one(request, _OF_REQUEST)
    for invitation in AgentInvitation.objects.filter(email__in=person.emails):
        yield _one(invitation, _OF_INVITATION)


def _one(row: Any, names: tuple[str, ...]) -> Taken:
    return Taken(
        values={name: getattr(row, name) for name in names},
        labels={name: _LABELS[name] for name in names},
    )


def _forget(person: Person, at: datetime) -> int:
    erased = AgentInvitation.objects.filter(email__in=person.emails).delete()[0]
    if person.user_id is not None:
        erased += AgentRequest.objects.filter(user=person.user_id).delete()[0]
        erased += AgentStatus.objects.filter(user=person.user_id).delete()[0]
        User.objects.filter(pk=person.user_id).update(is_agent=False, department_name="")
    return erased


AGENT_DATA = DataSource(name="agent", label=_("City agent"), export=_taken, erase=_forget)
