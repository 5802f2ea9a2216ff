"""Comments and supports, made by the actions, their only writers."""

from datetime import datetime
from typing import Any

from participation.actions import add_comment, give_support, publish_comment, refuse_comment
from participation.enums import RefusalReason
from participation.models import Comment, Contribution, Supporter
from tests.support import clock

_count = iter(range(1, 1_000_000))


def make_comment(
    contribution: Contribution, text: str = "", at: datetime | None = None, **fields: Any
) -> Comment:
    """A comment just sent; public at once when its call says so."""
    said = text or f"Un commentaire, le numéro {next(_count)}."
    return add_comment(contribution=contribution, text=said, at=at or clock.NOW, **fields)


def published_comment(
    contribution: Contribution, text: str = "", at: datetime | None = None, **fields: Any
) -> Comment:
    """A comment that everybody may read."""
    comment = make_comment(contribution, text, at, **fields)
    if not comment.is_public:
        comment = publish_comment(comment=comment, moderator=None, at=at or clock.NOW)
    return comment


def withdrawn_comment(contribution: Contribution, **fields: Any) -> Comment:
    """A comment that was public and was withdrawn."""
    return withdraw(published_comment(contribution, **fields))


def withdraw(comment: Comment) -> Comment:
    """The same comment, withdrawn after a report."""
    return refuse_comment(
        comment=comment,
        moderator=None,
        reason=RefusalReason.OFFENSIVE,
        note="Dites-le autrement.",
        at=clock.NOW,
        on_report=True,
    )


def supported(contribution: Contribution, email: str = "") -> Supporter:
    """A person who supports the contribution."""
    address = email or f"soutien{next(_count)}@test.example"
    return give_support(contribution=contribution, email=address, at=clock.NOW)[0]
