"""What the steps of a vote share: the rules, the moment, the envelope, whoever is known."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.queries import verified_addresses
from portal.decisions import Decision, Refused, refuse

from ... import rules as core_rules
from ...enums import Reason
from ...models import Activity
from ...views.reading import trail
from ..actions.drafts import save_draft
from ..basket import only_standing
from ..enums import BudgetReason, KeyKind, VoteChannel
from ..models import BallotBox, ParticipatoryBudget, RuleVersion
from ..queries.ballot_page import BallotPage, ballot_page
from ..queries.rules import latest_version
from ..queries.voting import draft_of, entry_of
from ..rule_words import short_count_sentences
from ..rulebook import Envelope, Rulebook
from ..rules import may_vote
from ..vote_words import withdrawn_words
from ..voters import Voter, known_voter
from .baskets import Remembered, remembered
from .parts import found_budget

_SEEDS = 1_000_000


@dataclass(frozen=True)
class Visit:
    """One request to the pages of a vote."""

    budget: ParticipatoryBudget
    version: RuleVersion
    rules: Rulebook
    kept: Remembered
    at: datetime

    @property
    def envelope(self) -> Envelope | None:
        """The envelope in which one votes; None until a district is chosen."""
        return self.rules.only_envelope or self.rules.envelope(self.kept.basket.envelope)

    @property
    def ballot(self) -> Envelope:
        """The same once it is chosen. Raises LookupError before."""
        if (envelope := self.envelope) is None:
            raise LookupError
        return envelope

    @property
    def box(self) -> BallotBox | None:
        return getattr(self.budget, "box", None)

    def address(self, step: str) -> str:
        """The address of one of the steps."""
        return address(self.budget, step)

    def told(self) -> "Visit":
        """The same once a page has said which projects left the basket."""
        return self.with_kept(self.kept.told())

    def with_kept(self, kept: Remembered) -> "Visit":
        return replace(self, kept=kept)


def visit(request: HttpRequest, activity: Activity) -> Visit | None:
    """The vote that somebody came to, with what their browser keeps; None without rules."""
    budget, at = found_budget(activity), timezone.now()
    version = latest_version(budget)
    if version is None:
        return None
    rules = Rulebook.read(version.text)
    kept = remembered(request, budget)
    if kept.basket.is_empty and kept.voted_on is None:
        kept = _as_saved(request, budget, rules, kept)
    basket, lost = only_standing(kept.basket, rules)
    kept = replace(kept, lost=(*kept.lost, *(one for one in lost if one not in kept.lost)))
    if not basket.seed:
        basket = replace(basket, seed=secrets.randbelow(_SEEDS) + 1)
    if only := rules.only_envelope:
        basket = replace(basket, envelope=only.id)
    return Visit(budget, version, rules, kept.with_basket(basket), at)


def _as_saved(
    request: HttpRequest, budget: ParticipatoryBudget, rules: Rulebook, kept: Remembered
) -> Remembered:
    """What is known of somebody signed in: the day of their vote, the basket left elsewhere."""
    voter = account_voter(request, budget, rules)
    if voter is None:
        return kept
    if entry := entry_of(budget, voter):
        kept = replace(kept, voted_on=entry.voted_on)
    saved = draft_of(budget, voter)
    if saved is None:
        return kept
    chosen = {**kept.basket.chosen, saved.envelope: saved.choices}
    return kept.with_basket(replace(kept.basket, envelope=saved.envelope, chosen=chosen))


def may_take_part(request: HttpRequest, here: Visit, *, paused: bool = False) -> Decision:
    """Whether this person may vote now; `paused` lets a basket be filled meanwhile."""
    moment = may_vote(here.budget, here.box, here.at, paused=paused)
    if not moment:
        return moment
    decision = core_rules.may_contribute(here.budget, request.user, here.at)
    moments = {Reason.CLOSED: BudgetReason.CLOSED, Reason.NOT_YET_OPEN: BudgetReason.NOT_OPENED}
    reason = moments.get(decision.reason)  # type: ignore[call-overload]
    return refuse(reason) if reason else decision


def account_voter(
    request: HttpRequest, budget: ParticipatoryBudget, rules: Rulebook
) -> Voter | None:
    """Whoever is signed in, as a voter; None for a visitor, or when accounts do not vote here."""
    if not isinstance(request.user, User) or KeyKind.ACCOUNT not in rules.channels:
        return None
    return known_voter(budget.pk, VoteChannel.ONLINE, account_values(request.user))


def account_values(user: User) -> list[tuple[KeyKind, str]]:
    """By what an account is recognised: itself, and the addresses that it proved.

    With its addresses, so that nobody votes with an account, then with a code sent to its address.
    """
    mails = [(KeyKind.MAIL, email) for email in verified_addresses(user)]
    return [(KeyKind.ACCOUNT, str(user.pk)), *mails]


def known_values(request: HttpRequest, here: Visit) -> list[tuple[KeyKind, str]]:
    """What this person has proved: by a code first, else by being signed in; nothing otherwise."""
    proof = here.kept.proof
    now = int(here.at.timestamp())
    held = proof is not None and proof.holds(now, settings.VOTE_PROOF_SECONDS)
    if proof is not None and held and proof.kind in here.rules.channels:
        return [(proof.kind, proof.value)]
    if isinstance(request.user, User) and KeyKind.ACCOUNT in here.rules.channels:
        return account_values(request.user)
    return []


def contact_of(request: HttpRequest, here: Visit) -> str:
    """The address at which a known person may be written to; nothing when there is none."""
    proof = here.kept.proof
    if proof is not None and proof.kind == KeyKind.MAIL:
        return proof.value
    if proof is None and isinstance(request.user, User):
        return request.user.email
    return ""


def save_for_known(request: HttpRequest, here: Visit) -> None:
    """Keeps the basket of somebody known on our side too, sealed, so that it can be reminded."""
    values = known_values(request, here)
    if not values or not here.kept.basket.envelope:
        return
    if not may_vote(here.budget, here.box, here.at, paused=True):
        return
    # The browser keeps the basket anyhow.
    with suppress(Refused):
        save_draft(
            budget=here.budget,
            voter=known_voter(here.budget.pk, VoteChannel.ONLINE, values),
            envelope=here.kept.basket.envelope,
            choices=here.kept.basket.choices,
            contact=contact_of(request, here),
            at=here.at,
        )


def page_of(here: Visit, **asked: str) -> BallotPage:
    """The ballot as this person sees it, its envelope being chosen."""
    return ballot_page(here.budget, here.rules, here.ballot, here.kept.basket, **asked)


def address(budget: ParticipatoryBudget, name: str) -> str:
    """The address of a page of the budget; empty when the city dropped its mechanism."""
    return budget.mechanism.url(budget, name) if budget.mechanism else ""


def vote_context(request: HttpRequest, here: Visit, last: str) -> dict[str, Any]:
    """What every step shows."""
    return {
        "activity": here.budget,
        "budget": here.budget,
        "rules": here.rules,
        "envelope": here.envelope,
        "counting": short_count_sentences(here.rules),
        "withdrawn": withdrawn_words(here.rules, here.kept.lost),
        "rules_url": here.address("rules"),
        "paper_url": here.address("paper_ballot") if here.budget.on_paper else "",
        "rules_day": here.version.published_at,
        "is_paused": bool(here.box and here.box.paused_at),
        "voted_on": here.kept.voted_on,
        "steps": {name: here.address(name) for name in ("contribute", "read_again", "confirm")},
        "breadcrumbs": trail(here.budget, (last, None)),
    }


def unavailable(
    request: HttpRequest, here: Visit | None, budget: ParticipatoryBudget, decision: Decision
) -> HttpResponse:
    """Why one cannot vote now, with the basket kept and shown."""
    page = None
    if here and here.envelope and not here.kept.basket.is_empty:
        page = page_of(here)
    context = {
        "activity": budget,
        "budget": budget,
        "decision": decision,
        "page_of_ballot": page,
        "voted_on": here.kept.voted_on if here else None,
        "sign_in": core_rules.would_signing_in_help(decision, request.user),
        "breadcrumbs": trail(budget, (_("Vote"), None)),
    }
    return render(request, "budgets/vote_unavailable.html", context, status=403)


def no_rules() -> Decision:
    """The refusal of a vote whose rules are not published: it is not open yet."""
    return refuse(BudgetReason.NOT_OPENED)
