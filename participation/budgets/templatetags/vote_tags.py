"""Whether the reader of a page has voted, or keeps a basket."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils import timezone

from ..enums import BudgetReason
from ..models import ParticipatoryBudget
from ..queries.rules import rules_in_force
from ..queries.voting import entry_of
from ..rules import may_vote
from ..views.baskets import remembered
from ..views.vote_parts import account_voter

register = template.Library()


@dataclass(frozen=True, slots=True)
class VoteState:
    """Where the reader of a page stands in a vote."""

    voted_on: date | None = None
    has_basket: bool = False
    is_open: bool = False


@register.simple_tag(takes_context=True)
def vote_state(context: Context, budget: Any) -> VoteState:
    """Whether the reader has voted, or keeps a basket; from the browser first, else the roll."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or not isinstance(budget, ParticipatoryBudget):
        return VoteState()
    kept = remembered(request, budget)
    voted_on = kept.voted_on or _on_roll(request, budget)
    moment = may_vote(budget, getattr(budget, "box", None), timezone.now(), paused=True)
    if moment.reason == BudgetReason.NOT_OPENED:
        return VoteState()
    has_basket = any(kept.basket.chosen.values())
    return VoteState(voted_on=voted_on, has_basket=has_basket, is_open=bool(moment))


def _on_roll(request: HttpRequest, budget: ParticipatoryBudget) -> date | None:
    """The day that the roll knows of somebody signed in."""
    if not request.user.is_authenticated:
        return None
    rules = rules_in_force(budget)
    voter = account_voter(request, budget, rules) if rules else None
    entry = entry_of(budget, voter) if voter else None
    return entry.voted_on if entry else None
