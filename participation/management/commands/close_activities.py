"""What time brings to activities, told to those concerned: `manage.py close_activities`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.announcing import announce_activities, remind_unconfirmed
from ...actions.promises import close_activities


class Command(BaseCommand):
    """Run every minute; running it twice notes nothing twice."""

    help = (
        "Notes the activities that are over and mails what remains to be done; tells those who "
        "follow of openings and ends; reminds who has not confirmed. Run it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        for activity in close_activities(at=at):
            self.stdout.write(_("Over: %(title)s") % {"title": activity.title})
        announce_activities(at=at)
        remind_unconfirmed(at=at)
