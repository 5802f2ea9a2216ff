"""Erases the personal data whose time has passed: `manage.py erase_old_data [--dry-run]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions import run_retention
from ...registry import retention_rules, said


class Command(BaseCommand):
    """Keeps the promises of the notices beside the forms."""

    help = (
        "Applies every retention rule of the portal and records what each did. Run it every day; "
        "the admin says so when nothing ran for three days."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        run = run_retention(at=timezone.now(), dry_run=options["dry_run"])
        labels = {rule.name: said(rule.label) for rule in retention_rules()}
        failed = []
        for line in run.lines.all():
            if line.failed:
                failed.append(line.rule)
                continue
            told = {"rule": labels[line.rule], "count": line.count}
            self.stdout.write(_("%(rule)s: %(count)d.") % told)
        if failed:
            raise CommandError(
                _("Not applied, see the log: %(rules)s.") % {"rules": ", ".join(failed)}
            )
