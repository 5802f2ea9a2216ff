"""Who may do what with texts written together."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.abilities import Ability, held_by
from portal.accounts.enums import Role

from ..rights import CALLS, reading, writing

RIGHTS = (
    writing(_("Write and publish texts to amend"), "drafting.drafting"),
    Ability(
        CALLS,
        _("Decide on amendments, publish versions of texts"),
        held_by(Role.PARTICIPATION),
        ("drafting.decide_amendments",),
    ),
    reading("drafting.drafting"),
)
