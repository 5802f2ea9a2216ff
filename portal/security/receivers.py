"""Security events of what Django and Wagtail write themselves: groups, accounts, settings.

The receivers of signals that are not ours: rights are given by Wagtail's screens, by commands and
by the shell, and each way must leave its trace (docs/decisions/0020-security-log.md).
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.log_actions import get_active_log_context
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from portal import throttle

from .actions import record_event

# What makes an account more than a resident's.
FLAGS = ("is_active", "is_agent", "is_staff", "is_superuser")
_DONE = {"post_add": "given", "post_remove": "taken", "post_clear": "cleared"}


def connect() -> None:
    """Listens, once."""
    user = get_user_model()
    m2m_changed.connect(_groups, sender=user.groups.through, dispatch_uid="security.groups")
    m2m_changed.connect(
        _own_rights, sender=user.user_permissions.through, dispatch_uid="security.own_rights"
    )
    m2m_changed.connect(_rights, sender=Group.permissions.through, dispatch_uid="security.rights")
    pre_save.connect(_flags, sender=user, dispatch_uid="security.flags")
    post_save.connect(_created, sender=user, dispatch_uid="security.created")
    post_delete.connect(_deleted, sender=user, dispatch_uid="security.deleted")
    post_save.connect(_group_saved, sender=Group, dispatch_uid="security.group_saved")
    post_delete.connect(_group_deleted, sender=Group, dispatch_uid="security.group_deleted")
    for given in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(_place_given, sender=given, dispatch_uid=f"security.{given.__name__}")
        post_delete.connect(
            _place_taken, sender=given, dispatch_uid=f"security.{given.__name__}.taken"
        )
    post_save.connect(_setting, dispatch_uid="security.settings")
    throttle.register_witness(_limit_reached)


def _record(event: str, **details: Any) -> None:
    """Keeps an event done by whoever uses the admin now; by a command, nobody is named."""
    actor = get_active_log_context().user
    # Somebody whose own account is being deleted is not named any more.
    record_event(event, actor=actor if actor and actor.pk else None, **details)


def _pairs(instance: Model, keys: set[int] | None, *, reverse: bool) -> list[tuple[int, int]]:
    """Each changed pair in the order of the field, whichever side it was changed from."""
    return [(key, instance.pk) if reverse else (instance.pk, key) for key in sorted(keys or {0})]


def _groups(
    instance: Model, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    if action in _DONE and (pk_set or action == "post_clear"):
        for user, group in _pairs(instance, pk_set, reverse=reverse):
            _record(f"accounts.role.{_DONE[action]}", user=user, group=group)


def _own_rights(
    instance: Model, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    if action in _DONE and (pk_set or action == "post_clear"):
        for user, right in _pairs(instance, pk_set, reverse=reverse):
            _record(f"accounts.right.{_DONE[action]}", user=user, permission=right)


def _rights(
    instance: Model, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """One event a change, with the names of the rights: a role has dozens of them."""
    if action not in _DONE or not (pk_set or action == "post_clear"):
        return
    if reverse:
        for group in sorted(pk_set or {0}):
            _record(f"accounts.group.rights_{_DONE[action]}", group=group, rights=str(instance.pk))
        return
    names = Permission.objects.filter(pk__in=pk_set or ()).values_list(
        "content_type__app_label", "codename"
    )
    rights = " ".join(sorted(f"{label}.{codename}" for label, codename in names))
    _record(f"accounts.group.rights_{_DONE[action]}", group=instance.pk, rights=rights)


def _flags(
    sender: type[Model],
    instance: Model,
    raw: bool,
    update_fields: frozenset[str] | None,
    **kwargs: Any,
) -> None:
    """What an account may do by itself, compared with what is stored before it is saved."""
    looked_at = [flag for flag in FLAGS if update_fields is None or flag in update_fields]
    if raw or instance._state.adding or not looked_at:
        return
    before = sender._default_manager.filter(pk=instance.pk).values(*looked_at).first() or {}
    for flag, value in before.items():
        if value != getattr(instance, flag):
            event = f"accounts.user.{flag}_{'taken' if value else 'given'}"
            _record(event, user=instance.pk)


def _created(instance: Model, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        given = {flag: True for flag in FLAGS[1:] if getattr(instance, flag)}
        _record("accounts.user.created", user=instance.pk, **given)


def _deleted(instance: Model, **kwargs: Any) -> None:
    actor = get_active_log_context().user
    own = actor is not None and actor.pk == instance.pk
    record_event("accounts.user.deleted", actor=None if own else actor, user=instance.pk, own=own)


def _group_saved(instance: Model, created: bool, raw: bool, **kwargs: Any) -> None:
    if not raw:
        _record(f"accounts.group.{'created' if created else 'changed'}", group=instance.pk)


def _group_deleted(instance: Model, **kwargs: Any) -> None:
    _record("accounts.group.deleted", group=instance.pk)


def _place_given(instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        _record("accounts.group.place_given", **_place(instance))


def _place_taken(instance: Any, **kwargs: Any) -> None:
    _record("accounts.group.place_taken", **_place(instance))


def _place(given: Any) -> dict[str, int]:
    """A right that a group holds from a page or a collection downwards."""
    name = "page" if isinstance(given, GroupPagePermission) else "collection"
    return {
        "group": given.group_id,
        name: getattr(given, f"{name}_id"),
        "permission": given.permission_id,
    }


def _setting(instance: Model, created: bool, raw: bool, **kwargs: Any) -> None:
    if isinstance(instance, BaseSiteSetting | BaseGenericSetting) and not created and not raw:
        _record("portal.settings.changed", setting=instance._meta.label, key=instance.pk)


def _limit_reached(scope: str, source: str) -> None:
    record_event("portal.throttle.reached", scope=scope, source=source)
