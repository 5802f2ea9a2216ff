"""Accounts that nobody uses: a warning, then the erasure of the whole person."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.personal_data import Person, sources
from portal.security.actions import record_event

from .. import rules
from ..models import InactivityWarning
from ..notifications import mail_inactivity_warning
from ..queries.accounts import (
    emails_of,
    last_seen,
    to_erase,
    to_warn,
    unconfirmed_accounts,
)

logger = logging.getLogger(__name__)


def warn_inactive(*, at: datetime, dry_run: bool = False) -> int:
    """Mails those whose account will go INACTIVE_ACCOUNT_NOTICE_DAYS later; says how many."""
    if dry_run:
        return to_warn(at).count()
    count = 0
    for key in list(to_warn(at).values_list("pk", flat=True)):
        count += _warn(key, at)
    return count


@transaction.atomic
def _warn(key: int, at: datetime) -> int:
    """Notes the warning with its mail; whoever came back meanwhile gets none."""
    user = User.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if user is None or not to_warn(at).filter(pk=key).exists():
        return 0
    InactivityWarning.objects.update_or_create(user=user, defaults={"warned_at": at})
    mail_inactivity_warning(user, at)
    logger.info("Account warned", extra={"event": "privacy.account.warned", "user": key})
    return 1


def erase_inactive(*, at: datetime, dry_run: bool = False) -> int:
    """Erases accounts unused for INACTIVE_ACCOUNT_DAYS whose person was warned; says how many.

    Never staff: they are listed for the administrators instead.
    """
    if dry_run:
        return to_erase(at).count()
    keys = list(to_erase(at).values_list("pk", flat=True))
    return sum(_erase(key, at, "inactive") for key in keys)


def erase_unconfirmed_accounts(*, at: datetime, dry_run: bool = False) -> int:
    """Erases accounts whose address nobody confirmed in UNCONFIRMED_ACCOUNT_DAYS."""
    found = unconfirmed_accounts(at)
    if dry_run:
        return found.count()
    keys = list(found.values_list("pk", flat=True))
    return sum(_erase(key, at, "unconfirmed") for key in keys)


@transaction.atomic
def _erase(key: int, at: datetime, why: str) -> int:
    """Erases one whole person, or nobody: every app forgets within this transaction.

    Asked again under the lock: whoever signed in or confirmed meanwhile stays.
    """
    user = User.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if user is None or not _still_concerned(user, at, why):
        return 0
    person = Person(user_id=key, emails=emails_of(user, proved_only=why == "inactive"))
    for source in sources():
        source.erase(person, at)
    User.objects.filter(pk=key).delete()
    record_event("privacy.account.erased", erased=key, why=why)
    return 1


def _still_concerned(user: User, at: datetime, why: str) -> bool:
    if why == "unconfirmed":
        return unconfirmed_accounts(at).filter(pk=user.pk).exists()
    warning = InactivityWarning.objects.filter(user=user).first()
    return rules.may_go(
        last_seen=last_seen(user),
        warned_at=warning.warned_at if warning else None,
        at=at,
        days=settings.INACTIVE_ACCOUNT_DAYS,
        notice=settings.INACTIVE_ACCOUNT_NOTICE_DAYS,
    )
