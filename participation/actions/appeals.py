"""Contesting a refusal, and deciding on it: never by who refused."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from portal.decisions import Refused, require

from .. import rules
from ..enums import Reason
from ..models import Appeal, Comment, Contribution
from ..models.moderation import about
from ..notifications.moderation import mail_appeal_decided
from .comments import publish_comment
from .journal import locked_row, locked_text, log
from .moderation import publish_contribution

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def file_appeal(*, subject: Contribution | Comment, text: str, at: datetime) -> Appeal:
    """The author of a refused text contests the refusal, once; it joins the queue.

    Raises Refused (NOTHING_TO_APPEAL, ALREADY_APPEALED, TEXT_MISSING).
    """
    held = locked_text(subject)
    contested = Appeal.objects.filter(**about(held)).exists()
    require(rules.may_appeal(held, is_contested=contested))
    if not text.strip():
        raise Refused(Reason.TEXT_MISSING)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(text=text.strip(), filed_at=at, **about(held))
    except IntegrityError as error:
        raise Refused(Reason.ALREADY_APPEALED) from error
    log("appeal.filed", appeal=appeal.pk, activity=appeal.activity.pk)
    return appeal


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, moderator: "User | None", upheld: bool, answer: str, at: datetime
) -> Appeal:
    """Publishes the text, or confirms the refusal, with an answer to its author.

    Somebody else than who refused decides. Publishing is a row of its own in the register; the
    author is told either way. Raises Refused (ALREADY_HANDLED, SAME_PERSON, NOTHING_TO_APPEAL,
    TEXT_MISSING).
    """
    text = locked_text(appeal.subject)
    held = locked_row(appeal)
    require(rules.may_decide_appeal(held, text, moderator))
    if not answer.strip():
        raise Refused(Reason.TEXT_MISSING)
    held.upheld, held.answer = upheld, answer.strip()
    held.decided_at, held.decided_by = at, moderator
    held.save()
    if upheld and isinstance(text, Contribution):
        publish_contribution(contribution=text, moderator=moderator, at=at, on_appeal=True)
    elif upheld and isinstance(text, Comment):
        publish_comment(comment=text, moderator=moderator, at=at, on_appeal=True)
    log("appeal.decided", user=moderator, appeal=held.pk, upheld=upheld)
    mail_appeal_decided(held)
    return held
