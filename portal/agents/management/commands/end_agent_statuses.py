"""Ends the agents whose last day has passed: `manage.py end_agent_statuses`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions import end_agent_statuses


class Command(BaseCommand):
    """Run it every day, after midnight; again changes nothing."""

    help = "Ends the agents whose last day has passed, and tells them. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        count = end_agent_statuses(at=timezone.now())
        self.stdout.write(_("Agents whose last day has passed: %(count)d.") % {"count": count})
