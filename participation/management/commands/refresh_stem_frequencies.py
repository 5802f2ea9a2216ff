"""Counts how usual each word is: `manage.py refresh_stem_frequencies`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...actions import refresh_stem_frequencies


class Command(BaseCommand):
    """Keeps the search for similar ideas quick and right as contributions come in."""

    help = "Counts how usual each word of the published contributions is. Run it every night."

    def handle(self, *args: Any, **options: Any) -> None:
        count = refresh_stem_frequencies()
        self.stdout.write(
            _("Contributions whose words were counted: %(count)d.") % {"count": count}
        )
