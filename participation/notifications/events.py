"""What is told to those who follow: ideas, comments, answers, groupings, the life of a call.

Without a word of anybody: each event names what it is about, and is described when it is told.
"""

from collections.abc import Iterable
from datetime import datetime

from engagements.models import Commitment
from portal.cms.french_dates import date_and_hour
from portal.subscriptions.actions import publish_event

from ..models import Activity, Answer, Comment, Contribution, MergeProposal, PromiseVerdict
from .letters import address_of


def tell_of_idea(contribution: Contribution, at: datetime) -> None:
    """An idea is public."""
    activity = contribution.activity
    mechanism = activity.mechanism
    publish_event(
        kind=mechanism.published_kind if mechanism else "contribution_published",
        subject=f"idea:{contribution.pk}",
        topics=[f"activity:{activity.pk}"],
        audience=activity.visibility,
        at=at,
        dedup=f"idea:{contribution.pk}:published",
        told=[address_of(contribution)],
    )


def tell_of_comment(comment: Comment, at: datetime) -> None:
    """A comment is public; whoever wrote it knows."""
    own = comment.email or (comment.author.email if comment.author else "")
    publish_event(
        kind="comment_published",
        subject=f"comment:{comment.pk}",
        topics=[f"idea:{comment.contribution_id}"],
        audience=comment.contribution.activity.visibility,
        at=at,
        dedup=f"comment:{comment.pk}:published",
        told=[own],
    )


def tell_of_answer(contribution: Contribution, answer: Answer, at: datetime) -> None:
    """The city answered; authors who left an address have a mail of their own about it."""
    publish_event(
        kind="answer_published",
        subject=f"idea:{contribution.pk}",
        topics=[f"idea:{contribution.pk}", f"activity:{contribution.activity_id}"],
        summary=str(answer.get_verdict_display()),
        audience=contribution.activity.visibility,
        at=at,
        dedup=f"answer:{answer.pk}:{answer.verdict}",
        told=[contribution.email],
    )


def tell_of_commitments(
    contribution: Contribution, commitments: Iterable[Commitment], at: datetime
) -> None:
    """An idea feeds these commitments from now on."""
    for commitment in commitments:
        publish_event(
            kind="idea_linked",
            subject=f"idea:{contribution.pk}",
            topics=[f"commitment:{commitment.number}"],
            audience=contribution.activity.visibility,
            at=at,
            dedup=f"idea:{contribution.pk}:commitment:{commitment.pk}",
        )


def tell_of_grouping(proposal: MergeProposal, at: datetime) -> None:
    """An idea stands under another one; the author of the grouped one took part in it."""
    merged, kept = proposal.merged, proposal.kept
    publish_event(
        kind="idea_grouped",
        subject=f"idea:{merged.pk}",
        topics=[f"idea:{merged.pk}", f"idea:{kept.pk}"],
        audience=merged.activity.visibility,
        at=at,
        dedup=f"merge:{proposal.pk}:grouped",
        told=[address_of(merged)],
    )


def tell_of_opening(activity: Activity, at: datetime) -> None:
    """One may take part."""
    key = f"activity:{activity.pk}"
    _tell("activity_opened", activity, at, f"{key}:opened", topics=["activities", key])


def tell_of_closing_soon(activity: Activity, at: datetime) -> None:
    """A few days are left; once for each end that was announced."""
    end = activity.closes_at
    dedup = f"activity:{activity.pk}:closing:{end.isoformat()}"
    _tell("activity_closing", activity, at, dedup, summary=date_and_hour(end))


def tell_of_closing(activity: Activity, at: datetime) -> None:
    """It is over."""
    dedup = f"activity:{activity.pk}:closed:{activity.closes_at.isoformat()}"
    _tell("activity_closed", activity, at, dedup)


def tell_of_verdict(activity: Activity, verdict: PromiseVerdict, at: datetime) -> None:
    """The city said whether it kept its promise."""
    summary = str(verdict.get_outcome_display())
    _tell("verdict_given", activity, at, f"verdict:{verdict.pk}", summary=summary)


def _tell(
    kind: str,
    activity: Activity,
    at: datetime,
    dedup: str,
    *,
    topics: list[str] | None = None,
    summary: str = "",
) -> None:
    publish_event(
        kind=kind,
        subject=f"activity:{activity.pk}",
        topics=topics or [f"activity:{activity.pk}"],
        summary=summary,
        audience=activity.visibility,
        at=at,
        dedup=dedup,
    )
