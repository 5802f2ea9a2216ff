"""Says whether a published count is still what was published: `manage.py verify_count SLUG`."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...models import ParticipatoryBudget
from ...queries.count_checks import Difference, verify


class Command(BaseCommand):
    """Recomputes rules, journal, ballots, result and files of a vote; 1 when something differs."""

    help = (
        "Recomputes the fingerprints of the rules, of the journal, of the ballots and of every "
        "published file, and counts the ballots again. Names what differs; exits with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="The end of the address of the budget.")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Write the result as JSON."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        budget = ParticipatoryBudget.objects.filter(slug=options["slug"]).first()
        if budget is None:
            raise CommandError(_("No participatory budget has this address."))
        found = verify(budget)
        if options["as_json"]:
            told = [one.as_dict() for one in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        elif not found:
            self.stdout.write(
                _("Everything is as it was published: %(title)s.") % {"title": budget.title}
            )
        for one in found if not options["as_json"] else ():
            self.stderr.write(_words(one))
        if found:
            sys.exit(1)


def _words(one: Difference) -> str:
    said = _("%(what)s %(key)s: published %(published)s, found %(found)s")
    return said % {**one.as_dict(), "published": one.published or "—", "found": one.found or "—"}
