"""What a session proved beyond the first factor, and what the rule says of it.

allauth notes in the session each way in which its person proved who they are. A sign-in by
ProConnect that says `mfa` is noted by who received it:
`request.session["second_factor"] = "proconnect"`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from portal.decisions import Decision

from . import rules

if TYPE_CHECKING:
    from .models import User

# A factor proved elsewhere: the name of who proved it.
SESSION_KEY = "second_factor"
# Where the person was going when the second factor was asked.
NEXT_KEY = "after_second_factor"
_MFA = "mfa"
# Codes for the day the telephone is lost are no factor of their own.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


# What else than the admin asks for it: told by the rooms that keep such places.
_needs: "list[Callable[[User], bool]]" = []


def register_need(need: "Callable[[User], bool]") -> None:
    """Adds who needs a second factor for another place; called while the application starts."""
    if need not in _needs:
        _needs.append(need)


def is_used(request: HttpRequest) -> bool:
    """Whether this session proved a second factor; no query."""
    if request.session.get(SESSION_KEY):
        return True
    records = get_authentication_records(request, cast("User", request.user))
    return any(record.get("method") == _MFA for record in records)


def proved_recently(request: HttpRequest, *, at: datetime) -> set[int]:
    """The factors that were proved here a moment ago."""
    records = get_authentication_records(request, cast("User", request.user))
    since = at.timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return {
        int(record["id"])
        for record in records
        if record.get("method") == _MFA and float(record.get("at", 0)) >= since
    }


def is_registered(user: "User") -> bool:
    """Whether this account has a second factor."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=_FACTORS).exists()


def admin_decision(request: HttpRequest) -> Decision:
    """Whether this session may see the admin; one query only when it will be refused."""
    required = settings.STAFF_SECOND_FACTOR and request.user.is_authenticated
    enters = required and request.user.has_perm("wagtailadmin.access_admin")
    return _decision(request, required=bool(required), enters=bool(enters))


def guarded_decision(request: HttpRequest) -> Decision:
    """The same for the admin and for whatever other place of this person is kept as it is."""
    required = settings.STAFF_SECOND_FACTOR and request.user.is_authenticated
    enters = required and (
        request.user.has_perm("wagtailadmin.access_admin")
        or any(need(cast("User", request.user)) for need in _needs)
    )
    return _decision(request, required=bool(required), enters=bool(enters))


def _decision(request: HttpRequest, *, required: bool, enters: bool) -> Decision:
    user = request.user
    used = enters and is_used(request)
    registered = enters and not used and is_registered(cast("User", user))
    return rules.second_factor(
        required=required, enters_admin=enters, used=used, registered=registered
    )


def forget_use(request: HttpRequest) -> None:
    """This session proved nothing any more: its account has no second factor left."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    kept = [record for record in records if record.get("method") != _MFA]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
