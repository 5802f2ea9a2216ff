"""The retention rules of agents' status, as the daily erasure applies them."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from . import actions

RULES = (
    rule(
        "agents.ended",
        _("Agents whose last day has passed"),
        days="",
        erase=actions.end_agent_statuses,
        order=100,
    ),
    rule(
        "agents.keys",
        _("Invitations and codes of agents"),
        days="AGENT_KEY_RETENTION_DAYS",
        erase=actions.erase_old_keys,
        order=101,
    ),
    rule(
        "agents.records",
        _("Old records of agents"),
        days="AGENT_RECORD_RETENTION_DAYS",
        erase=actions.erase_old_statuses,
        order=102,
    ),
)
