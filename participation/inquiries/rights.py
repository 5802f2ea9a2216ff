"""Who may do what with regulated consultations. Nobody may change or remove an observation."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.abilities import Ability, each, held_by
from portal.accounts.enums import Role

from ..rights import CALLS, reading, writing

RIGHTS = (
    writing(_("Write and publish the pages of regulated consultations"), "inquiries.inquiry"),
    Ability(
        CALLS,
        _("Announce a regulated consultation, add to its dossier, publish its report"),
        held_by(Role.PARTICIPATION),
        ("inquiries.run_inquiry",),
    ),
    Ability(
        CALLS,
        _("Set the delays and pieces that the texts ask of regulated consultations"),
        held_by(Role.PARTICIPATION, Role.ADMINISTRATORS),
        each("inquiries.regime"),
    ),
    Ability(
        CALLS,
        # Two persons are needed for each page: moderators are the second pair of eyes.
        _("Key in observations received on paper"),
        held_by(Role.PARTICIPATION, Role.MODERATORS),
        ("inquiries.key_in_observation",),
    ),
    reading("inquiries.inquiry", "inquiries.regime"),
)
