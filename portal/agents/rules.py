"""Who may be known as an agent, by which door, until when. Pure: no query, no write."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.decisions import ALLOWED, Decision, refuse

from .enums import REASON_OF_KEY, AgentRefusal, KeyState, RequestState

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import AgentRequest

CODES_AT_ONCE = 500


def domains_in(text: str) -> set[str]:
    """The domains that a city wrote in its settings, one a line, an @ before them or not."""
    lines = (line.strip().lower().removeprefix("@").rstrip(".") for line in text.splitlines())
    return {line for line in lines if line}


def is_listed(email: str, domains: Collection[str]) -> bool:
    """Whether an address is of one of these domains; a subdomain is another domain."""
    _name, at_sign, domain = email.strip().lower().rpartition("@")
    return bool(at_sign) and domain in domains


def may_ask(
    user: "User", *, verified: Collection[str], domains: Collection[str], is_waiting: bool
) -> Decision:
    """Whether this person may ask to be known as an agent; asking grants nothing."""
    if user.is_agent:
        return refuse(AgentRefusal.ALREADY_AGENT)
    if is_waiting:
        return refuse(AgentRefusal.ALREADY_ASKED)
    if not any(is_listed(email, domains) for email in verified):
        return refuse(AgentRefusal.DOMAIN_NOT_LISTED)
    return ALLOWED


def may_decide(request: "AgentRequest", by: "User") -> Decision:
    """Whether this officer may confirm or refuse: once, and nobody on their own request."""
    if request.state != RequestState.WAITING:
        return refuse(AgentRefusal.ALREADY_DECIDED)
    return refuse(AgentRefusal.SAME_PERSON) if request.user_id == by.pk else ALLOWED


def key_state(
    *,
    used_at: datetime | None,
    cancelled_at: datetime | None,
    expires_at: datetime,
    at: datetime,
) -> KeyState:
    """Where an invitation or a code stands; what was used stays used."""
    if used_at is not None:
        return KeyState.USED
    if cancelled_at is not None:
        return KeyState.CANCELLED
    return KeyState.READY if at < expires_at else KeyState.EXPIRED


def may_use(state: KeyState) -> Decision:
    """Whether an invitation or a code still opens."""
    reason = REASON_OF_KEY.get(state)
    return refuse(reason) if reason else ALLOWED


def may_end_on(ends_on: date | None, at: datetime) -> Decision:
    """Whether a status may end that day, the day included: not before today."""
    if ends_on is not None and ends_on < timezone.localdate(at):
        return refuse(AgentRefusal.END_IN_PAST)
    return ALLOWED


def is_over(ends_on: date | None, at: datetime) -> bool:
    """Whether the last day of a status has passed."""
    return ends_on is not None and ends_on < timezone.localdate(at)


def may_print(count: int) -> Decision:
    """Whether so many codes may be drawn at once."""
    return ALLOWED if 1 <= count <= CODES_AT_ONCE else refuse(AgentRefusal.TOO_MANY_CODES)


def days_waiting(asked_at: datetime, at: datetime) -> int:
    """Since how many days a request waits."""
    return max((timezone.localdate(at) - timezone.localdate(asked_at)) // timedelta(days=1), 0)
