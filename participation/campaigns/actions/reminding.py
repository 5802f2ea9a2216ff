"""An address left to be asked again: confirmed, written to once, erased."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.decisions import Refused, require

from ...actions.journal import log
from .. import rules
from ..enums import CampaignReason
from ..models import Campaign, Reminder
from ..notifications import mail_confirmation, mail_question

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

_BATCH = 500


@transaction.atomic
def ask_reminder(
    *, campaign: Campaign, email: str, at: datetime, reader: "Reader" = None
) -> Reminder:
    """Keeps an address until it is confirmed by its owner, who is written to.

    The same address again is one row: its link is sent anew as long as it is not confirmed.
    Raises Refused (NO_FOLLOW_UP, FOLLOW_UP_OPEN, FOLLOW_UP_OVER, NOT_YET_OPEN, AGENTS_ONLY).
    """
    require(rules.may_ask_reminder(campaign, reader, at))
    reminder, made = Reminder.objects.get_or_create(
        campaign=campaign,
        email=email.strip().lower(),
        defaults={"asked_on": timezone.localdate(at)},
    )
    reminder.campaign = campaign
    if not reminder.is_confirmed:
        mail_confirmation(reminder)
    # Without its number: nothing joins an address to a moment.
    log("reminder.asked", activity=campaign.pk, first=made)
    return reminder


@transaction.atomic
def confirm_reminder(*, reminder: Reminder, at: datetime) -> Reminder:
    """Its owner followed the link. The question comes when it is asked, or at once if it is.

    Raises Refused (NOTHING_TO_CONFIRM, LINK_USED when the address is erased meanwhile).
    """
    held = _held(reminder)
    require(rules.may_confirm(held))
    held.is_confirmed = True
    held.save(update_fields=["is_confirmed"])
    log("reminder.confirmed", activity=held.campaign_id)
    if rules.follow_up_window(held.campaign, timezone.localdate(at)):
        _send(held)
    return held


@transaction.atomic
def forget_reminder(*, reminder: Reminder) -> None:
    """Erases an address at the wish of its owner. Raises Refused(LINK_USED) when it is gone."""
    held = _held(reminder)
    held.delete()
    log("reminder.forgotten", activity=reminder.campaign_id)


def _held(reminder: Reminder) -> Reminder:
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("campaign")
    found = rows.filter(pk=reminder.pk, secret=reminder.secret).first()
    if found is None:
        raise Refused(CampaignReason.LINK_USED)
    return found


def send_questions(*, at: datetime) -> int:
    """Writes to every confirmed address of the campaigns that ask now, once each; how many."""
    today = timezone.localdate(at)
    due = Reminder.objects.filter(
        is_confirmed=True,
        is_sent=False,
        campaign__live=True,
        campaign__follow_up_opens_on__lte=today,
        campaign__follow_up_closes_on__gte=today,
    )
    count = 0
    while keys := list(due.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        count += _send_batch(keys)
    return count


@transaction.atomic
def _send_batch(keys: list[int]) -> int:
    held = Reminder.objects.select_for_update(of=("self",)).filter(pk__in=keys, is_sent=False)
    found = list(held.select_related("campaign").order_by("pk"))
    for reminder in found:
        mail_question(reminder)
    Reminder.objects.filter(pk__in=[one.pk for one in found]).update(is_sent=True)
    log("reminders.sent", count=len(found))
    return len(found)


def _send(reminder: Reminder) -> None:
    mail_question(reminder)
    Reminder.objects.filter(pk=reminder.pk).update(is_sent=True)
    log("reminders.sent", count=1)
