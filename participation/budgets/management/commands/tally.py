"""`manage.py tally FILE.pb`: counts a Pabulib file, anybody's or one of ours; changes nothing."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ...counting.cli import add_arguments, run


class Command(BaseCommand):
    """The count on the command line; exit code 2 and a sentence when the file is not one."""

    help = "Counts a Pabulib file (.pb): who wins, in which order, at what price."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        code = run(options, self.stdout, self.stderr)  # type: ignore[arg-type]
        if code:
            sys.exit(code)
