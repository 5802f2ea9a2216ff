"""What time brings to fountains: nothing."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Run every minute."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Does nothing, so that it is seen to be called."""
        self.stdout.write("fontaines")
