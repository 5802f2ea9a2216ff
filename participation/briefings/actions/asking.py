"""Asking a question: received, its receipt given, read before it is public."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.decisions import require

from ... import actions as core
from ... import rules
from ...enums import Channel, Moderation
from ...notifications import mail_confirmation, mail_receipt
from ..models import Briefing, Question

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.rules import Reader


@transaction.atomic
def ask_question(
    *,
    briefing: Briefing,
    title: str,
    text: str = "",
    at: datetime,
    email: str = "",
    author: "User | None" = None,
    reader: "Reader" = None,
    is_doubted: bool = False,
    **fields: Any,
) -> Question:
    """Receives a question: it waits to be read; its receipt is mailed where an address was given.

    Nobody needs an account. Raises Refused when no question is taken from this person now, or
    when the same form was already sent.
    """
    require(rules.may_contribute(briefing, author or reader, at))
    is_proved = author is not None and author.email.lower() == email.lower()
    state = rules.first_state(briefing, is_doubted=is_doubted)
    if rules.must_confirm(briefing, email, is_proved=is_proved):
        state = Moderation.UNCONFIRMED
    written = {"title": title, "text": text, "email": email, "author": author, **fields}
    question = core.receive(
        Question, activity=briefing, at=at, channel=Channel.ONLINE, moderation=state, **written
    )
    if question.moderation == Moderation.UNCONFIRMED:
        mail_confirmation(question)
    else:
        mail_receipt(question)
    return question


@transaction.atomic
def enter_question(
    *, briefing: Briefing, title: str, at: datetime, number: int | None = None, **fields: Any
) -> Question:
    """Enters a question that came otherwise than by the form; the clerk is not its author."""
    return core.receive(Question, activity=briefing, at=at, number=number, title=title, **fields)
