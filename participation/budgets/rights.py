"""Who may do what with participatory budgets."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.abilities import Ability, each, held_by
from portal.accounts.enums import Role

from ..rights import PUBLISH

BUDGETS = pgettext_lazy("matrix", "Participatory budgets")
RIGHTS = (
    Ability(
        BUDGETS,
        _("Write budgets, publish and amend their rules, conduct the vote"),
        held_by(Role.PARTICIPATION),
        (
            *each("budgets.participatorybudget", PUBLISH),
            "budgets.conduct_budget",
        ),
    ),
    Ability(
        BUDGETS,
        # Which projects is the matter of the departments; who conducts the vote decides on all.
        _("Decide on the projects of one’s department, study their cost"),
        held_by(Role.PARTICIPATION, Role.PILOTS),
        ("budgets.study_projects",),
    ),
    Ability(
        BUDGETS,
        _("Hold the roll and the ballot box at a voting place"),
        held_by(Role.PARTICIPATION),
        ("budgets.hold_booth",),
    ),
    Ability(
        BUDGETS,
        # Two persons are needed for each paper: moderators are the second pair of eyes.
        _("Key in paper ballots and sign off batches"),
        held_by(Role.PARTICIPATION, Role.MODERATORS),
        ("budgets.key_in_ballots",),
    ),
    Ability(
        BUDGETS,
        _("Make and cancel voting codes"),
        held_by(Role.PARTICIPATION),
        ("budgets.make_voting_codes",),
    ),
    Ability(
        BUDGETS,
        _("Read budgets before they are published"),
        held_by(Role.COMMUNICATIONS, Role.PARTICIPATION, Role.AUDITORS),
        ("budgets.view_participatorybudget",),
        writes=False,
    ),
)
