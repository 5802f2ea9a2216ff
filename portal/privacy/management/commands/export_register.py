"""Writes the register of processings: `manage.py export_register FILE.csv` or `FILE.xlsx`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...exports import write_register


class Command(BaseCommand):
    """The register that the law asks for (GDPR, art. 30), as a table."""

    help = "Writes the register of processings to a .csv or .xlsx file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write; .csv or .xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        kind = path.suffix.lower().removeprefix(".")
        if kind not in {"csv", "xlsx"}:
            raise CommandError(_("Choose a file whose name ends in .csv or .xlsx."))
        with path.open("wb") as file:
            count = write_register(kind, file)
        self.stdout.write(_("Processings written: %(count)d.") % {"count": count})
