"""Reminds departments of the open review: `manage.py remind_pilots`, every morning."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...actions.reminders import remind_pilots


class Command(BaseCommand):
    """Sends the reminders and escalations that are due; running it again sends nothing twice."""

    help = (
        "Reminds the pilots of departments that have not reported for the open review, tells "
        "those who conduct reviews of late reports and late reviews. Nothing leaves twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = remind_pilots(at=timezone.now())
        self.stdout.write(f"Departments reminded: {sent.departments}.")
        if sent.escalated:
            self.stdout.write("Late reports: told to those who conduct the reviews.")
        if sent.overdue:
            self.stdout.write("Late review: told to those who conduct the reviews.")
