"""Says whether published reviews are still what was published: `manage.py verify_reviews`."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import Review
from ...queries.review_checks import (
    ADDED,
    GONE,
    Alteration,
    not_as_logged,
    published_for_checks,
    verify_review,
)

# Of a long text, what shows where it is.
_SHOWN = 160


class Command(BaseCommand):
    """Recomputes every published review from its rows and its files; 1 when something differs."""

    help = (
        "Recomputes every published review from its rows, from the news and files that it cites, "
        "and the chain of fingerprints. Names each row altered, added or taken away; exits with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Write the result as JSON."
        )
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="NUMBER=FINGERPRINT",
            help="A fingerprint held elsewhere, such as in a mail; may be given several times.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found: list[Alteration] = []
        before: Review | None = None
        fingerprints: dict[str, str] = {}
        for review in published_for_checks():
            found += verify_review(review, before)
            fingerprints[str(review.number)] = review.fingerprint
            before = review
        known = {(one.review, one.field) for one in found}
        logged = not_as_logged({int(key): value for key, value in fingerprints.items()})
        found += [one for one in logged if (one.review, one.field) not in known]
        found += _unexpected(options["expect"], fingerprints)
        if options["as_json"]:
            told = {"reviews": fingerprints, "alterations": [one.as_dict() for one in found]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self._say(len(fingerprints), found)
        if found:
            sys.exit(1)

    def _say(self, count: int, found: list[Alteration]) -> None:
        if not found:
            said = ngettext(
                "%(count)d published review, as it was published.",
                "%(count)d published reviews, as they were published.",
                count,
            )
            self.stdout.write(said % {"count": count})
            return
        for one in found:
            self.stderr.write(_words(one))
        said = ngettext(
            "%(count)d alteration of what was published.",
            "%(count)d alterations of what was published.",
            len(found),
        )
        self.stderr.write(said % {"count": len(found)})


def _words(one: Alteration) -> str:
    told = {
        "review": one.review,
        "table": one.table,
        "key": one.key,
        "field": one.field,
        "published": _short(one.published),
        "found": _short(one.found),
    }
    if one.field == GONE:
        return _("Review %(review)s: %(table)s, row %(key)s is missing: %(published)s") % told
    if one.field == ADDED:
        return _("Review %(review)s: %(table)s, row %(key)s was added: %(found)s") % told
    said = _(
        "Review %(review)s: %(table)s, row %(key)s, field %(field)s: published %(published)s, "
        "found %(found)s"
    )
    return said % told


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _unexpected(expected: list[str], fingerprints: dict[str, str]) -> list[Alteration]:
    """Compare with fingerprints that somebody holds elsewhere."""
    found = []
    for pair in expected:
        number, _equals, wanted = pair.partition("=")
        known = fingerprints.get(number.strip(), "")
        if known != wanted.strip().lower().replace(" ", ""):
            key = number.strip()
            review = int(key) if key.isdecimal() else 0
            found.append(
                Alteration(review, Review._meta.db_table, key, "fingerprint", wanted, known)
            )
    return found
