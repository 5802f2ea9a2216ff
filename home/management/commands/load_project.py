"""Loads a city's project file into the site: `manage.py load_project FILE [--texts FILE]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...project_file.faults import InvalidFileError
from ...project_file.loading import load_project


class Command(BaseCommand):
    """Checks the files, then creates or updates what they describe; nothing on any fault."""

    help = (
        "Creates or updates the site from a project file (facts) and a texts file. Nothing is "
        "written when a fault is found. What editors wrote is kept. Can be run again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the project file (YAML)")
        parser.add_argument(
            "--texts",
            type=Path,
            help="the texts file (YAML); by default texts.yaml beside the project file, if any",
        )
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        beside = file.with_name("texts.yaml")
        texts = options["texts"] or (beside if beside.is_file() else None)
        try:
            report = load_project(file, texts, dry_run=options["dry_run"])
        except InvalidFileError as invalid:
            raise CommandError(refusal(invalid)) from invalid
        except ValidationError as invalid:
            raise CommandError("\n".join(invalid.messages)) from invalid
        for line in report.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(_("This was a rehearsal: nothing was written."))


def refusal(invalid: InvalidFileError) -> str:
    """Every fault, a line each, and what happened: nothing."""
    count = len(invalid.faults)
    title = ngettext(
        "%(count)d fault was found. Nothing was written.",
        "%(count)d faults were found. Nothing was written.",
        count,
    ) % {"count": count}
    return "\n".join([title, *(f"  {fault}" for fault in invalid.faults)])
