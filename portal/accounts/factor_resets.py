"""Taking away the lost second factor of somebody, by whoever manages people."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.decisions import require
from portal.security.actions import record_event

from . import notifications, open_sessions, rules
from .enums import FactorLoss
from .models import User


@transaction.atomic
def reset_second_factor(*, user: User, by: User, reason: FactorLoss, at: datetime) -> None:
    """Takes away every factor of `user`, signs them out everywhere and tells them by mail."""
    held = Authenticator.objects.filter(user=user)
    decision = rules.may_reset_factor(
        by_superuser=by.is_superuser,
        own=by.pk == user.pk,
        superuser=user.is_superuser,
        registered=held.exists(),
    )
    require(decision)
    held.delete()
    record_event("accounts.factor.reset", actor=by, at=at, user=user.pk, reason=reason.value)
    open_sessions.end_others(user=user, current=None, by=by)
    notifications.write("factor_reset", to=user.email)
