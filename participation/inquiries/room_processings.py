"""What the rooms of procedures keep about people, and why."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

ROOMS = Processing(
    name="inquiries.rooms",
    label=_("Rooms of regulated consultations"),
    purpose=_(
        "let those named in a procedure read, sort and report, and lose no mail sent to a register"
    ),
    basis=Basis.OBLIGATION,
    people=_("those named in a procedure, those who write to the address of a register"),
    categories=_(
        "address of those invited; mails that are not in the register, or not whole; pages keyed "
        "in that nobody compared yet, with their scan; notes of who leads the procedure"
    ),
    recipients=_(
        "who leads the procedure; the authority for invitations, pages to compare and mails that "
        "name no procedure"
    ),
    retention=lambda: (
        gettext("mails: %(days)s after the closing; automatic answers: %(ignored)s")
        % {
            "days": duration(settings.INQUIRY_ADDRESS_DAYS),
            "ignored": duration(settings.INQUIRY_IGNORED_DAYS),
        }
    ),
    security=ACCESS,
    subprocessors=HOST,
    order=16,
)
