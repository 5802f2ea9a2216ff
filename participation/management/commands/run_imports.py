"""`manage.py run_imports`: checks and writes the imports that wait; --loop stays and waits."""

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

from ...actions.import_jobs import LEASE, forget_files, release, take_job, work_on
from ...queries.imports import note_sign_of_life

_PAUSE = 2
# How often an idle worker says that it is there, and forgets files: in pauses.
_EVERY = 15


class Command(BaseCommand):
    """The worker of imports: any number may run, on any number of machines."""

    help = "Checks, writes and sweeps imports of contributions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="Stay, and wait for the next ones.")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            help="Seconds without a sign of life after which a worker is taken for dead.",
        )

        parser.add_argument(
            "--beside", type=int, default=0, help="Leave once the process of this number is gone."
        )

    def handle(self, *args: Any, loop: bool, lease: float, beside: int = 0, **options: Any) -> None:
        self.worker = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.lease = timedelta(seconds=lease)
        if loop:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        idle = 0
        while True:
            if idle % _EVERY == 0:
                note_sign_of_life(timezone.now())
                forget_files(at=timezone.now())
            worked = self._work(loop=loop)
            if not (worked or loop) or (beside and not _lives(beside)):
                break
            idle = 0 if worked else idle + 1
            if not worked:
                close_old_connections()
                time.sleep(_PAUSE)

    def _work(self, *, loop: bool) -> bool:
        """Does one import, if one waits; gives it back when told to leave in the middle."""
        imported = None
        try:
            imported = take_job(worker=self.worker, at=timezone.now(), lease=self.lease)
            if imported is not None:
                work_on(imported, timezone.now)
        except (SystemExit, KeyboardInterrupt):
            if imported is not None:
                release(imported)
            raise
        except OperationalError:
            if not loop:
                raise
            close_old_connections()
            return False
        return imported is not None


def _lives(process: int) -> bool:
    """Whether this process is still there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
