"""The writer of open sessions: which browsers an account is signed in with, and ending them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal.security.actions import record_event

from .devices import browser_of, system_of
from .models import OpenSession

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import User

# Kept in the session itself, so that most requests write nothing.
SEEN_KEY = "seen_at"
_OPENED_KEY = "opened_at"


def note(request: HttpRequest, *, at: datetime | None = None, anew: bool = False) -> None:
    """Notes that this session was seen, once an hour; `anew` when it opened or changed its key."""
    session, moment = request.session, (at or timezone.now()).timestamp()
    seen = session.get(SEEN_KEY)
    if not anew and seen is not None and moment - seen < settings.SESSION_SEEN_SECONDS:
        return
    if not request.user.is_authenticated or not session.session_key:
        return
    session[SEEN_KEY] = moment
    opened = session.setdefault(_OPENED_KEY, moment)
    agent = request.headers.get("User-Agent", "")
    try:
        with transaction.atomic():
            OpenSession.objects.update_or_create(
                session_id=session.session_key,
                defaults={"user": request.user, "seen_at": _moment(moment)},
                create_defaults={
                    "user": request.user,
                    "browser": browser_of(agent),
                    "system": system_of(agent),
                    "opened_at": _moment(opened),
                    "seen_at": _moment(moment),
                },
            )
    except IntegrityError:
        # Ended from elsewhere while this request was answered.
        return


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def of(user: "User") -> list[OpenSession]:
    """The sessions of this person that still open their account, the last seen first."""
    found = (
        OpenSession.objects.filter(user=user, session__expire_date__gt=timezone.now())
        .select_related("session")
        .order_by("-seen_at", "-pk")
    )
    return [one for one in found if _opens(one.session, user)]


def _opens(session: Session, user: "User") -> bool:
    """Whether a session holds after changes of password: Django's own comparison."""
    held = session.get_decoded().get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(held, good) for good in hashes)


@transaction.atomic
def end(*, user: "User", pk: int, current: str | None) -> bool:
    """Signs this person out of one other browser; says whether there was one."""
    found = OpenSession.objects.filter(user=user, pk=pk).exclude(session_id=current or "")
    ended = _end(found.values_list("session_id", flat=True))
    if ended:
        record_event("accounts.session.ended", actor=user, sessions=ended)
    return bool(ended)


@transaction.atomic
def end_others(*, user: "User", current: str | None, by: "User | None" = None) -> int:
    """Signs this person out everywhere but here (`current`); says of how many browsers."""
    found = OpenSession.objects.filter(user=user).exclude(session_id=current or "")
    ended = _end(found.values_list("session_id", flat=True))
    if ended:
        record_event("accounts.session.ended", actor=by or user, sessions=ended, user=user.pk)
    return ended


def _end(keys: "Iterable[str]") -> int:
    taken = list(keys)
    Session.objects.filter(session_key__in=taken).delete()
    return len(taken)
