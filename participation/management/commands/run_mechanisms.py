"""What time brings to the core and to each mechanism: `manage.py run_mechanisms`, every minute."""

import logging
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...mechanism import mechanisms

logger = logging.getLogger("participation")
OF_THE_CORE = ("close_activities",)


class Command(BaseCommand):
    """Each command apart: one that fails stops no other. Running it twice does nothing more."""

    help = (
        "Runs what is due every minute: close_activities, then the commands of each mechanism that "
        "is switched on. Exits with 1 when one failed; the log says which."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        brought = (name for mechanism in mechanisms() for name in mechanism.every_minute)
        failed = [name for name in (*OF_THE_CORE, *brought) if not self._ran(name)]
        if failed:
            sys.exit(1)

    def _ran(self, name: str) -> bool:
        """Whether the command ended well; what it wrote is written here."""
        try:
            call_command(name, stdout=self.stdout, stderr=self.stderr)
        # SystemExit: the command said itself what failed.
        except (Exception, SystemExit) as error:
            failed = not isinstance(error, SystemExit) or bool(error.code)
            if failed:
                logger.exception(
                    "Command of every minute failed",
                    extra={"event": "participation.minute_failed", "command": name},
                )
                told = {"command": name, "reason": type(error).__name__}
                self.stderr.write(_("Failed: %(command)s (%(reason)s)") % told)
            return not failed
        return True
