"""The writer of what a person shows of themselves."""

from datetime import datetime

from django.db import transaction

from portal.security.actions import record_event

from .models import User


@transaction.atomic
def change_display_name(*, user: User, name: str, at: datetime) -> None:
    """Shows the person under this name from now on; an empty one means “anonymous”."""
    user.display_name = name
    user.save(update_fields=["display_name"])
    record_event("accounts.name.changed", actor=user, at=at)
