"""Changing one's public name, for what comes and, when asked, for what is already shown."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.personal_data import sources
from portal.decisions import Refused
from portal.security.actions import record_event

from ..enums import DataRefusal
from ..persons import person_of

if TYPE_CHECKING:
    from portal.accounts.personal_data import Person


@transaction.atomic
def change_public_name(*, user: User, name: str, everywhere: bool, at: datetime) -> int:
    """Gives the account another public name; says how many texts shown under the old one follow.

    `everywhere`: texts signed with the old name of the account are signed with the new one; those
    signed otherwise, or not at all, stay as they are. Raises Refused(NAME_UNCHANGED).
    """
    held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    old = held.display_name
    if name == old:
        raise Refused(DataRefusal.NAME_UNCHANGED)
    held.display_name = name
    held.save(update_fields=["display_name"])
    count = _rename(person_of(held), old, name) if everywhere and old else 0
    record_event("owndata.name.changed", actor=held, at=at, texts=count)
    return count


def _rename(person: "Person", old: str, new: str) -> int:
    able = [source.rename for source in sources() if source.rename]
    return sum(rename(person, old, new) for rename in able)
