"""What being known as an agent of the city keeps, and why."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

AGENTS = Processing(
    name="agents.agents",
    label=_("City agents"),
    purpose=_("open to city agents the calls and news meant for them"),
    basis=Basis.MISSION,
    people=_("agents of the city"),
    categories=_(
        "how the city knows it (invitation, code, request, ProConnect), since when, department; "
        "for a request, your work address; a code on paper is never linked to what you give"
    ),
    recipients=_("those who look after agents, and you"),
    retention=lambda: (
        gettext(
            "as long as you are an agent; requests decided and statuses ended: %(records)s; unused "
            "invitations and codes: %(keys)s after they end"
        )
        % {
            "records": duration(settings.AGENT_RECORD_RETENTION_DAYS),
            "keys": duration(settings.AGENT_KEY_RETENTION_DAYS),
        }
    ),
    security=ACCESS,
    subprocessors=HOST,
    order=42,
)
