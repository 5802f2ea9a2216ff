"""What a session remembers of somebody who left for a provider, until they come back, once."""

import hashlib
import hmac
import secrets
import string
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.utils.encoding import force_bytes

from portal.decisions import Refused

from .enums import Process, Reason

_KEY = "identity_departures"
_SPENT = "identity_spent"
_LETTERS = string.ascii_letters + string.digits
_RANDOM = 43  # 256 bits.
_MARK = 32
# Tabs that one browser may have under way; the oldest gives way.
_AT_ONCE = 5
_REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class Departure:
    """One person on the way to a provider; the nonce and the verifier are known to nobody else."""

    provider: str
    process: str
    at: float
    nonce: str
    verifier: str = ""
    next_url: str = ""
    # Whose account the identity is meant for, when it is to be linked.
    user: int | None = None


def random_word() -> str:
    """A word of 256 random bits, letters and digits only: the providers ask for 32 characters."""
    return "".join(secrets.choice(_LETTERS) for _place in range(_RANDOM))


def leave(session: SessionBase, departure: Departure) -> str:
    """Notes a departure in the session; returns the state that must come back with the answer."""
    state = random_word()
    state += _mark(state)
    departures = dict(session.get(_KEY) or {})
    while len(departures) >= _AT_ONCE:
        del departures[min(departures, key=lambda name: departures[name]["at"])]
    departures[state] = asdict(departure)
    session[_KEY] = departures
    return state


def come_back(session: SessionBase, state: str, provider: str, *, at: datetime) -> Departure:
    """The departure that a state names, which is forgotten: a state serves once.

    Raises Refused and says which of five things is wrong: no state, one that this portal did not
    make, one of another session, one that served already, one that is too old.
    """
    if not state:
        raise Refused(Reason.STATE_MISSING)
    if not _made_here(state):
        raise Refused(Reason.STATE_FORGED)
    departures, spent = dict(session.get(_KEY) or {}), list(session.get(_SPENT) or [])
    if _digest(state) in spent:
        raise Refused(Reason.STATE_REPLAYED)
    found = departures.pop(state, None)
    if found is None or found["provider"] != provider:
        raise Refused(Reason.STATE_FOREIGN)
    session[_KEY] = departures
    session[_SPENT] = [*spent, _digest(state)][-_REMEMBERED:]
    # At once: what follows calls the provider, and may take seconds.
    session.save()
    # Two answers at the same moment read the same session: only one of them adds this.
    seconds = settings.IDENTITY_STATE_SECONDS
    if not cache.add(f"identity:state:{_digest(state)}", 1, seconds):
        raise Refused(Reason.STATE_REPLAYED)
    if at.timestamp() - found["at"] > seconds:
        raise Refused(Reason.STATE_EXPIRED)
    return Departure(**found)


def departure(
    provider: str,
    process: Process,
    *,
    at: datetime,
    next_url: str = "",
    user: int | None = None,
    with_verifier: bool,
) -> Departure:
    """A departure with fresh secrets."""
    return Departure(
        provider=provider,
        process=process.value,
        at=at.timestamp(),
        nonce=random_word(),
        verifier=random_word() if with_verifier else "",
        next_url=next_url,
        user=user,
    )


def _mark(word: str) -> str:
    """What tells a state made here from one made up; the session tells whose it is."""
    key = force_bytes(settings.SECRET_KEY)
    return hmac.new(key, f"identity.state:{word}".encode(), hashlib.sha256).hexdigest()[:_MARK]


def _made_here(state: str) -> bool:
    if len(state) != _RANDOM + _MARK or not state.isascii():
        return False
    return hmac.compare_digest(state[_RANDOM:], _mark(state[:_RANDOM]))


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
