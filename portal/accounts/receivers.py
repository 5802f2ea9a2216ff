"""What allauth and Django tell us of accounts: security events, sessions to note or to end.

These signals are others' events; our own actions call what follows themselves.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from portal.security.actions import record_event

from . import open_sessions, second_factors
from .models import User


def connect() -> None:
    """Listens; called once, when the app is ready."""
    account_signals.user_logged_in.connect(_opened)
    user_logged_out.connect(_closed)
    account_signals.user_signed_up.connect(_signed_up)
    account_signals.login_code_rejected.connect(_code_refused)
    account_signals.email_confirmed.connect(_email_confirmed)
    account_signals.password_changed.connect(_password_changed)
    account_signals.password_set.connect(_password_changed)
    account_signals.password_reset.connect(_password_reset)
    mfa_signals.authenticator_added.connect(_factor_added)
    mfa_signals.authenticator_removed.connect(_factor_removed)
    mfa_signals.authenticator_reset.connect(_codes_made)
    mfa_signals.authenticator_used.connect(_factor_used)
    mfa_signals.authentication_failed.connect(_factor_refused)


def _opened(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A session opens: it is listed, and counts as an identity just proved."""
    records = [dict(record) for record in get_authentication_records(request, user)]
    if records:
        records[-1]["reauthenticated"] = True
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    methods = "+".join(str(record["method"]) for record in records) or "other"
    open_sessions.note(request, anew=True)
    record_event("accounts.session.opened", actor=user, method=methods)


def _closed(request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    if user is not None and user.pk:
        record_event("accounts.session.closed", actor=user)


def _signed_up(user: User, **kwargs: Any) -> None:
    record_event("accounts.account.opened", actor=user)


def _code_refused(user: User, last_attempt: bool = False, **kwargs: Any) -> None:
    record_event("accounts.session.refused", actor=user, method="code", last=last_attempt)


def _email_confirmed(email_address: Any, **kwargs: Any) -> None:
    record_event("accounts.email.confirmed", actor=email_address.user)


def _password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The session goes on under another key; the others end."""
    open_sessions.note(request, anew=True)
    record_event("accounts.password.changed", actor=user)
    open_sessions.end_others(user=user, current=request.session.session_key)


def _password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record_event("accounts.password.reset", actor=user)
    open_sessions.end_others(user=user, current=None)


def _factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever adds a factor has just proved it: this session used it, the others end."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    record_event("accounts.factor.added", actor=user, type=authenticator.type)
    open_sessions.end_others(user=user, current=request.session.session_key)


def _factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    record_event("accounts.factor.removed", actor=user, type=authenticator.type)
    if not second_factors.is_registered(user):
        second_factors.forget_use(request)
    open_sessions.end_others(user=user, current=request.session.session_key)


def _codes_made(user: User, **kwargs: Any) -> None:
    record_event("accounts.recovery_codes.made", actor=user)


def _factor_used(
    user: User, authenticator: Authenticator, reauthenticated: bool = False, **kwargs: Any
) -> None:
    record_event("accounts.factor.used", actor=user, type=authenticator.type, again=reauthenticated)


def _factor_refused(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    record_event("accounts.factor.refused", actor=user, type=authenticator.type)
