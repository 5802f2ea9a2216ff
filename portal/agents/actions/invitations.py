"""Invitations by mail: sent from a list, used once, cancelled."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from portal.accounts.models import User
from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import rules
from ..enums import AgentRefusal, AgentSource
from ..models import AgentInvitation, AgentStatus
from ..notifications import mail_invitation
from .statuses import grant_agent_status, held_user


@transaction.atomic
def invite(*, people: list[tuple[str, str]], by: User, at: datetime) -> int:
    """Mails a link to each address (address, department); says to how many.

    Who has an agent's account already is left out; an invitation that waits is replaced by a
    new one, so that only the last link works.
    """
    wanted = {email.strip().lower(): department.strip() for email, department in people}
    agents = User.objects.filter(email__in=wanted, is_agent=True, is_active=True)
    known = set(agents.values_list("email", flat=True))
    wanted = {email: name for email, name in wanted.items() if email not in known}
    waiting = AgentInvitation.objects.filter(
        email__in=wanted, used_at__isnull=True, cancelled_at__isnull=True
    )
    waiting.update(cancelled_at=at)
    expires_at = at + timedelta(days=settings.AGENT_INVITATION_DAYS)
    for email, name in wanted.items():
        invitation = AgentInvitation.objects.create(
            email=email,
            department_name=name[:120],
            invited_at=at,
            invited_by=by,
            expires_at=expires_at,
        )
        mail_invitation(invitation)
    if wanted:
        record_event("agents.invitations.sent", actor=by, at=at, count=len(wanted))
    return len(wanted)


@transaction.atomic
def use_invitation(*, invitation: AgentInvitation, user: User, at: datetime) -> AgentStatus:
    """The person who received the link makes their account an agent's with it, once.

    Raises Refused: ALREADY_AGENT (the link stays), KEY_USED, KEY_CANCELLED, KEY_EXPIRED.
    """
    if held_user(user).is_agent:
        raise Refused(AgentRefusal.ALREADY_AGENT)
    held = AgentInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    require(rules.may_use(held.state(at)))
    held.used_at = at
    held.save(update_fields=["used_at"])
    return grant_agent_status(
        user=user,
        source=AgentSource.INVITATION,
        at=at,
        by=held.invited_by,
        department_name=held.department_name,
    )


@transaction.atomic
def cancel_invitation(*, invitation: AgentInvitation, by: User, at: datetime) -> None:
    """The link opens nothing any more. Raises Refused when it was used or cancelled already."""
    held = AgentInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    require(rules.may_use(held.state(at)))
    held.cancelled_at = at
    held.save(update_fields=["cancelled_at"])
    record_event("agents.invitation.cancelled", actor=by, at=at, invitation=held.pk)
