"""Some weeks later: kept, in part, or not. Counted without identity, by two separate ways."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.text import Truncator

from portal.decisions import Refused, require

from ... import actions as core
from ... import rules as core_rules
from ...actions.journal import log
from ...enums import Channel
from .. import rules
from ..enums import CampaignReason, Way
from ..models import Campaign, FollowUpCount, Reminder, Testimony
from .counting import spend

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

# The core shows a title in its lists: the first words of the text.
_TITLE = 80


@transaction.atomic
def answer_follow_up(
    *,
    campaign: Campaign,
    answer: str,
    form_number: str,
    at: datetime,
    reader: "Reader" = None,
    text: str = "",
    display_name: str = "",
    is_doubted: bool = False,
) -> Testimony | None:
    """Counts an answer given by the open form; its words, if any, are read before they are public.

    Nothing joins the words to the answer. Raises Refused (FOLLOW_UP_COMING, FOLLOW_UP_OVER,
    NO_FOLLOW_UP, AGENTS_ONLY, ALREADY_COUNTED).
    """
    require(rules.may_answer_follow_up(campaign, reader, at))
    spend(form_number, at)
    _count(campaign, Way.OPEN, answer)
    return _tell(campaign, text, display_name, is_doubted=is_doubted, at=at)


@transaction.atomic
def answer_by_link(
    *,
    reminder: Reminder,
    answer: str,
    at: datetime,
    reader: "Reader" = None,
    text: str = "",
    display_name: str = "",
) -> Testimony | None:
    """Counts the answer of a mailed link and erases the address: the link serves once.

    Raises Refused (LINK_USED, and those of the dates of the question).
    """
    held = Reminder.objects.select_for_update(of=("self",)).filter(pk=reminder.pk)
    found = held.filter(secret=reminder.secret).first()
    if found is None:
        raise Refused(CampaignReason.LINK_USED)
    campaign = reminder.campaign
    require(rules.may_answer_follow_up(campaign, reader, at))
    found.delete()
    _count(campaign, Way.LINK, answer)
    return _tell(campaign, text, display_name, is_doubted=False, at=at)


def _count(campaign: Campaign, way: Way, answer: str) -> None:
    row: dict[str, Any] = {"campaign": campaign, "way": way, "answer": answer}
    FollowUpCount.objects.get_or_create(**row)
    FollowUpCount.objects.filter(**row).update(count=F("count") + 1)
    log("follow_up.counted", activity=campaign.pk, way=str(way))


def _tell(
    campaign: Campaign, text: str, display_name: str, *, is_doubted: bool, at: datetime
) -> Testimony | None:
    if not text.strip():
        return None
    return core.receive(
        Testimony,
        activity=campaign,
        at=at,
        channel=Channel.ONLINE,
        moderation=core_rules.first_state(campaign, is_doubted=is_doubted),
        title=Truncator(" ".join(text.split())).chars(_TITLE),
        text=text.strip(),
        display_name=display_name,
    )


@transaction.atomic
def enter_testimony(
    *, campaign: Campaign, text: str, at: datetime, number: int | None = None, **fields: Any
) -> Testimony:
    """Enters words that came otherwise than by the form: an example, a letter."""
    fields.setdefault("title", Truncator(" ".join(text.split())).chars(_TITLE))
    return core.receive(Testimony, activity=campaign, at=at, number=number, text=text, **fields)
