"""Who may do what with explained decisions."""

from django.utils.translation import gettext_lazy as _

from ..rights import reading, writing

RIGHTS = (
    writing(_("Write, publish and correct explained decisions"), "briefings.briefing"),
    reading("briefings.briefing"),
)
