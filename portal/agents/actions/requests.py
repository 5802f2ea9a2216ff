"""Requests: somebody with a work address asks, an officer confirms or refuses."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.queries import verified_addresses
from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import rules
from ..enums import AgentRefusal, AgentSource, RequestState
from ..models import AgentRequest, AgentStatus
from ..notifications import mail_officers, mail_refused
from ..queries import listed_domains, waiting_count, work_address
from .statuses import grant_agent_status, held_user


@transaction.atomic
def ask(*, user: User, at: datetime, department_name: str = "") -> AgentRequest:
    """Keeps the request of somebody whose proved address is of the city; grants nothing.

    The officers are told. Raises Refused: ALREADY_AGENT, ALREADY_ASKED, DOMAIN_NOT_LISTED.
    """
    held = held_user(user)
    waiting = AgentRequest.objects.filter(user=held, state=RequestState.WAITING)
    require(
        rules.may_ask(
            held,
            verified=verified_addresses(held),
            domains=listed_domains(),
            is_waiting=waiting.exists(),
        )
    )
    try:
        with transaction.atomic():
            request = AgentRequest.objects.create(
                user=held,
                email=work_address(held),
                department_name=department_name.strip()[:120],
                asked_at=at,
            )
    except IntegrityError as error:  # The same person, at the same moment.
        raise Refused(AgentRefusal.ALREADY_ASKED) from error
    record_event("agents.request.asked", actor=held, at=at, request=request.pk)
    mail_officers(waiting_count())
    return request


@transaction.atomic
def confirm_request(*, request: AgentRequest, by: User, at: datetime) -> AgentStatus:
    """Makes the account of who asked an agent's. Raises Refused: ALREADY_DECIDED, SAME_PERSON."""
    held = _decided(request, by, at, RequestState.CONFIRMED, "")
    return grant_agent_status(
        user=held.user,
        source=AgentSource.REQUEST,
        at=at,
        by=by,
        department_name=held.department_name,
    )


@transaction.atomic
def refuse_request(*, request: AgentRequest, reason: str, by: User, at: datetime) -> None:
    """Refuses with a reason that the person reads, by mail and on their page.

    Raises Refused: ALREADY_DECIDED, SAME_PERSON, REASON_MISSING.
    """
    if not reason.strip():
        raise Refused(AgentRefusal.REASON_MISSING)
    held = _decided(request, by, at, RequestState.REFUSED, reason.strip()[:300])
    mail_refused(held)


def _decided(
    request: AgentRequest, by: User, at: datetime, state: RequestState, reason: str
) -> AgentRequest:
    rows = AgentRequest.objects.select_for_update(of=("self",)).select_related("user")
    held = rows.get(pk=request.pk)
    require(rules.may_decide(held, by))
    held.state, held.reason, held.decided_at, held.decided_by = state, reason, at, by
    held.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record_event(f"agents.request.{state}", actor=by, at=at, request=held.pk, user=held.user_id)
    return held
