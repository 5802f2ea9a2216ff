"""Erases the personal data whose time has passed: `manage.py erase_old_data [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions import erase_addresses, erase_scans

from ...actions import erase_handled_messages


class Command(BaseCommand):
    """Keeps the promises of the notices beside the forms."""

    help = "Erases old contact messages and contributors' addresses. Run it every day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        at, dry_run = timezone.now(), options["dry_run"]
        messages = erase_handled_messages(at=at, dry_run=dry_run)
        addresses = erase_addresses(at=at, dry_run=dry_run)
        scans = erase_scans(at=at, dry_run=dry_run)
        self.stdout.write(_("Contact messages to erase: %(count)d.") % {"count": messages})
        self.stdout.write(_("E-mail addresses to erase: %(count)d.") % {"count": addresses})
        self.stdout.write(_("Scans of papers to erase: %(count)d.") % {"count": scans})
