"""Who may do what with awareness campaigns."""

from django.utils.translation import gettext_lazy as _

from ..rights import reading, writing

RIGHTS = (
    writing(_("Write and publish awareness campaigns and their outcomes"), "campaigns.campaign"),
    reading("campaigns.campaign"),
)
