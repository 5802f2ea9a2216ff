"""Says whether registers still are what was received: `manage.py verify_register`."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...queries.register_checks import Fault, registers_for_checks, unexpected, verify_register


class Command(BaseCommand):
    """Recomputes every register from its lines; 1 when something differs."""

    help = (
        "Recomputes the chain of every register of observations, the commitments to names and "
        "addresses that are kept, the hidden words and the dossier. Names each row altered, added "
        "or taken away; exits with 1. With --files, reads every file again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", help="Addresses of procedures; all without any.")
        parser.add_argument("--files", action="store_true", help="Read every file again.")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Write the result as JSON."
        )
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="SLUG:NUMBER=FINGERPRINT",
            help="A fingerprint held elsewhere, such as on a receipt; may be given several times.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = set(options["slugs"])
        registers = [
            one for one in registers_for_checks() if not asked or one.inquiry.slug in asked
        ]
        if missing := asked - {one.inquiry.slug for one in registers}:
            raise CommandError(_("Unknown: %(slugs)s") % {"slugs": ", ".join(sorted(missing))})
        faults = [
            fault
            for register in registers
            for fault in verify_register(register, with_files=options["files"])
        ]
        faults += unexpected(options["expect"])
        if options["as_json"]:
            heads = {one.inquiry.slug: one.head for one in registers}
            told = {"registers": heads, "faults": [one.as_dict() for one in faults]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self._say(len(registers), faults)
        if faults:
            sys.exit(1)

    def _say(self, count: int, faults: list[Fault]) -> None:
        if not faults:
            said = ngettext(
                "%(count)d register, as it was received.",
                "%(count)d registers, as they were received.",
                count,
            )
            self.stdout.write(said % {"count": count})
            return
        for one in faults:
            words = _("%(procedure)s: %(table)s, row %(row)s, %(what)s differs")
            self.stderr.write(words % one.as_dict())
