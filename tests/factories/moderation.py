"""Comments, reports and objections, made by the actions."""

from typing import Any

from participation.actions import (
    add_comment,
    file_appeal,
    file_report,
    publish_comment,
    refuse_comment,
    refuse_contribution,
)
from participation.enums import RefusalReason
from participation.models import Appeal, Comment, Contribution, Report
from tests.support import clock

from .participation import make_idea, published_idea

NOTE = "La question portait sur les achats."


def make_comment(contribution: Contribution | None = None, **fields: Any) -> Comment:
    """A comment that waits to be read."""
    subject = contribution or published_idea()
    given = {"text": "Je suis d’accord, surtout le soir.", "at": clock.NOW, **fields}
    return add_comment(contribution=subject, **given)


def published_comment(contribution: Contribution | None = None, **fields: Any) -> Comment:
    """A comment that everybody may read."""
    comment = make_comment(contribution, **fields)
    return publish_comment(comment=comment, moderator=None, at=clock.NOW)


def refused_by(moderator: Any, subject: Contribution | Comment | None = None) -> Any:
    """A text that this person refused; an idea when none is given."""
    text = subject or make_idea()
    given = {"moderator": moderator, "note": NOTE, "at": clock.NOW}
    if isinstance(text, Comment):
        return refuse_comment(comment=text, reason=RefusalReason.OFF_TOPIC, **given)
    return refuse_contribution(contribution=text, reason=RefusalReason.OFF_TOPIC, **given)


def make_appeal(subject: Contribution | Comment | None = None, **fields: Any) -> Appeal:
    """An objection that waits, against a refusal."""
    given = {"text": "Mon idée parle bien des achats.", "at": clock.NOW, **fields}
    return file_appeal(subject=subject or refused_by(None), **given)


def make_report(subject: Contribution | Comment | None = None, **fields: Any) -> Report:
    """A report that waits, about a public text."""
    given = {"reason": RefusalReason.PERSONAL_DATA, "at": clock.NOW, **fields}
    return file_report(subject=subject or published_idea(), **given)
