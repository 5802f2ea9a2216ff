"""Security events of rooms, in words: who was let in, and what was taken away."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "inquiries.register.exported": _("Register of a procedure exported"),
    "inquiries.seat.invited": _("Somebody invited into the room of a procedure"),
    "inquiries.seat.taken": _("Seat taken in the room of a procedure"),
    "inquiries.seat.withdrawn": _("Seat withdrawn from the room of a procedure"),
}
