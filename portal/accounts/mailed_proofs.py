"""A code by mail proves again who is there, for accounts with neither password nor second factor.

allauth asks nothing of them before a change of security; whoever sits before an open session could
do anything. Its own machinery carries the code: so many tries, so much time, this session only.
"""

import time
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.http import HttpRequest

from portal.security.actions import record_event

from . import notifications
from .models import User

_STATE_KEY = "mailed_proof"
_METHOD = "code"


def is_only_way(user: User) -> bool:
    """Whether an account proves itself by mail: it has no password and no second factor."""
    return bool(user.email) and not get_reauthentication_flows(user)


def is_missing(request: HttpRequest) -> bool:
    """Whether such an account has proved nothing in this session for some time."""
    user = cast(User, request.user)
    if not user.is_authenticated or not is_only_way(user):
        return False
    proved = [
        float(record["at"])
        for record in get_authentication_records(request, user)
        if record.get("reauthenticated")
    ]
    return time.time() - max(proved, default=0.0) >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class MailedProof(AbstractCodeVerificationProcess):
    """A code that was sent, until it is typed, too old, or guessed at too often."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=cast(User, request.user),
        )

    @classmethod
    def begin(cls, request: HttpRequest) -> "MailedProof":
        """Sends a code to the address of the account; one sent before opens nothing any more."""
        user = cast(User, request.user)
        proof = cls(request, cls.initial_state(user=user, email=user.email))
        proof.state["code"] = get_adapter().generate_login_code()
        proof.persist()
        proof.send()
        return proof

    @classmethod
    def under_way(cls, request: HttpRequest) -> "MailedProof | None":
        """The code that this session waits for; none when it is over, or for another address."""
        state = request.session.get(_STATE_KEY)
        if not state:
            return None
        proof, user = cls(request, state), cast(User, request.user)
        theirs = cls.initial_state(user=user)["user_id"] == state["user_id"]
        if not theirs or user.email != state["email"]:
            proof.abort()
            return None
        found: MailedProof | None = proof.abort_if_invalid()
        return found

    def send(self) -> None:
        context = {"code": self.code}
        notifications.send("proof_code", to=self.state["email"], context=context)

    def persist(self) -> None:
        self.request.session[_STATE_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(_STATE_KEY, None)

    def refuse(self) -> bool:
        """Notes a wrong code; False when it was the last try."""
        left = self.record_invalid_attempt()
        record_event("accounts.session.refused", actor=self.user, method=_METHOD, last=not left)
        return bool(left)

    def finish(self) -> None:
        """Notes that the person of this session is who they say; the code served."""
        self.abort()
        record_authentication(
            self.request,
            self.user,
            method=_METHOD,
            email=self.state["email"],
            reauthenticated=True,
        )
