"""Receiving a contribution: its number, its receipt, the confirmation of its author."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from portal.decisions import Refused, require

from .. import receipts, rules
from ..enums import Moderation, Reason
from ..models import Activity, ActivityTally, Contribution, ContributionWish
from ..notifications import mail_confirmation
from ..notifications.events import tell_of_idea
from . import counters
from .journal import locked, log, log_about
from .wishes import note_wishes

if TYPE_CHECKING:
    from portal.accounts.models import User

C = TypeVar("C", bound=Contribution)


def take_number(activity: Activity, number: int | None = None) -> int:
    """Reserves the next public number of an activity, or the given one; counts one more.

    Must run in a transaction: the counter's row stays locked until its end, so that two people
    never receive the same number.
    """
    ActivityTally.objects.get_or_create(activity=activity)
    tallies = ActivityTally.objects.filter(activity=activity)
    last = F("last_number") + 1 if number is None else Greatest(F("last_number"), number)
    tallies.update(last_number=last, contribution_count=F("contribution_count") + 1)
    return number if number is not None else tallies.values_list("last_number", flat=True).get()


@transaction.atomic
def receive(
    model: type[C],
    *,
    activity: Activity,
    at: datetime,
    number: int | None = None,
    receipt: str | None = None,
    moderation: str = Moderation.PENDING,
    wishes: Iterable[str] = (),
    **fields: Any,
) -> C:
    """Stores a contribution with its number and receipt; the mechanism has asked its rules.

    `receipt` is given when it was printed before (a coupon). Raises Refused(ALREADY_SENT) when
    the same form was already received.
    """
    stored = {
        "number": take_number(activity, number),
        "receipt": receipt or receipts.new_receipt(),
        "submitted_at": at,
        "published_at": at if moderation == Moderation.PUBLISHED else None,
    }
    contribution = model(activity=activity, moderation=moderation, **stored, **fields)
    try:
        with transaction.atomic():
            contribution.save()
    except IntegrityError as error:
        token = fields.get("form_token")
        if token and Contribution.objects.filter(form_token=token).exists():
            raise Refused(Reason.ALREADY_SENT) from error
        raise
    _keep_wishes(contribution, sorted(set(wishes)), fields.get("author"), at)
    if contribution.is_public:
        counters.count_publication(contribution, 1)
        tell_of_idea(contribution, at)
    _log_receipt(contribution)
    return contribution


def _keep_wishes(
    contribution: Contribution, wishes: list[str], author: "User | None", at: datetime
) -> None:
    ContributionWish.objects.bulk_create(
        ContributionWish(contribution=contribution, wish=wish) for wish in wishes
    )
    note_wishes(contribution=contribution, wishes=wishes, author=author, at=at)


def _log_receipt(contribution: Contribution) -> None:
    log(
        "contribution.received",
        contribution=contribution.pk,
        activity=contribution.activity_id,
        channel=contribution.channel,
        moderation=contribution.moderation,
    )


@transaction.atomic
def confirm_contribution(*, contribution: Contribution, at: datetime) -> Contribution:
    """Its author followed the link sent by mail: it goes to be read, or is public at once.

    A link works as long as the contribution exists, even after the end of the call: what was
    sent in time is in time. Raises Refused(ALREADY_CONFIRMED).
    """
    held = locked(contribution)
    require(rules.may_confirm(held))
    held.confirmed_at = at
    held.moderation = rules.first_state(held.activity)
    held.published_at = at if held.is_public else None
    held.save(update_fields=["confirmed_at", "moderation", "published_at"])
    if held.is_public:
        counters.count_publication(held, 1)
        tell_of_idea(held, at)
    log_about("contribution.confirmed", held)
    return held


@transaction.atomic
def send_confirmation_again(*, contribution: Contribution) -> None:
    """Sends the link once more to the address given. Raises Refused(ALREADY_CONFIRMED)."""
    held = locked(contribution)
    require(rules.may_confirm(held))
    mail_confirmation(held)
    log_about("contribution.confirmation_sent_again", held)
