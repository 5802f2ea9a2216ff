"""The receipt of a vote, right after it: shown from a sealed cookie, kept nowhere else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import qr_codes

from ...models import Activity
from ...views.reading import trail
from ..models import ParticipatoryBudget
from .baskets import forget, receipt_in
from .parts import found_budget
from .vote_parts import address


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what comes next, as components/story.html draws it."""

    icon: str
    title: str
    note: str = ""
    at: date | datetime | None = None
    url: str = ""
    state: str = "next"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def vote_receipt(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The number to keep, what it is for, what comes next; a press takes it off this device."""
    budget = found_budget(activity)
    if request.method == "POST":
        response: HttpResponse = HttpResponseRedirect(budget.url)
        forget(response, budget, settings.RECEIPT_COOKIE_NAME)
        return response
    shown = receipt_in(request, budget)
    context: dict[str, Any] = {
        "activity": budget,
        "budget": budget,
        "receipt": shown,
        "steps": next_steps(budget),
        "minutes": settings.RECEIPT_COOKIE_SECONDS // 60,
        "breadcrumbs": trail(budget, (pgettext("vote", "Receipt"), None)),
    }
    if shown is None:
        return render(request, "budgets/vote_receipt_gone.html", context, status=410)
    address = request.build_absolute_uri(check_url(budget))
    side, path = qr_codes.path(address)
    context |= {
        "voted_on": date.fromisoformat(shown["day"]),
        "check_url": address,
        "code_side": side,
        "code_path": path,
    }
    return render(request, "budgets/vote_receipt.html", context)


def check_url(budget: ParticipatoryBudget) -> str:
    """Where a receipt is looked for once the vote is counted."""
    return address(budget, "receipt_lookup")


def next_steps(budget: ParticipatoryBudget) -> list[Step]:
    """What follows a vote, with the days that are known."""
    return [
        Step(
            "lock-simple",
            _("The vote closes"),
            _("Until then, you may change your vote."),
            timezone.localtime(budget.closes_at),
        ),
        Step(
            "check",
            _("Ballots are counted in public"),
            _("Results and ballots are published together: anyone can count again."),
        ),
        Step("buildings", _("The city council decides"), "", budget.decision_due_on),
    ]
