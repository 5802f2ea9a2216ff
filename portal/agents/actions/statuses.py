"""The status of agent: granted, given an end, withdrawn, over."""

from datetime import date, datetime

from django.db import transaction

from portal.accounts.models import User
from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import rules
from ..enums import AgentRefusal, AgentSource, RequestState
from ..models import AgentRequest, AgentStatus
from ..notifications import mail_ended, mail_granted
from ..queries import standing_status


def held_user(user: User) -> User:
    """The account as it is now, until the end of the transaction."""
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


@transaction.atomic
def grant_agent_status(
    *,
    user: User,
    source: str,
    at: datetime,
    by: User | None = None,
    department_name: str = "",
    ends_on: date | None = None,
    tell: bool = True,
) -> AgentStatus:
    """Makes an account an agent's; tells the person. The status that stands already is kept.

    Called at each sign-in by an identity provider: the second time changes nothing. Refuses
    (END_IN_PAST) a last day that has passed. A request that waits is settled by it.
    """
    held = held_user(user)
    standing = standing_status(held)
    if standing is not None and held.is_agent:
        user.is_agent = True
        return standing
    require(rules.may_end_on(ends_on, at))
    status = standing or AgentStatus.objects.create(
        user=held,
        source=source,
        department_name=department_name or held.department_name,
        granted_at=at,
        granted_by=by,
        ends_on=ends_on,
    )
    held.is_agent = user.is_agent = True
    held.department_name = user.department_name = department_name or held.department_name
    held.save(update_fields=["is_agent", "department_name"])
    AgentRequest.objects.filter(user=held, state=RequestState.WAITING).update(
        state=RequestState.CONFIRMED, decided_at=at, decided_by=by
    )
    record_event("agents.status.granted", actor=by, at=at, user=held.pk, source=str(source))
    if tell:
        mail_granted(status)
    return status


@transaction.atomic
def declare_agent(
    *,
    email: str,
    by: User,
    at: datetime,
    department_name: str = "",
    ends_on: date | None = None,
) -> AgentStatus:
    """An officer says that the account of this address is an agent's.

    Raises Refused: NO_ACCOUNT, ALREADY_AGENT, END_IN_PAST.
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise Refused(AgentRefusal.NO_ACCOUNT)
    if user.is_agent:
        raise Refused(AgentRefusal.ALREADY_AGENT)
    return grant_agent_status(
        user=user,
        source=AgentSource.OFFICER,
        at=at,
        by=by,
        department_name=department_name,
        ends_on=ends_on,
    )


@transaction.atomic
def set_end(*, status: AgentStatus, ends_on: date | None, by: User, at: datetime) -> None:
    """Gives a standing status a last day, or none. Raises Refused: NOT_AGENT, END_IN_PAST."""
    held = AgentStatus.objects.select_for_update(of=("self",)).get(pk=status.pk)
    if held.ended_at is not None:
        raise Refused(AgentRefusal.NOT_AGENT)
    require(rules.may_end_on(ends_on, at))
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    day = ends_on.isoformat() if ends_on else ""
    record_event("agents.status.end_set", actor=by, at=at, user=held.user_id, day=day)


@transaction.atomic
def withdraw_agent_status(*, user: User, reason: str, by: User, at: datetime) -> None:
    """Ends the status of somebody who is no agent any more; the person reads why.

    Raises Refused: NOT_AGENT, REASON_MISSING.
    """
    held = held_user(user)
    if not held.is_agent:
        raise Refused(AgentRefusal.NOT_AGENT)
    if not reason.strip():
        raise Refused(AgentRefusal.REASON_MISSING)
    _end(held, at=at, by=by, reason=reason.strip())
    user.is_agent = False
    record_event("agents.status.withdrawn", actor=by, at=at, user=held.pk)


@transaction.atomic
def end_agent_statuses(*, at: datetime, dry_run: bool = False) -> int:
    """Ends the statuses whose last day has passed; tells each person. Says how many."""
    standing = AgentStatus.objects.filter(ended_at__isnull=True, ends_on__isnull=False)
    over = [status for status in standing if rules.is_over(status.ends_on, at)]
    for status in [] if dry_run else over:
        held = held_user(status.user)
        _end(held, at=at, by=None, reason="")
        record_event("agents.status.over", at=at, user=held.pk)
    return len(over)


def _end(user: User, *, at: datetime, by: User | None, reason: str) -> None:
    """Takes the status from an account that is held."""
    status = AgentStatus.objects.select_for_update(of=("self",)).filter(
        user=user, ended_at__isnull=True
    )
    for one in status:
        one.ended_at, one.ended_by, one.end_reason = at, by, reason[:300]
        one.save(update_fields=["ended_at", "ended_by", "end_reason"])
        mail_ended(one)
    user.is_agent = False
    user.save(update_fields=["is_agent"])
