"""Accounts that nobody uses, those to warn, those to erase, and staff, who are only listed."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from portal.accounts.models import User


def last_seen(user: User) -> datetime:
    """When somebody last signed in, or opened the account."""
    return user.last_login or user.date_joined


def _seen() -> "QuerySet[Any]":
    return User.objects.annotate(seen_at=Coalesce("last_login", "date_joined"))


def _staff() -> Q:
    """Who works in the admin: their accounts are closed by an administrator, not by a clock."""
    of_groups = Permission.objects.filter(
        codename="access_admin", group__user=OuterRef("pk")
    ).order_by()
    own = Permission.objects.filter(codename="access_admin", user=OuterRef("pk")).order_by()
    return Q(is_staff=True) | Q(is_superuser=True) | Q(Exists(of_groups)) | Q(Exists(own))


def inactive_staff(at: datetime) -> "QuerySet[User]":
    """Staff not seen for INACTIVE_ACCOUNT_DAYS, the longest first."""
    before = at - timedelta(days=settings.INACTIVE_ACCOUNT_DAYS)
    return _seen().filter(_staff(), seen_at__lt=before).order_by("seen_at", "pk")


def to_warn(at: datetime) -> "QuerySet[User]":
    """Not seen for all but the days of notice, and not warned since."""
    days = settings.INACTIVE_ACCOUNT_DAYS - settings.INACTIVE_ACCOUNT_NOTICE_DAYS
    found = _seen().exclude(_staff()).filter(seen_at__lt=at - timedelta(days=days))
    warned = Q(inactivity_warning__warned_at__gt=F("seen_at"))
    return found.exclude(pk__in=_seen().filter(warned).values("pk")).order_by("pk")


def to_erase(at: datetime) -> "QuerySet[User]":
    """Not seen for INACTIVE_ACCOUNT_DAYS and warned early enough, since the last visit."""
    return (
        _seen()
        .exclude(_staff())
        .filter(
            seen_at__lt=at - timedelta(days=settings.INACTIVE_ACCOUNT_DAYS),
            inactivity_warning__warned_at__gt=F("seen_at"),
            inactivity_warning__warned_at__lte=at
            - timedelta(days=settings.INACTIVE_ACCOUNT_NOTICE_DAYS),
        )
        .order_by("pk")
    )


def unconfirmed_accounts(at: datetime) -> "QuerySet[User]":
    """Opened with an address that nobody confirmed in time; never staff, never who signed in.

    An account that an administrator made has no address to confirm: it stays.
    """
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    before = at - timedelta(days=settings.UNCONFIRMED_ACCOUNT_DAYS)
    return (
        User.objects.exclude(_staff())
        .filter(Exists(addresses), last_login__isnull=True, date_joined__lt=before)
        .exclude(Exists(addresses.filter(verified=True)))
        .order_by("pk")
    )


def emails_of(user: User, *, proved_only: bool) -> frozenset[str]:
    """The addresses of an account that are proved to be theirs, in lower case.

    Those of an account that nobody confirmed prove nothing: what others did with the same
    address stays theirs.
    """
    if not proved_only:
        return frozenset()
    known = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return frozenset(email.lower() for email in (user.email, *known))
