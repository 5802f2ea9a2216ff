"""What time brings to meetings: `manage.py run_workshops`, every minute."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions import lapse_offers, remind


class Command(BaseCommand):
    """Run every minute; running it twice tells nothing twice."""

    help = (
        "Takes back the seats that nobody confirmed in time and offers them to who waits next; "
        "reminds those who have a seat of a meeting that is near. Run it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        lapsed, reminded = lapse_offers(at=at), remind(at=at)
        if lapsed or reminded:
            said = _("Offers taken back: %(lapsed)d. Reminders: %(reminded)d.")
            self.stdout.write(said % {"lapsed": lapsed, "reminded": reminded})
