"""What a provider proved of a person, once everything was verified; carried by the session only."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest

_KEY = "identity"
_STATE = "evidence"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One verified answer; `subject` is how the provider names the person to this portal only."""

    provider: str
    subject: str
    at: float
    # To sign out at the provider too, later; never stored in the database's tables.
    id_token: str
    used_second_factor: bool = False
    is_assisted: bool = False


def attach(login: SocialLogin, evidence: Evidence) -> None:
    """Makes the evidence follow a sign-in through allauth's steps, whatever they are."""
    login.state[_STATE] = asdict(evidence)


def attached(login: SocialLogin | None) -> Evidence | None:
    """The evidence that follows a sign-in; none when it took another door."""
    found = login.state.get(_STATE) if login is not None else None
    return Evidence(**found) if found else None


def remember(request: HttpRequest, evidence: Evidence) -> None:
    """Marks the session of whoever just signed in, or linked, with what was proved."""
    request.session[_KEY] = asdict(evidence)
    if evidence.used_second_factor:
        request.session["second_factor"] = evidence.provider
    if evidence.is_assisted:
        request.session["assisted"] = True


def remembered(request: HttpRequest) -> Evidence | None:
    """What a provider proved of the person of this session, if one did."""
    found: dict[str, Any] | None = request.session.get(_KEY)
    return Evidence(**found) if found else None


def forget(request: HttpRequest, provider: str) -> None:
    """Forgets what a provider proved, once its identity is unlinked from the account."""
    found = remembered(request)
    if found and found.provider == provider:
        del request.session[_KEY]
    if request.session.get("second_factor") == provider:
        del request.session["second_factor"]


def proved_recently(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the person of this session signed in, or proved who they are, a moment ago."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    latest = max((float(record.get("at", 0)) for record in records), default=0.0)
    return at.timestamp() - latest < settings.IDENTITY_PROOF_SECONDS
