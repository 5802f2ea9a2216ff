"""What mailed links about subscriptions carry, sealed: to confirm, to change, to stop."""

from dataclasses import dataclass

from django.conf import settings

from portal.sealed import BadSeal, seal, unseal

_CONFIRM = "subscriptions.confirm"
_MANAGE = "subscriptions.manage"
_STOP = "subscriptions.stop"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked to follow, before the address is proved."""

    email: str
    frequency: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handle:
    """Whose subscriptions a link opens; `topic` is what it stops, or nothing for all of them."""

    subscriber_id: int
    # Changes when the subscriber starts anew: old links do not open what came later.
    key: str
    topic: str = ""


def confirm_token(asked: Asked) -> str:
    """The link that proves an address; nothing is kept before it is followed."""
    return seal(_CONFIRM, asked.email, asked.frequency, *asked.topics)


def asked_in(token: str) -> Asked:
    """What a link confirms. Raises BadSeal, or SealExpired when too old."""
    values = unseal(_CONFIRM, token, seconds=settings.SUBSCRIBE_LINK_SECONDS)
    if len(values) < 3 or not all(isinstance(value, str) for value in values):
        raise BadSeal
    return Asked(values[0], values[1], tuple(values[2:]))


def manage_token(handle: Handle) -> str:
    """The link to one's list of subscriptions."""
    return seal(_MANAGE, handle.subscriber_id, handle.key)


def stop_token(handle: Handle) -> str:
    """The link that stops one topic or everything."""
    return seal(_STOP, handle.subscriber_id, handle.key, handle.topic)


def managed_by(token: str) -> Handle:
    """Whose list a link opens. Raises BadSeal."""
    return _handle(_MANAGE, token, 2)


def stopped_by(token: str) -> Handle:
    """What a link stops. Raises BadSeal."""
    return _handle(_STOP, token, 3)


def _handle(purpose: str, token: str, count: int) -> Handle:
    values = unseal(purpose, token, seconds=settings.SUBSCRIPTION_LINK_SECONDS)
    if len(values) != count:
        raise BadSeal
    return Handle(int(values[0]), *map(str, values[1:]))
