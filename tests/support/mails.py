"""The worker of mails, until nothing is left: what waits in the outbox leaves."""

from portal.notifications.delivery import deliver_batch
from portal.notifications.registry import feeders


def deliver() -> None:
    """Writes what is to be written and hands over all that waits, as the worker does."""
    tried = 1
    while tried:
        while sum(feed() for feed in feeders()):
            pass
        tried, _answered = deliver_batch(worker="test")
