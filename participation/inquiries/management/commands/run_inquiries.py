"""What time brings to procedures: `manage.py run_inquiries`, every minute."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.alerts import send_alerts


class Command(BaseCommand):
    """Run every minute; running it twice tells nothing twice."""

    help = (
        "Tells those named in a procedure, and the officers who run it, of the dates that come "
        "near or passed. Run it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_alerts(at=timezone.now())
        if count:
            self.stdout.write(_("Alerts about due dates: %(count)d.") % {"count": count})
