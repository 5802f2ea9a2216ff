"""Giving and taking roles and rights: the only writers of who may do what."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import LogContext

from portal.decisions import require

from . import rules
from .models import User
from .queries import administrators, rights_decision


@transaction.atomic
def change_rights(
    *,
    user: User,
    groups: Iterable[Group],
    is_active: bool,
    is_superuser: bool,
    by: User,
) -> bool:
    """Gives a person these roles and no other; says whether anything changed.

    Raises Refused: NOT_ALLOWED unless `by` is an administrator (a superuser for superusers),
    LAST_ADMINISTRATOR when nobody would be left to give roles. Each change is a security event.
    """
    held = _held(user)
    before, after = set(held.groups.all()), set(groups)
    asked = {"is_active": is_active, "is_superuser": is_superuser}
    require(rights_decision(user=held, groups=after, by=by, **asked))
    changed = {name: value for name, value in asked.items() if getattr(held, name) != value}
    if not changed and before == after:
        return False
    for name, value in changed.items():
        setattr(held, name, value)
    # The security log notes each change of Django's tables by itself, with whoever is named here.
    with LogContext(user=by):
        held.groups.set(after)
        if changed:
            held.save(update_fields=sorted(changed))
    return True


def require_administrator(by: User) -> None:
    """Raises Refused(NOT_ALLOWED) unless `by` gives roles; what other apps ask for their rights."""
    require(rules.may_change_rights(by))


@transaction.atomic
def delete_user(*, user: User, by: User) -> None:
    """Deletes an account; what it gave stays, without its author.

    Raises Refused: ABOVE_YOU, LAST_ADMINISTRATOR.
    """
    held = _held(user)
    require(rules.may_edit_person(by, held, has_role=held.groups.exists()))
    if administrators().filter(pk=held.pk).exists():
        require(rules.may_lose_administration(others=administrators().exclude(pk=held.pk).count()))
    with LogContext(user=by):
        held.delete()


def _held(user: User) -> User:
    """The account as it is now, with every administrator's, until the end of the transaction.

    In one order, so that two administrators who remove each other at once leave one of them.
    """
    pks = [user.pk, *administrators().values_list("pk", flat=True)]
    rows = User.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    return next(row for row in rows if row.pk == user.pk)
