"""What authors and supporters are asked, and what the public reads of it, for templates."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from portal.accounts.enums import Audience

from .. import consent_rules
from ..enums import Reason
from ..forms.consents import SignatureForm
from ..models import Contribution, MergeProposal
from ..notifications.letters import address_of
from ..queries.merging import (
    GroupedFigures,
    grouped_figures,
    latest_proposal,
    open_questions,
    proposals_towards,
    ties_of,
)
from ..queries.promotions import promotion_of
from ..views.supporters import person_of

register = template.Library()


@register.inclusion_tag("participation/includes/author_questions.html", takes_context=True)
def author_questions(context: Any, contribution: Contribution) -> dict[str, Any]:
    """What the holder of a receipt is asked about this idea, or may still undo."""
    proposal = latest_proposal(contribution)
    may_group = False
    if proposal is not None and proposal.is_open:
        ties = ties_of(contribution, proposal.kept, besides=proposal)
        may_group = bool(consent_rules.may_group(contribution, proposal.kept, ties))
    is_agents = contribution.activity.visibility == Audience.AGENTS
    asked = context["request"].GET.get("refus", "") if "request" in context else ""
    return {
        "refusal": Reason(asked).label if asked in Reason.values else "",
        "csrf_token": context.get("csrf_token"),
        "contribution": contribution,
        "proposal": proposal,
        "may_group": may_group,
        "reply_due_at": _due(proposal),
        "promotion": promotion_of(contribution) if is_agents else None,
        "signature_form": SignatureForm() if is_agents else None,
    }


def _due(proposal: MergeProposal | None) -> Any:
    if proposal is None or not address_of(proposal.merged):
        return None
    return consent_rules.reply_due_at(proposal, settings.MERGE_REPLY_DAYS)


@register.inclusion_tag("participation/includes/support_questions.html", takes_context=True)
def support_questions(context: Any, about: Contribution | None = None) -> dict[str, Any]:
    """What a recognised supporter is asked, signed in or remembered by the browser."""
    person = person_of(context.get("request"))
    return {
        "csrf_token": context.get("csrf_token"),
        "questions": open_questions(person, about=about),
        "about": about,
    }


@register.simple_tag
def grouping_of(contribution: Contribution) -> MergeProposal | None:
    """Why and how a grouped idea stands under another one; None when it does not."""
    proposal = latest_proposal(contribution) if contribution.merged_into_id else None
    return proposal if proposal is not None and proposal.is_grouped else None


@register.simple_tag
def supporters_of_grouped(contribution: Contribution) -> GroupedFigures:
    """How many people supported the ideas grouped under this one, and this one too."""
    return grouped_figures(contribution)


@register.simple_tag
def is_made_public(contribution: Contribution) -> bool:
    """Whether an agents' idea was made public with its author's consent, and still is."""
    if contribution.activity.visibility != Audience.AGENTS:
        return False
    promotion = promotion_of(contribution)
    return bool(promotion and promotion.accepted and not promotion.withdrawn_at)


@register.simple_tag
def desk_groups(contribution: Contribution) -> dict[str, Any]:
    """What an officer reads and may do about grouping this idea."""
    proposal = latest_proposal(contribution)
    can_be_asked = bool(address_of(contribution))
    due, at = None, timezone.now()
    unanswered: Any = False
    if proposal is not None and proposal.is_open:
        due = consent_rules.reply_due_at(proposal, settings.MERGE_REPLY_DAYS)
        unanswered = consent_rules.may_group_unanswered(
            proposal, can_be_asked=can_be_asked, days=settings.MERGE_REPLY_DAYS, at=at
        )
    towards = proposals_towards(contribution)
    standing = bool(proposal and (proposal.is_open or proposal.is_grouped))
    return {
        "proposal": proposal,
        "can_be_asked": can_be_asked,
        "due": due,
        "may_group_unanswered": bool(unanswered),
        "towards": towards,
        "may_propose": contribution.is_public
        and not contribution.awaits_reading
        and not contribution.answered_at
        and not standing
        and not towards,
    }


@register.simple_tag
def desk_promotion(contribution: Contribution) -> dict[str, Any] | None:
    """What an officer reads and may do about making an agents' idea public; None elsewhere."""
    if contribution.activity.visibility != Audience.AGENTS:
        return None
    promotion = promotion_of(contribution)
    return {
        "promotion": promotion,
        "can_be_asked": bool(address_of(contribution)),
        "may_ask": promotion is None and contribution.is_public,
    }
