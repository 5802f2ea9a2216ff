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
from .letters import cancel_letter, send_letter, spread_letters, try_letter, write_letter
from .telling import tell_again, tell_people

__all__ = [
    "ask_by_email",
    "cancel_letter",
    "change_frequency",
    "confirm",
    "erase_subscriber",
    "expand_events",
    "follow",
    "forget_old_events",
    "publish_event",
    "send_letter",
    "send_own_link",
    "spread_letters",
    "stop_all",
    "tell_again",
    "tell_people",
    "try_letter",
    "unfollow",
    "write_letter",
]
