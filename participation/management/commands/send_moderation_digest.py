"""Tells the moderators what waits: `manage.py send_moderation_digest`, every morning."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...actions.digest import send_moderation_digest


class Command(BaseCommand):
    """One mail a day to each moderator, none when nothing waits."""

    help = "Mails the moderators what waits to be read. Run it every morning; twice is harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        noted = send_moderation_digest(at=timezone.now())
        if noted is None:
            self.stdout.write(_("No digest: nothing waits, or today’s already left."))
            return
        count = noted.recipient_count
        said = ngettext(
            "Digest sent to %(count)d person.", "Digest sent to %(count)d people.", count
        )
        self.stdout.write(said % {"count": count})
