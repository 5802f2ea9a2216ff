"""Ideas proposed and grouped under others, their supporters, agents' ideas to be made public."""

from typing import Any

from participation import actions
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Contribution, MergeProposal, Promotion, Supporter
from tests.support import clock

from .participation import AgentConsultationFactory, IdeaConsultationFactory, published_idea

REASON = "Les deux demandent la même piste cyclable."


def proposal_of(
    merged: Contribution | None = None, kept: Contribution | None = None, **fields: Any
) -> MergeProposal:
    """A proposal to group one published idea under another of the same call."""
    merged = merged or published_idea()
    kept = kept or published_idea(merged.activity.ideaconsultation)
    given = {"reason": REASON, "officer": None, "at": clock.NOW, **fields}
    return actions.propose_merge(merged=merged, kept=kept, **given)


def grouped(merged: Contribution | None = None, kept: Contribution | None = None) -> MergeProposal:
    """The same, accepted by the author: one stands under the other."""
    proposal = proposal_of(merged, kept)
    return actions.answer_merge(proposal=proposal, accepted=True, at=clock.NOW)


def supported_by(contribution: Contribution, *addresses: str) -> list[Supporter]:
    """These persons support it."""
    supporters = [actions.supporter_of(email=address, at=clock.NOW) for address in addresses]
    for supporter in supporters:
        actions.support_contribution(
            contribution=contribution, supporter=supporter, user=None, at=clock.NOW
        )
    return supporters


def agents_idea(call: IdeaConsultation | None = None, **fields: Any) -> Idea:
    """An idea published among agents."""
    call = call or AgentConsultationFactory.create()
    return published_idea(call, **fields)


def promotion_asked(source: Contribution, target: Any = None, **fields: Any) -> Promotion:
    """The author of an agents' idea is asked whether it may be public."""
    given = {
        "reason": "Elle servirait aussi aux habitants.",
        "officer": None,
        "at": clock.NOW,
        **fields,
    }
    target = target or IdeaConsultationFactory.create()
    return actions.ask_to_promote(source=source, target=target, **given)
