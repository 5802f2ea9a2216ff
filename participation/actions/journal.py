"""How an action holds what it changes, and says what it did: events without words of persons."""

import logging
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

from ..models import Comment, Contribution

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger("participation.actions")
M = TypeVar("M", bound=Model)


def locked(contribution: Contribution) -> Contribution:
    """The contribution as it is now, held until the end of the transaction."""
    held = Contribution.objects.select_for_update(of=("self",)).select_related("activity")
    return held.get(pk=contribution.pk)


def own_texts(contribution: Contribution) -> tuple[Contribution, tuple[str, ...]]:
    """The contribution as its mechanism's own, and the names of its other texts by its author."""
    mechanism = contribution.activity.mechanism
    names = mechanism.own_texts if mechanism else ()
    return (contribution.specific if names else contribution), names


def locked_row(row: M) -> M:
    """Any row as it is now, held until the end of the transaction."""
    held: M = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    return held


def locked_text(text: Contribution | Comment) -> Contribution | Comment:
    """The contribution or comment as it is now, held until the end of the transaction."""
    return locked(text) if isinstance(text, Contribution) else locked_row(text)


# What a decision writes on a text.
DECIDED = (
    "moderation",
    "published_at",
    "moderated_at",
    "moderated_by",
    "refusal_reason",
    "refusal_note",
    "keep_until",
)


def write_decision(text: Contribution | Comment) -> None:
    """Stores what was decided on a text that is held; its words and links stay as they are."""
    rows = type(text)._default_manager.filter(pk=text.pk)
    rows.update(**{name: getattr(text, name) for name in DECIDED})


def log(event: str, *, user: "User | None" = None, **numbers: Any) -> None:
    """Writes an event such as `contribution.published`, with identifiers only."""
    logger.info(
        event.replace(".", " ").replace("_", " ").capitalize(),
        extra={
            "event": f"participation.{event}",
            "user": user.pk if user else None,
            **numbers,
        },
    )


def log_about(event: str, contribution: Contribution, user: "User | None" = None) -> None:
    """The same about a contribution."""
    log(event, user=user, contribution=contribution.pk, activity=contribution.activity_id)
