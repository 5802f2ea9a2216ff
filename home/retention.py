"""The retention rule of contact messages, as the daily erasure applies it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import erase_handled_messages

MESSAGES = rule(
    "home.messages",
    _("Contact messages that were handled"),
    days="MESSAGE_RETENTION_DAYS",
    erase=erase_handled_messages,
    order=40,
)
