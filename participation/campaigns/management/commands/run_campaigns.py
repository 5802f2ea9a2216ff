"""What time brings to campaigns: `manage.py run_campaigns`, every minute."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions import send_questions


class Command(BaseCommand):
    """Run every minute; running it twice writes to nobody twice."""

    help = (
        "Writes, once each, to the confirmed addresses of the campaigns that now ask whether "
        "people kept it up. Run it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_questions(at=timezone.now())
        if count:
            self.stdout.write(_("Questions sent: %(count)d.") % {"count": count})
