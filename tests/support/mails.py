"""The worker of mails, for one turn: what waits in the outbox leaves."""

from portal.notifications.delivery import deliver_batch
from portal.notifications.registry import feeders


def deliver() -> None:
    """Writes what is to be written and hands over all that waits, as the worker does."""
    while sum(feed() for feed in feeders()):
        pass
    while deliver_batch(worker="test")[0]:
        pass
