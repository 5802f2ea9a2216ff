"""After a change of BALLOT_BOX_SECRET: `manage.py rewrap_ballot_keys`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.decisions import Refused

from ...actions.opening import rewrap_keys


class Command(BaseCommand):
    """Wraps the keys of ballot boxes by the secret of today, so that the former one may go."""

    help = (
        "Wraps the keys of ballot boxes by BALLOT_BOX_SECRET. Until then, keep the former one in "
        "BALLOT_BOX_SECRET_FALLBACKS. Votes go on meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = rewrap_keys()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_("Keys wrapped anew: %(count)d") % {"count": count})
