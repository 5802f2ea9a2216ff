"""The retention rule of the voter rolls, as the daily erasure applies it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions.erasing import erase_rolls

ROLLS = rule(
    "budgets.rolls",
    _("Voter rolls and voting codes, once the council has decided"),
    days="VOTER_ROLL_DAYS",
    erase=erase_rolls,
    order=97,
)
