"""Erases the messages whose time has passed: `manage.py erase_old_messages [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import ngettext

from ...actions import erase_handled_messages


class Command(BaseCommand):
    """Keeps the promise of the notice beside the contact form."""

    help = "Erases messages handled longer ago than MESSAGE_RETENTION_DAYS. Run it every day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        count = erase_handled_messages(at=timezone.now(), dry_run=options["dry_run"])
        told = ngettext("%(count)d message to erase.", "%(count)d messages to erase.", count)
        self.stdout.write(told % {"count": count})
