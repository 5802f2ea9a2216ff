"""The retention rule of what was told to those who follow, as the daily erasure applies it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import forget_old_events

RULES = (
    rule(
        "subscriptions.events",
        _("What was told to those who follow"),
        days="NOTICE_TRACE_DAYS",
        erase=forget_old_events,
        order=216,
    ),
)
