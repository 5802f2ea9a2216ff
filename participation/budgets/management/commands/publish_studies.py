"""Publishes the feasibility studies whose authors had the time to answer; to run each day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...actions.studies import publish_due_studies


class Command(BaseCommand):
    """Silence is not a veto: once the day is over, the study is public and says it."""

    help = "Publishes the feasibility studies whose authors had the time to answer."

    def handle(self, *args: Any, **options: Any) -> None:
        published = publish_due_studies(at=timezone.now())
        self.stdout.write(f"{len(published)} studies published.")
