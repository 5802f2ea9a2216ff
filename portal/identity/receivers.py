"""What allauth announces: somebody is signed in, at the end of all its steps."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import User

from . import actions, evidence


def entered(
    sender: Any, request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_: Any
) -> None:
    """Marks the session of whoever came by a provider, and keeps that they did."""
    found = evidence.attached(sociallogin)
    if found is None:
        return
    evidence.remember(request, found)
    actions.note_entry(user=user, evidence=found, at=timezone.now())


def connect() -> None:
    """Listens from now on."""
    user_logged_in.connect(entered, dispatch_uid="portal.identity.entered")
