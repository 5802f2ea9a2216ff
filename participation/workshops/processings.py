"""What meetings keep about those who come, and why: their notice, and the start of a data card."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

REGISTRATIONS = Processing(
    name="workshops.registrations",
    label=_("Registrations for meetings"),
    purpose=_("keep you a seat, prepare the room for your needs, and tell you of any change"),
    basis=Basis.MISSION,
    people=_("whoever registers for a meeting"),
    categories=_(
        "number of seats; if you give them: name or pseudonym, e-mail address, telephone, needs "
        "for access"
    ),
    recipients=_("the team that prepares the meeting; nobody else"),
    retention=lambda: (
        gettext(
            "needs: %(needs)s after the meeting; the rest: %(all)s after it; "
            "all at once when you cancel"
        )
        % {
            "needs": duration(settings.MEETING_NEEDS_DAYS),
            "all": duration(settings.MEETING_REGISTRATION_DAYS),
        }
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_(
        "Say what the room needs, not your state of health: “a seat near the loop” is enough. "
        "Who came is counted, never named."
    ),
    sensitive=True,
    order=14,
)
