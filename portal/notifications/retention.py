"""The retention rule of mails, as the daily erasure applies it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import erase_old_mails

MAILS = rule(
    "notifications.mails",
    _("Traces of mails that left"),
    days="MAIL_TRACE_DAYS",
    erase=erase_old_mails,
    order=120,
)
