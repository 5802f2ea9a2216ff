"""The retention rule of the members of the follow-up body, as the daily erasure applies it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions.body import erase_former_names

FORMER_MEMBERS = rule(
    "engagements.former_members",
    _("Names of former members of the follow-up body"),
    days="BODY_MEMBER_DAYS",
    erase=erase_former_names,
    order=60,
)
