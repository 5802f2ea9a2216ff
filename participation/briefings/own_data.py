"""What staff did in explained decisions: it stays when they go."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import Authored, register_source, staff_source

WORK = staff_source(
    "briefing_work",
    _("Work as a member of staff: corrections of explained decisions"),
    (Authored("briefings.Correction", "corrected_by", "corrected_at"),),
)


def register() -> None:
    """Register the source of the app."""
    register_source(WORK)
