"""What members of staff did for commitments: it stays whole when they go."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import Authored, register_source, staff_source

PROGRESS = staff_source(
    "commitment_updates",
    _("News of commitments that you recorded"),
    (
        Authored("engagements.CommitmentUpdate", "recorded_by", "recorded_at"),
        Authored("engagements.CommitmentUpdate", "approved_by", "recorded_at"),
        Authored("engagements.UpdateDraft", "prepared_by", "started_at"),
        Authored("engagements.CommitmentWording", "recorded_by", "recorded_at"),
        Authored("engagements.Review", "opened_by", "opened_at"),
        Authored("engagements.Review", "published_by", "published_at"),
    ),
)


def register() -> None:
    """Register the sources of the room."""
    register_source(PROGRESS)
