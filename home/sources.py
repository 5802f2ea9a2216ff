"""What the room brings to the seams of others: who wrote to join the follow-up body."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from engagements.volunteers import Volunteer, VolunteerPile, key_of, register_volunteer_source
from participation.enums import Wish

from .actions import set_message_status
from .enums import MessageStatus
from .models import ContactMessage

READ, SETTLE = "home.view_contactmessage", "home.change_contactmessage"


class MessageVolunteers:
    """The messages of the contact form with this wish, for those who handle messages."""

    name = "message"

    def waiting(self, user: Any) -> list[Volunteer]:
        """Those nobody has handled yet, the oldest first."""
        if not (user.has_perm(READ) and user.has_perm(SETTLE)):
            return []
        found = ContactMessage.objects.filter(wish=Wish.FOLLOW_UP, status=MessageStatus.NEW)
        return [self._volunteer(message) for message in found.order_by("sent_at", "pk")]

    def _volunteer(self, message: ContactMessage) -> Volunteer:
        return Volunteer(
            key=key_of(self, message.pk),
            name=message.name,
            department_name=message.department_name,
            email=message.email,
            written_at=message.sent_at,
            url=reverse("wagtailsnippets_home_contactmessage:edit", args=[message.pk]),
        )

    def piles(self, user: Any) -> list[VolunteerPile]:
        """None: each message is read here."""
        return []

    def settle(self, key: str, by: Any, at: datetime) -> None:
        """Marks the message as handled."""
        message = ContactMessage.objects.get(pk=int(key))
        set_message_status(message=message, status=MessageStatus.HANDLED, by=by, at=at)


def register() -> None:
    """Brings the source; called once, by the app's ready()."""
    register_volunteer_source(MessageVolunteers())
