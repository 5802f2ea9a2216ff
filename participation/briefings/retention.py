"""The retention rule of what readers wrote about clarity, as the daily erasure applies it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import erase_comments

COMMENTS = rule(
    "briefings.clarity",
    _("What readers wrote about clarity"),
    days="CLARITY_COMMENT_DAYS",
    erase=erase_comments,
    order=98,
)
