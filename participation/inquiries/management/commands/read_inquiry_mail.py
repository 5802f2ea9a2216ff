"""Mails of registers: `manage.py read_inquiry_mail`, every minute."""

import logging
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.intake import take_mail
from ...mailboxes import Mailbox, MailboxError, Waiting, open_mailbox
from ...models import MailMessage
from ...room_enums import MailProblem, MailState

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """A mail is marked as read once it is kept: killed at any moment, it takes none twice."""

    help = (
        "Takes the mails of the mailbox at INQUIRY_MAILBOX (maildir:///folder, or "
        "imaps://user:password@host/INBOX) into the registers they are written to. What cannot "
        "be taken is kept aside and told. Without a mailbox, does nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mailbox", default=settings.INQUIRY_MAILBOX, help="instead of it")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["mailbox"]
        if not address:
            return
        self.counts: Counter[str] = Counter()
        self.failed = 0
        try:
            mailbox = open_mailbox(address)
            try:
                self._read(mailbox)
            finally:
                mailbox.close()
        except MailboxError as error:
            raise CommandError(_("The mailbox cannot be read: %(why)s") % {"why": error}) from error
        self._report()
        if self.failed:
            raise CommandError(_("Mails that could not be kept: %(n)d.") % {"n": self.failed})

    def _read(self, mailbox: Mailbox) -> None:
        for waiting in mailbox.waiting():
            try:
                kept = take_mail(waiting=waiting, at=timezone.now())
            except Exception:
                # It stays unread, and is tried again; the others do not wait for it.
                logger.exception("Mail not kept", extra={"event": "inquiries.mail.failed"})
                self.failed += 1
                continue
            mailbox.mark(waiting.key)
            self._count(kept, waiting)

    def _count(self, kept: list[MailMessage], waiting: Waiting) -> None:
        for one in kept:
            self.counts[one.state] += 1
            if one.problem == MailProblem.UNKNOWN_ADDRESS:
                told = {"number": one.pk, "to": one.recipients or "–"}
                self.stderr.write(
                    _("Mail %(number)d is kept aside: no procedure has the address %(to)s.") % told
                )
            elif one.state == MailState.ASIDE:
                told = {"number": one.pk, "why": one.get_problem_display()}
                self.stderr.write(_("Mail %(number)d is kept aside. %(why)s") % told)

    def _report(self) -> None:
        if self.counts:
            said = _("In the register: %(taken)d. Kept aside: %(aside)d. Automatic: %(ignored)d.")
            self.stdout.write(said % {state: self.counts[state] for state in MailState.values})
