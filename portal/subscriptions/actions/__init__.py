"""The writers of subscriptions, by subject; rooms publish events, nothing else writes."""

from .events import expand_events, forget_old_events, publish_event
from .following import (
    ask_by_email,
    change_frequency,
    confirm,
    erase_subscriber,
    follow,
    send_own_link,
    stop_all,
    unfollow,
)
from .telling import tell_people

__all__ = [
    "ask_by_email",
    "change_frequency",
    "confirm",
    "erase_subscriber",
    "expand_events",
    "follow",
    "forget_old_events",
    "publish_event",
    "send_own_link",
    "stop_all",
    "tell_people",
    "unfollow",
]
