"""Puts each picture where it belongs: `manage.py place_pictures`; run every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...actions import place_pictures


class Command(BaseCommand):
    """Shows everybody the pictures that everybody may see, and keeps the others; a net."""

    help = (
        "Shows everybody the pictures that somebody unknown may see, and keeps the others for "
        "those who may read what shows them. Changes follow at once: this is a net under them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        placed = place_pictures()
        if any(placed):
            self.stdout.write(
                _("Pictures opened: %(opened)d, closed: %(closed)d, sizes to cut anew: %(sizes)d.")
                % placed._asdict()
            )
