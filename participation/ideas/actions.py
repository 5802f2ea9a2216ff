"""Giving an idea, and what the officers do with it: the only writers of the mechanism."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.decisions import require

from .. import actions as core
from .. import rules
from ..eligibility import NOTHING_SHOWN, Proof
from ..enums import Channel, Moderation
from ..notifications import mail_confirmation, mail_receipt
from .models import Idea, IdeaConsultation

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.rules import Reader


@transaction.atomic
def submit_idea(
    *,
    consultation: IdeaConsultation,
    title: str,
    text: str,
    at: datetime,
    email: str = "",
    author: "User | None" = None,
    reader: "Reader" = None,
    proof: Proof = NOTHING_SHOWN,
    channel: str = Channel.ONLINE,
    is_doubted: bool = False,
    **fields: Any,
) -> Idea:
    """Receives an idea with the files of its form: it waits to be read; its receipt is mailed.

    When the call asks for it, an address that no account proves is confirmed first by a link.
    `reader` is who asks when that is no account: a visitor with an agent's code. `proof` shows
    that they may take part, where the call asks for it. Raises Refused when the call does not
    take ideas from this person now, or when the same form was already sent.
    """
    require(rules.may_contribute(consultation, author or reader, at))
    token = fields.get("form_token")
    core.take_proof(activity=consultation, proof=proof, at=at, form_token=token)
    is_proved = author is not None and author.email.lower() == email.lower()
    state = rules.first_state(consultation, is_doubted=is_doubted)
    if rules.must_confirm(consultation, email, is_proved=is_proved):
        state = Moderation.UNCONFIRMED
    written = {"title": title, "text": text, "email": email, "author": author, **fields}
    idea = core.receive(
        Idea, activity=consultation, at=at, channel=channel, moderation=state, **written
    )
    _complete(idea, consultation, token)
    return idea


def _complete(idea: Idea, consultation: IdeaConsultation, form_token: str | None) -> None:
    """Keeps with an idea what came beside it, and mails its receipt or the link to confirm it."""
    core.mark_eligibility(contribution=idea, activity=consultation)
    if form_token:
        core.attach_staged_files(contribution=idea, form_token=form_token)
    if idea.moderation == Moderation.UNCONFIRMED:
        mail_confirmation(idea)
    else:
        mail_receipt(idea)


@transaction.atomic
def enter_idea(
    *,
    consultation: IdeaConsultation,
    title: str,
    at: datetime,
    number: int | None = None,
    **fields: Any,
) -> Idea:
    """Enters an idea that came otherwise than by the form: paper, meeting, an earlier call.

    The clerk is not its author; the call may be closed. A number already public is kept.
    """
    return core.receive(Idea, activity=consultation, at=at, number=number, title=title, **fields)
