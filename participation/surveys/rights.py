"""Who may do what with surveys."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.abilities import Ability, held_by
from portal.accounts.enums import Role

from ..rights import CALLS, reading, writing

RIGHTS = (
    writing(_("Write and publish surveys"), "surveys.survey"),
    Ability(
        CALLS,
        _("Make kiosks, key in and compare questionnaires on paper"),
        held_by(Role.PARTICIPATION),
        ("surveys.hold_surveys",),
    ),
    Ability(
        CALLS,
        _("Export answers to surveys one by one, with a recorded reason"),
        held_by(Role.PARTICIPATION),
        ("surveys.export_answers",),
    ),
    reading("surveys.survey"),
)
