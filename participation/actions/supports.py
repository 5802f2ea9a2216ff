"""Supporting a contribution, once a person, and taking the support back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.decisions import require

from .. import rules
from ..models import Contribution, Support, Supporter
from ..notifications.supports import mail_support_link
from ..queries.supports import Person, account_with, supporter_known_as, supporter_with
from . import counters
from .journal import locked, log_about

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def supporter_of(*, user: "User | None" = None, email: str = "", at: datetime) -> Supporter:
    """The supporter who is this account or this proved address; created at the first support.

    An address that belongs to an account is that account's supporter, so that nobody supports
    once under each. The caller has proved the address (a mailed link, a verified account).
    """
    known = (user.email if user else email).lower()
    account = user or account_with(known)

    def found_now() -> Supporter | None:
        return supporter_known_as(Person(user=account)) if account else supporter_with(known)

    found = found_now()
    if found is None:
        # One that another account left behind stays with that account's supporter. What the same
        # person makes at this very moment is not meant: the database refuses it below.
        of_others = Supporter.objects.filter(email=known, user__isnull=False).exclude(user=account)
        taken = account is not None and of_others.exists()
        try:
            with transaction.atomic():
                return Supporter.objects.create(
                    user=account, email=None if taken else known, since=at
                )
        except IntegrityError:  # The same person, at the same moment.
            found = found_now()
            if found is None:
                raise
    if account and found.user_id is None:
        Supporter.objects.filter(pk=found.pk, user__isnull=True).update(user=account)
        found.refresh_from_db()
    return found


@transaction.atomic
def give_support(
    *, contribution: Contribution, user: "User | None" = None, email: str = "", at: datetime
) -> tuple[Supporter, bool]:
    """Counts the support of an account or of a proved address; says whose it is, and if it is new.

    Nothing is kept of somebody who may not support. Raises Refused like support_contribution.
    """
    require(rules.may_support(locked(contribution), user, at))
    supporter = supporter_of(user=user, email=email, at=at)
    is_new = support_contribution(contribution=contribution, supporter=supporter, user=user, at=at)
    return supporter, is_new


@transaction.atomic
def support_contribution(
    *, contribution: Contribution, supporter: Supporter, user: "User | None", at: datetime
) -> bool:
    """Counts one person's support; False when that person already supports it.

    Raises Refused (NOT_PUBLIC, SUPPORTS_CLOSED, and those of may_contribute).
    """
    held = locked(contribution)
    require(rules.may_support(held, user, at))
    try:
        with transaction.atomic():
            Support.objects.create(contribution=held, supporter=supporter, given_at=at)
    except IntegrityError:
        return False
    _count(held, 1)
    log_about("contribution.supported", held)
    return True


@transaction.atomic
def withdraw_support(
    *, contribution: Contribution, supporter: Supporter, user: "User | None", at: datetime
) -> bool:
    """Takes one person's support back; False when there was none.

    Raises Refused like support_contribution: once the call is closed the figures stay.
    """
    held = locked(contribution)
    require(rules.may_support(held, user, at))
    deleted, _ = Support.objects.filter(contribution=held, supporter=supporter).delete()
    if not deleted:
        return False
    _count(held, -1)
    log_about("contribution.support_withdrawn", held)
    return True


def send_support_link(*, contribution: Contribution, email: str, at: datetime) -> None:
    """Mails a link by which this address supports; stores nothing, whoever the address is.

    The same message leaves whether or not the address already supports: only its owner may know.
    Raises Refused like support_contribution.
    """
    require(rules.may_support(contribution, None, at))
    mail_support_link(contribution, email)
    log_about("contribution.support_link_sent", contribution)


def _count(held: Contribution, by: int) -> None:
    Contribution.objects.filter(pk=held.pk).update(support_count=F("support_count") + by)
    counters.tally(held.activity_id, support_count=by)
