"""Counts the figures of very large activities anew: `manage.py renew_figures`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...queries.kept_figures import renew_figures


class Command(BaseCommand):
    """Keeps pages of figures quick, however much there is to count."""

    help = "Counts the figures of very large activities anew. Run it every five minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        count = renew_figures(timezone.now())
        self.stdout.write(_("Pages of figures counted anew: %(count)d.") % {"count": count})
