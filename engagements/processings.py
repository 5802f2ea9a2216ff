"""What the room keeps about people besides its staff: the members of the follow-up body."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

FOLLOW_UP_BODY = Processing(
    name="engagements.follow_up_body",
    label=_("Members of the follow-up body"),
    purpose=_("know who sits in the follow-up body, and say it in public with your consent"),
    basis=Basis.MISSION,
    people=_("the volunteers who sit in the follow-up body"),
    categories=_("name, function, department, days of joining and leaving, day of the consent"),
    recipients=_(
        "everyone, for the function and the department; for the name only if you agreed to it, "
        "which you may take back at any time"
    ),
    retention=lambda: (
        gettext("name: %(delay)s after leaving; the function stays")
        % {"delay": duration(settings.BODY_MEMBER_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    collected=False,
    order=95,
)
