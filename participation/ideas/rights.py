"""Who may do what with calls for ideas."""

from django.utils.translation import gettext_lazy as _

from ..rights import reading, writing

RIGHTS = (
    writing(_("Write and publish calls for ideas"), "ideas.ideaconsultation"),
    reading("ideas.ideaconsultation"),
)
