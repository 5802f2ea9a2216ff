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


def _taken(person: Person) -> Iterator[Taken]:
    for status in AgentStatus.objects.filter(user=person.user_id) if person.user_id else ():
        yield Taken(
            values={
                "source": status.source,
                "department": status.department_name,
                "since": status.granted_at,
                "last_day": status.ends_on,
                "ended_at": status.ended_at,
                "reason": status.end_reason,
            },
            labels={
                "source": _("Known by"),
                "department": _("Department"),
                "since": _("Since"),
                "last_day": _("Last day"),
                "ended_at": _("Ended on"),
                "reason": _("Because"),
            },
        )
    for request in AgentRequest.objects.filter(user=person.user_id) if person.user_id else ():
        yield Taken(
            values={
                "email": request.email,
                "department": request.department_name,
                "asked_at": request.asked_at,
                "state": request.state,
                "decided_at": request.decided_at,
                "reason": request.reason,
            },
            labels={
                "email": _("E-mail address"),
                "department": _("Department"),
                "asked_at": _("Asked on"),
                "state": _("State"),
                "decided_at": _("Decided on"),
                "reason": _("Because"),
            },
        )
    for invitation in AgentInvitation.objects.filter(email__in=person.emails):
        yield Taken(
            values={
                "email": invitation.email,
                "department": invitation.department_name,
                "invited_at": invitation.invited_at,
                "used_at": invitation.used_at,
            },
            labels={
                "email": _("E-mail address"),
                "department": _("Department"),
                "invited_at": _("Invited on"),
                "used_at": _("Used on"),
            },
        )


def _forget(person: Person, at: datetime) -> int:
    erased = AgentInvitation.objects.filter(email__in=person.emails).delete()[0]
    if person.user_id is not None:
        erased += AgentRequest.objects.filter(user=person.user_id).delete()[0]
        erased += AgentStatus.objects.filter(user=person.user_id).delete()[0]
        User.objects.filter(pk=person.user_id).update(is_agent=False, department_name="")
    return erased


AGENT_DATA = DataSource(name="agent", label=_("City agent"), export=_taken, erase=_forget)
