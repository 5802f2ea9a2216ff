"""What a participatory budget declares to the core."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Level
from ..mechanism import Mechanism


class BudgetMechanism(Mechanism):
    """Projects within an envelope: the vote decides, and anyone can recount it."""

    slug = "budgets"
    label = _("Participatory budget")
    icon = "coins"
    levels = (Level.CO_DECISION,)
    activity_model = "budgets.ParticipatoryBudget"
    urlconf = "participation.budgets.urls"
    invitation = _("Vote")
    processing = "budgets.votes"

    def open_label(self, count: int) -> str:
        return ngettext(
            "%(count)s participatory budget", "%(count)s participatory budgets", count
        ) % {"count": count}
