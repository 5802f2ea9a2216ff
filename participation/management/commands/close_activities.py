"""Notes the activities that are over and tells the officers: `manage.py close_activities`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.promises import close_activities


class Command(BaseCommand):
    """Run every minute; running it twice notes nothing twice."""

    help = "Notes the activities that are over and mails what remains to be done. Every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        for activity in close_activities(at=timezone.now()):
            self.stdout.write(_("Over: %(title)s") % {"title": activity.title})
