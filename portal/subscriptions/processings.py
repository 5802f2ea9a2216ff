"""What following something by e-mail keeps, and why."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

SUBSCRIPTIONS = Processing(
    name="subscriptions.subscriptions",
    label=_("News by e-mail"),
    purpose=_("send you what you ask to follow, and nothing else"),
    basis=Basis.CONSENT,
    people=_("whoever follows something"),
    categories=_(
        "e-mail address, once you have followed the link that we send to it, or your account; what "
        "you follow, how often, when you agreed and to which wording"
    ),
    recipients=_("nobody: the portal writes by itself and does not record whether you read"),
    retention=lambda: (
        gettext(
            "until you stop, by one press at the foot of each message: nothing is left of it then; "
            "traces of what was sent, without words: %(delay)s"
        )
        % {"delay": duration(settings.NOTICE_TRACE_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    order=50,
)
