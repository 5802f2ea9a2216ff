"""`manage.py deliver_mails`: writes and hands over the mails that wait; --loop stays and waits."""

import os
import secrets
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from ...delivery import LEASE, deliver_batch, feed_once
from ...queries import note_sign_of_life
from ...registry import feeders

_PAUSE = 2
# A mail server that does not answer is asked again after longer and longer pauses, up to this.
_LONGEST_PAUSE = 60


class Command(BaseCommand):
    """The worker of mails: any number may run, on any number of machines."""

    help = "Writes and delivers mails: notices, digests, letters, and whatever waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="Stay, and wait for the next ones.")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            help="Seconds after which a mail in a dead worker's hands is sent by another.",
        )
        parser.add_argument(
            "--beside", type=int, default=0, help="Leave once the process of this number is gone."
        )

    def handle(self, *args: Any, loop: bool, lease: float, beside: int = 0, **options: Any) -> None:
        self.worker = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.lease = timedelta(seconds=lease)
        self.pause = float(_PAUSE)
        self.asks_again_at = 0.0
        if loop:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        while True:
            note_sign_of_life(timezone.now())
            worked = self._turn(loop=loop)
            if not (worked or loop) or (beside and not _lives(beside)):
                break
            if not worked:
                close_old_connections()
                time.sleep(_PAUSE)

    def _turn(self, *, loop: bool) -> bool:
        """Writes a little of what is to be written, hands over some mails; whether it did any.

        A mail server that does not answer keeps nothing from being written.
        """
        try:
            wrote = [feed_once(feed) for feed in feeders()]
            delivered = time.monotonic() >= self.asks_again_at and self._deliver()
        except OperationalError:
            if not loop:
                raise
            close_old_connections()
            return False
        return delivered or any(wrote)

    def _deliver(self) -> bool:
        """Hands over some mails; whether there were any, and somebody to take them."""
        tried, answered = deliver_batch(worker=self.worker, lease=self.lease)
        if answered:
            self.pause = float(_PAUSE)
            return bool(tried)
        self.stderr.write("The mail server does not answer: what waits is kept.")
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)
        self.asks_again_at = time.monotonic() + self.pause
        return False


def _lives(process: int) -> bool:
    """Whether this process is still there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
