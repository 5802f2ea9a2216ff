"""Supports and comments of a contribution, for the templates of any mechanism."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.http import Http404
from django.utils import timezone

from portal.cms.keyset import BadCursor
from portal.decisions import Decision

from .. import rules
from ..enums import ActivityState
from ..models import Comment, Contribution
from ..queries.comments import ThreadPage, thread_page
from ..queries.supports import supported_among
from ..views.supporters import person_of

register = template.Library()

# The name of the cursor in the address: the page may carry another list.
CURSOR = "commentaires"


@dataclass(frozen=True)
class Shown:
    """A contribution and whether one may react to it now, in the words a template asks for."""

    contribution: Contribution
    decision: Decision
    sign_in: bool

    @property
    def is_over(self) -> bool:
        """Whether the call is closed: figures stay, nothing more can be sent."""
        return self.contribution.activity.state(timezone.now()) == ActivityState.CLOSED


@dataclass(frozen=True)
class SupportShown(Shown):
    """The supports of a contribution as one reader sees them."""

    supported: bool
    # One press is enough; else a link leads to the page that asks who one is.
    by_press: bool
    # This browser remembers a supporter without account.
    remembered: bool

    @property
    def matters(self) -> bool:
        """Whether there is something to show: supports, or a way to give one."""
        call = self.contribution.activity
        # A call older than the portal had no supports: nothing is missing from it.
        offered = rules.takes_supports(call) and not call.period_label
        return bool(self.contribution.support_count or offered)


@dataclass(frozen=True)
class CommentsShown(Shown):
    """One page of the comments of a contribution."""

    page: ThreadPage

    @property
    def matters(self) -> bool:
        """Whether there is something to show: comments, or a way to write one."""
        call = self.contribution.activity
        offered = call.comments_allowed and not call.period_label
        return bool(self.page.threads or offered)


@register.simple_tag(takes_context=True)
def support_of(
    context: Any, contribution: Contribution, shown: Iterable[Contribution] = ()
) -> SupportShown:
    """The supports of a contribution; those of a list (`shown`) are asked for together."""
    request = context.get("request")
    person = person_of(request)
    known = _supported(request, person, [contribution, *shown]) if person.is_known else set()
    decision = rules.may_support(contribution, person.user, timezone.now())
    return SupportShown(
        contribution=contribution,
        decision=decision,
        sign_in=rules.would_signing_in_help(decision, person.user),
        supported=contribution.pk in known,
        by_press=person.is_known,
        remembered=person.user is None and person.is_known,
    )


def _supported(request: Any, person: Any, shown: list[Contribution]) -> set[int]:
    """Those this person supports, asked for once a page and remembered with the request."""
    memory: dict[int, bool] = vars(request).setdefault("_supports_shown", {})
    if any(contribution.pk not in memory for contribution in shown):
        found = supported_among(person, shown)
        memory.update({contribution.pk: contribution.pk in found for contribution in shown})
    return {pk for pk, supported in memory.items() if supported}


@register.simple_tag(takes_context=True)
def comments_of(context: Any, contribution: Contribution) -> CommentsShown:
    """The page of comments that the address asks for."""
    request = context.get("request")
    person = person_of(request)
    decision = rules.may_comment(contribution, person.user, timezone.now())
    try:
        page = thread_page(contribution, request.GET.get(CURSOR) if request else None)
    except BadCursor as error:
        raise Http404 from error
    return CommentsShown(
        contribution=contribution,
        decision=decision,
        sign_in=rules.would_signing_in_help(decision, person.user),
        page=page,
    )


@register.simple_tag
def reaction_url(contribution: Contribution, name: str, **kwargs: Any) -> str:
    """The address of `support`, `comment`, `thread` or `report` for this contribution."""
    activity = contribution.activity
    if activity.mechanism is None:
        return activity.url
    return activity.mechanism.url(activity, name, number=contribution.number, **kwargs)


@register.filter
def shown_moment(comment: Comment) -> datetime:
    """The moment by which comments are ordered and dated: when the public could first read it."""
    return comment.published_at or comment.submitted_at
