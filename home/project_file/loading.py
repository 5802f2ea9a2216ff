"""Loading a project: all is checked first, then written in one transaction, or not at all."""

import logging
from pathlib import Path

from django.db import transaction

from .body_pages import load_body_pages
from .calls import load_historic_call, load_levels, load_themes
from .catalogue import load_axes, load_periods, load_priorities, load_values
from .editorial import load_editorial
from .report import Outcome, Report
from .site import load_home, load_menus, load_settings
from .source import Source, read_source
from .story import load_project_page
from .writer import Writer

logger = logging.getLogger(__name__)


class _DryRun(Exception):
    """Undoes the transaction of a rehearsal."""


def load_project(project: Path, texts: Path | None = None, *, dry_run: bool = False) -> Report:
    """Brings the site to what the files say; tells what was created, updated, left, kept.

    Refuses (InvalidFileError) before any write when a file has a fault. Running it again with the
    same files writes nothing. Facts follow the file; a text that somebody edited stays; addresses
    never change; nothing is deleted but the parts of the project page that the file dropped. A
    rehearsal (`dry_run`) does everything, then undoes it.
    """
    source = read_source(project, texts)
    report = Report()
    try:
        with transaction.atomic():
            write(source, report)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return report
    logger.info(
        "Project loaded",
        extra={
            "event": "home.project.loaded",
            "objects_created": report.total(Outcome.CREATED),
            "objects_updated": report.total(Outcome.UPDATED),
        },
    )
    return report


def write(source: Source, report: Report) -> None:
    """Writes everything, in the order in which things need one another."""
    writer = Writer(report)
    home = load_home(source, writer)
    load_settings(source, writer)
    values = load_values(source, writer, home=home)
    load_axes(source, writer, home=home, values=values)
    load_periods(source, writer)
    priorities = load_priorities(source, writer, home=home, values=values)
    load_project_page(source, writer, home=home)
    load_body_pages(source, writer, home=home)
    load_editorial(source, writer, home=home)
    load_menus(writer, home=home)
    load_levels(source, writer)
    load_themes(source, writer)
    load_historic_call(source, writer, priorities=priorities)
    writer.fingerprints.save()
