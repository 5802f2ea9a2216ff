"""Creates the groups of staff with their rights: `manage.py install_roles`."""

from typing import Any

from django.core.management.base import BaseCommand

from ...roles import install_roles


class Command(BaseCommand):
    """Makes sure that each role has its group; takes no right away."""

    help = "Creates the groups of staff, one for each role of docs/roles.md."

    def handle(self, *args: Any, **options: Any) -> None:
        for group in install_roles().values():
            count = group.permissions.count()
            self.stdout.write(f"{group.name} ({count})")
