"""Erases the personal data whose time has passed: `manage.py erase_old_data [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions import (
    erase_addresses,
    erase_comment_addresses,
    erase_refused,
    erase_scans,
    erase_staged_files,
    erase_supporter_addresses,
    erase_unconfirmed,
)
from portal.notifications.actions import erase_old_mails
from portal.subscriptions.actions import forget_old_events

from ...actions import erase_handled_messages


class Command(BaseCommand):
    """Keeps the promises of the notices beside the forms."""

    help = (
        "Erases old contact messages, contributors' addresses, contributions that nobody "
        "confirmed, files of forms that nobody sent and old refused texts. Run it every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        at, dry_run = timezone.now(), options["dry_run"]
        messages = erase_handled_messages(at=at, dry_run=dry_run)
        addresses = erase_addresses(at=at, dry_run=dry_run)
        addresses += erase_comment_addresses(at=at, dry_run=dry_run)
        addresses += erase_supporter_addresses(at=at, dry_run=dry_run)
        unconfirmed = erase_unconfirmed(at=at, dry_run=dry_run)
        files = erase_staged_files(at=at, dry_run=dry_run)
        refused = erase_refused(at=at, dry_run=dry_run)
        scans = erase_scans(at=at, dry_run=dry_run)
        mails = erase_old_mails(at=at, dry_run=dry_run)
        mails += forget_old_events(at=at, dry_run=dry_run)
        self.stdout.write(_("Contact messages to erase: %(count)d.") % {"count": messages})
        self.stdout.write(_("E-mail addresses to erase: %(count)d.") % {"count": addresses})
        self.stdout.write(_("Contributions never confirmed: %(count)d.") % {"count": unconfirmed})
        self.stdout.write(_("Files of forms never sent: %(count)d.") % {"count": files})
        self.stdout.write(_("Refused texts to erase: %(count)d.") % {"count": refused})
        self.stdout.write(_("Scans of papers to erase: %(count)d.") % {"count": scans})
        self.stdout.write(_("Old mails and notices to erase: %(count)d.") % {"count": mails})
