"""Reading accounts: who administers the portal, what rights and addresses are proved."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.decisions import ALLOWED, Decision

from . import rules
from .models import User


def with_right(app_label: str, codename: str) -> "QuerySet[User]":
    """The active people who hold a right, by a group, by themselves or as superusers."""
    held = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    by_group = held.filter(group__user=OuterRef("pk"))
    by_self = held.filter(user=OuterRef("pk"))
    found = User.objects.filter(is_active=True)
    return found.filter(Q(is_superuser=True) | Exists(by_group) | Exists(by_self))


def administrators() -> "QuerySet[User]":
    """The active people who may give and take roles."""
    return with_right("accounts", "change_rights")


def rights_decision(
    *, user: User, groups: Collection[Group], is_active: bool, is_superuser: bool, by: User
) -> Decision:
    """Whether `by` may give a person these rights and no other, as things stand now."""
    if not (decision := rules.may_change_rights(by)):
        return decision
    if user.is_superuser != is_superuser and not (decision := rules.may_give_superuser(by)):
        return decision
    others = administrators().exclude(pk=user.pk)
    was_one = bool(user.pk) and administrators().filter(pk=user.pk).exists()
    if was_one and not _would_administer(user, groups, is_active, is_superuser):
        return rules.may_lose_administration(others=others.count())
    return ALLOWED


def _would_administer(
    user: User, groups: Collection[Group], is_active: bool, is_superuser: bool
) -> bool:
    right = Permission.objects.filter(content_type__app_label="accounts", codename="change_rights")
    held = right.filter(Q(group__in=groups) | Q(user=user))
    return is_active and (is_superuser or held.exists())


def verified_addresses(user: User) -> list[str]:
    """The addresses this person proved to read, the main one first, in lower case; by one query."""
    proved = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return [email.lower() for email in proved.values_list("email", flat=True)]
