"""Writes common to all mechanisms: receiving, publishing, refusing, answering. The only writers."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from engagements.models import Commitment, Department
from portal.decisions import Refused, require

from . import receipts, rules
from .enums import Moderation, Reason
from .models import Activity, ActivityTally, Answer, Contribution
from .notifications import mail_answer, mail_decision

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger(__name__)
C = TypeVar("C", bound=Contribution)


def take_number(activity: Activity, number: int | None = None) -> int:
    """Reserves the next public number of an activity, or the given one; counts one more.

    Must run in a transaction: the counter's row stays locked until its end, so that two people
    never receive the same number.
    """
    ActivityTally.objects.get_or_create(activity=activity)
    counters = ActivityTally.objects.filter(activity=activity)
    last = F("last_number") + 1 if number is None else Greatest(F("last_number"), number)
    counters.update(last_number=last, contribution_count=F("contribution_count") + 1)
    return number if number is not None else counters.values_list("last_number", flat=True).get()


@transaction.atomic
def receive(
    model: type[C], *, activity: Activity, at: datetime, number: int | None = None, **fields: Any
) -> C:
    """Stores a contribution with its number and receipt; the mechanism has asked its rules.

    Raises Refused(ALREADY_SENT) when the same form was already received.
    """
    taken = take_number(activity, number)
    try:
        with transaction.atomic():
            contribution = model.objects.create(
                activity=activity,
                number=taken,
                receipt=receipts.new_receipt(),
                submitted_at=at,
                **fields,
            )
    except IntegrityError as error:
        token = fields.get("form_token")
        if token and Contribution.objects.filter(form_token=token).exists():
            raise Refused(Reason.ALREADY_SENT) from error
        raise
    logger.info(
        "Contribution received",
        extra={
            "event": "participation.contribution.received",
            "contribution": contribution.pk,
            "activity": activity.pk,
            "channel": contribution.channel,
        },
    )
    return contribution


def _locked(contribution: Contribution) -> Contribution:
    """The contribution as it is now, held until the end of the transaction."""
    locked = Contribution.objects.select_for_update(of=("self",)).select_related("activity")
    return locked.get(pk=contribution.pk)


@transaction.atomic
def publish_contribution(
    *, contribution: Contribution, moderator: "User | None", at: datetime
) -> Contribution:
    """Makes a waiting contribution public and counts it.

    Raises Refused(ALREADY_DECIDED) when somebody decided before.
    """
    locked = _locked(contribution)
    require(rules.may_decide(locked))
    locked.moderation = Moderation.PUBLISHED
    locked.published_at = locked.moderated_at = at
    locked.moderated_by = moderator
    locked.save()
    ActivityTally.objects.filter(activity=locked.activity).update(
        published_count=F("published_count") + 1
    )
    _log("published", locked, moderator)
    mail_decision(locked)
    return locked


@transaction.atomic
def refuse_contribution(
    *,
    contribution: Contribution,
    moderator: "User | None",
    reason: str,
    note: str = "",
    at: datetime,
) -> Contribution:
    """Keeps a waiting contribution from the public, with the charter's reason.

    Nothing is deleted: its author reads the reason by the receipt. Raises Refused
    (ALREADY_DECIDED, REASON_MISSING).
    """
    locked = _locked(contribution)
    require(rules.may_decide(locked))
    if not reason:
        raise Refused(Reason.REASON_MISSING)
    locked.moderation = Moderation.REFUSED
    locked.refusal_reason, locked.refusal_note = reason, note.strip()
    locked.moderated_at, locked.moderated_by = at, moderator
    locked.save()
    _log("refused", locked, moderator)
    mail_decision(locked)
    return locked


@transaction.atomic
def answer_contribution(
    *,
    contribution: Contribution,
    verdict: str,
    text: str,
    department: Department | None = None,
    commitments: Iterable[Commitment] = (),
    author: "User | None",
    at: datetime,
) -> Answer:
    """Publishes or replaces the official answer, with the commitments the contribution feeds.

    Raises Refused (NOT_PUBLISHED_YET, TEXT_MISSING). The first answer is counted once.
    """
    locked = _locked(contribution)
    require(rules.may_answer(locked))
    if not text.strip():
        raise Refused(Reason.TEXT_MISSING)
    given: dict[str, Any] = {"verdict": verdict, "text": text.strip()}
    given["department"] = department
    given["answered_by"] = author
    answer, created = Answer.objects.update_or_create(
        contribution=locked, defaults=given, create_defaults={**given, "answered_at": at}
    )
    locked.verdict, locked.answered_at = verdict, answer.answered_at
    locked.save()
    locked.commitments.set(commitments)
    if created:
        ActivityTally.objects.filter(activity=locked.activity).update(
            answered_count=F("answered_count") + 1
        )
    _log("answered", locked, author)
    if created:
        mail_answer(locked, answer)
    return answer


@transaction.atomic
def erase_addresses(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the e-mail addresses that no answer needs any more; says how many.

    ADDRESS_RETENTION_DAYS after the end of the activity and of its answers, as the notice beside
    the form promises. The contributions stay.
    """
    before = at - timedelta(days=settings.ADDRESS_RETENTION_DAYS)
    over = Contribution.objects.exclude(email="").filter(activity__closes_at__lt=before)
    over = over.filter(
        Q(activity__answer_by__isnull=True) | Q(activity__answer_by__lt=before.date())
    )
    count = over.count() if dry_run else over.update(email="")
    logger.info(
        "Addresses erased",
        extra={"event": "participation.address.erased", "count": count, "dry_run": dry_run},
    )
    return count


def _log(verb: str, contribution: Contribution, user: "User | None") -> None:
    logger.info(
        "Contribution %s",
        verb,
        extra={
            "event": f"participation.contribution.{verb}",
            "contribution": contribution.pk,
            "activity": contribution.activity_id,
            "user": user.pk if user else None,
        },
    )
