"""What fictitious people did around ideas: supports, comments; and a verdict on a promise."""

from datetime import datetime, timedelta

from participation import actions
from participation.actions.promises import give_verdict
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Comment, Neighbourhood, PromiseVerdict, Supporter
from portal.accounts.models import User

from .demo_set import IdeaExample, NeighbourhoodExample, VerdictExample
from .wanted import Wanted
from .writer import Writer

# What nobody sends after the end of a call.
_LAST = timedelta(minutes=1)


def load_neighbourhoods(
    examples: list[NeighbourhoodExample], writer: Writer
) -> dict[str, Neighbourhood]:
    """The parts of the city, by key; their names may be changed by officers."""
    places = {}
    for example in examples:
        found = Neighbourhood.objects.filter(slug=example.key).first()
        wanted = Wanted(key=f"neighbourhood/{example.key}", texts={"name": example.label})
        new = Neighbourhood(slug=example.key)
        places[example.key] = writer.row("neighbourhood", wanted, found, new)
    return places


def add_reactions(idea: Idea, example: IdeaExample, *, at: datetime, by: User | None) -> None:
    """Supports and comments of an idea just published, by people who do not exist.

    `by` is somebody who may take part, for the call may be open to agents only, and who may write
    in the city's name.
    """
    moment = min(at, idea.activity.closes_at - _LAST)
    for supporter in _supporters(example.supports, at=moment):
        actions.support_contribution(contribution=idea, supporter=supporter, user=by, at=moment)
    thread: Comment | None = None
    for comment in example.comments:
        said_at = min(at - timedelta(days=comment.days_ago), idea.activity.closes_at - _LAST)
        made = actions.add_comment(
            contribution=idea,
            text=comment.text,
            at=max(said_at, idea.submitted_at),
            parent=thread if comment.reply else None,
            user=by if comment.official else None,
            is_official=comment.official and by is not None,
            display_name=comment.display_name,
            standing=comment.standing,
        )
        if not made.is_public:
            actions.publish_comment(comment=made, moderator=None, at=made.submitted_at)
        thread = made if made.parent_id is None else thread


def _supporters(count: int, *, at: datetime) -> list[Supporter]:
    """The first so many of the people who support in the demonstration; without an address."""
    nobody = Supporter.objects.filter(user__isnull=True, email__isnull=True).order_by("pk")
    known = list(nobody[:count])
    known += [Supporter.objects.create(since=at) for _ in range(count - len(known))]
    return known


def judge(call: IdeaConsultation, example: VerdictExample | None, *, at: datetime) -> None:
    """The verdict on the promise of a call that is over, given once."""
    if example is None or PromiseVerdict.objects.filter(activity=call).exists():
        return
    moment = max(at - timedelta(days=example.days_ago), call.closes_at)
    if moment <= at:
        give_verdict(
            activity=call, outcome=example.outcome, reasons=example.reasons, by=None, at=moment
        )
