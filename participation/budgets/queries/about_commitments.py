"""The elected projects of the budgets that are about a commitment, for its page."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.registry import Related

from ..enums import ProjectStage
from ..models import ParticipatoryBudget, Project

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

SHOWN = 12


class ElectedProjectsAboutCommitments:
    """Tells the page of a commitment which projects people elected, to those who may read them."""

    def about_commitment(self, pk: int, user: "Reader", at: datetime) -> list[Related]:
        """Those of the latest vote first; none before the count, by one query."""
        budgets = ParticipatoryBudget.objects.visible_to(user).filter(commitments=pk)
        found = Project.objects.filter(budget__in=budgets, stage=ProjectStage.ELECTED)
        found = found.select_related("budget").order_by("-budget__closes_at", "number")[:SHOWN]
        return [
            Related(kind=_("Elected project"), title=one.title, url=one.url, note=one.budget.title)
            for one in found
        ]
