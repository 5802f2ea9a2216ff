"""What staff did in texts written together: it stays when they go."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import Authored, register_source, staff_source

WORK = staff_source(
    "drafting_work",
    _("Work as a member of staff: decisions on amendments, versions of texts"),
    (
        Authored("drafting.Decision", "decided_by", "decided_at"),
        Authored("drafting.TextVersion", "published_by", "published_at"),
        Authored("drafting.Retouch", "made_by", "made_at"),
    ),
)


def register() -> None:
    """Register the source of the app."""
    register_source(WORK)
