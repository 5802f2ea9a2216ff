"""Asks supporters of grouped ideas: `manage.py ask_supporters [--limit 200] [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import ngettext

from ...actions import mail_support_questions

_LIMIT = 200


class Command(BaseCommand):
    """Sends the next questions in one batch; who was written to is not written to again."""

    help = "Mails the questions to supporters of grouped contributions, one batch. Run it hourly."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=_LIMIT, help="mails at most (200)")
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        count = mail_support_questions(
            at=timezone.now(), limit=options["limit"], dry_run=options["dry_run"]
        )
        self.stdout.write(
            ngettext("%(count)d question to mail.", "%(count)d questions to mail.", count)
            % {"count": count}
            if options["dry_run"]
            else ngettext("%(count)d question mailed.", "%(count)d questions mailed.", count)
            % {"count": count}
        )
