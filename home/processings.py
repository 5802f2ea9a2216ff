"""What the contact form keeps, and why."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

CONTACT = Processing(
    name="home.contact",
    label=_("Messages to the team"),
    purpose=_("read your message and answer you"),
    basis=Basis.MISSION,
    people=_("whoever writes to the team"),
    categories=_("wish and message; if you give them: name, department, e-mail address"),
    recipients=_("only the project team; nothing is published"),
    retention=lambda: (
        gettext("%(delay)s after the answer") % {"delay": duration(settings.MESSAGE_RETENTION_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    order=45,
)
