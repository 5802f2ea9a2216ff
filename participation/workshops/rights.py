"""Who may do what with workshops and their meetings."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.abilities import Ability, held_by
from portal.accounts.enums import Role

from ..rights import CALLS, reading, writing

RIGHTS = (
    writing(
        _("Write and publish workshops and meetings"), "workshops.workshop", "workshops.meeting"
    ),
    Ability(
        CALLS,
        _("See who comes to meetings"),
        held_by(Role.PARTICIPATION),
        ("workshops.hold_meetings",),
    ),
    reading("workshops.workshop", "workshops.meeting"),
)
