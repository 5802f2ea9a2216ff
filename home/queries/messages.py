"""Reading the messages to the team."""

from typing import TYPE_CHECKING

from django.db.models.functions import Lower

from portal.accounts.personal_data import Person

from ..models import ContactMessage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def messages_of(person: Person) -> "QuerySet[ContactMessage]":
    """The messages that came with one of this person's addresses."""
    rows = ContactMessage.objects.annotate(address=Lower("email"))
    return rows.filter(address__in=person.emails)
