"""What a participatory budget declares to the core."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.decisions import ALLOWED, Decision

from ..enums import Level
from ..mechanism import Mechanism, OpenRows
from .rule_words import euros
from .setting_rules import may_amend

if TYPE_CHECKING:
    from portal.accounts.models import User

    from ..models import Activity


class BudgetMechanism(Mechanism):
    """Projects within an envelope: the vote decides, and anyone can recount it."""

    slug = "budgets"
    label = _("Participatory budget")
    icon = "coins"
    levels = (Level.CO_DECISION,)
    activity_model = "budgets.ParticipatoryBudget"
    urlconf = "participation.budgets.urls"
    open_rows = (OpenRows(_("Projects"), csv="projects_csv", json="projects_json"),)
    invitation = _("Vote")
    processing = "budgets.votes"
    every_minute = ("run_budgets",)

    def __init__(
        self,
        republish: "Callable[..., Any] | None" = None,
        envelope: "Callable[[Activity], int] | None" = None,
    ) -> None:
        # What writes new rules and what reads the sum stand on higher floors: apps.py brings them.
        self._republish = republish
        self._envelope = envelope

    def stake(self, activity: "Activity") -> tuple[str, str] | None:
        shared = self._envelope(activity) if self._envelope else 0
        return (euros(shared), str(_("to share"))) if shared else None

    def may_amend(self, activity: "Activity", terms: "Mapping[str, Any]", at: datetime) -> Decision:
        box = getattr(activity, "box", None)
        if box is None:
            return ALLOWED
        budget: Any = activity
        return may_amend(budget, terms, at, sealed=box.sealed_at is not None)

    def amended(
        self, activity: "Activity", *, by: "User | None", reason: str, at: datetime
    ) -> None:
        if self._republish is not None:
            self._republish(activity, by=by, reason=reason, at=at)

    def open_label(self, count: int) -> str:
        return ngettext(
            "%(count)s participatory budget", "%(count)s participatory budgets", count
        ) % {"count": count}
