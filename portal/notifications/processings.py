"""What the outbox of mails keeps, and why."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import HOST
from portal.privacy.registry import Processing

MAILS = Processing(
    name="notifications.mails",
    label=_("Mails that the portal sends"),
    purpose=_("send each message once, and know that it left"),
    basis=Basis.MISSION,
    people=_("whoever the portal writes to"),
    categories=_("address, subject and text until it is sent; then kind, dates and state"),
    recipients=_("nobody: the admin shows neither text nor address"),
    retention=lambda: (
        gettext(
            "words and address: until it is sent; its trace: %(trace)s; "
            "a message that could not leave: %(failed)s"
        )
        % {
            "trace": duration(settings.MAIL_TRACE_DAYS),
            "failed": duration(settings.MAIL_FAILED_DAYS),
        }
    ),
    security=_("after sending, the address is only kept as a digest that nobody can read"),
    subprocessors=HOST,
    collected=False,
    order=205,
)
