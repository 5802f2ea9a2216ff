"""The stages of a budget as phases with their dates: from the rules to what was built."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.cms.french_dates import long_date

from ...clock import Phase
from ...enums import ActivityState
from ..models import CouncilDecision, ParticipatoryBudget


def budget_phases(budget: ParticipatoryBudget, at: datetime) -> list[Phase]:
    """Every stage, past, under way or to come; those whose day is not known say it."""
    state = budget.state(at)
    vote = {ActivityState.COMING: "next", ActivityState.OPEN: "now"}.get(state, "past")
    before = "now" if state == ActivityState.COMING else "past"
    decided = CouncilDecision.objects.filter(budget=budget).first()
    phases = [*_ideas(budget, at), Phase(_("Study of the projects"), _before(budget), before)]
    if phases[0].state == "now":
        phases[-1] = Phase(_("Study of the projects"), _before(budget), "next")
    return [
        *phases,
        Phase(pgettext("stage", "Vote"), _between(budget.opens_at, budget.closes_at), vote),
        Phase(_("Council decision"), _decision(budget, decided), _council(state, decided)),
        Phase(
            _("Realisation"),
            _months(budget.building_months),
            "now" if decided is not None else "next",
        ),
    ]


def _ideas(budget: ParticipatoryBudget, at: datetime) -> list[Phase]:
    """The call from which the projects come, when there is one that people may read."""
    call = budget.call
    if call is None or not call.live:
        return []
    state = {ActivityState.COMING: "next", ActivityState.OPEN: "now"}.get(call.state(at), "past")
    return [Phase(_("Deposit of ideas"), _between(call.opens_at, call.closes_at), state)]


def _before(budget: ParticipatoryBudget) -> str:
    return _("until %(day)s") % {"day": long_date(budget.opens_at - timedelta(minutes=1))}


def _between(first: datetime, last: datetime) -> str:
    return _("from %(first)s to %(last)s") % {
        "first": long_date(first),
        "last": long_date(last - timedelta(minutes=1)),
    }


def _decision(budget: ParticipatoryBudget, decided: CouncilDecision | None) -> str:
    if decided is not None:
        return long_date(decided.decided_on)
    due: date | None = budget.decision_due_on
    return _("by %(day)s at the latest") % {"day": long_date(due)} if due else _("after the count")


def _council(state: ActivityState, decided: CouncilDecision | None) -> str:
    if decided is not None:
        return "past"
    return "now" if state == ActivityState.CLOSED else "next"


def _months(months: int) -> str:
    return ngettext(
        "within %(n)s month of the decision", "within %(n)s months of the decision", months
    ) % {"n": months}
