"""The only writers of what a person is to the city."""

from datetime import datetime

from django.db import transaction

from portal.security.actions import record_event

from .models import User


@transaction.atomic
def grant_agent_status(*, user: User, source: str, at: datetime, by: User | None = None) -> None:
    """Makes somebody an agent of the city, and nothing more; records who or what said so.

    An agent already is left as they are.
    """
    changed = User.objects.filter(pk=user.pk, is_agent=False).update(is_agent=True)
    user.is_agent = True
    if changed:
        record_event("accounts.agent.granted", actor=by or user, at=at, user=user.pk, source=source)
