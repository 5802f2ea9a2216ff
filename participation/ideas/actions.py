"""Giving an idea, and what the officers do with it: the only writers of the mechanism."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.decisions import require

from .. import actions as core
from .. import rules
from ..enums import Channel
from ..notifications import mail_receipt
from .models import Idea, IdeaConsultation, Theme

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def submit_idea(
    *,
    consultation: IdeaConsultation,
    title: str,
    text: str,
    at: datetime,
    theme: Theme | None = None,
    display_name: str = "",
    department_name: str = "",
    email: str = "",
    form_token: str | None = None,
    author: "User | None" = None,
    channel: str = Channel.ONLINE,
) -> Idea:
    """Receives an idea from somebody: it waits to be read; its receipt is mailed when asked.

    Raises Refused when the call does not take ideas from this person now, or when the same form
    was already sent.
    """
    require(rules.may_contribute(consultation, author, at))
    idea = core.receive(
        Idea,
        activity=consultation,
        at=at,
        title=title,
        text=text,
        theme=theme,
        display_name=display_name,
        department_name=department_name,
        email=email,
        form_token=form_token,
        author=author,
        channel=channel,
    )
    mail_receipt(idea)
    return idea


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
