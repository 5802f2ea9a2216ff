"""Wagtail's versions of pages and forms hold the number of who locked, owned or commented."""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from wagtail.models import COMMENTS_RELATION_NAME, LockableMixin, Page, Revision

from portal.accounts.models import User

_COMMENT_PEOPLE = ("user", "resolved_by")


def forget(user_id: int) -> int:
    """Takes an account out of the content of every version; says of how many."""
    count = 0
    for model in _models_with_versions():
        columns = [field.name for field in model._meta.get_fields() if _names_somebody(field)]
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        found = Revision.objects.filter(content_type=content_type)
        found = found.annotate(written=Cast("content", TextField()))
        for revision in found.filter(_holds(user_id, [*columns, *_COMMENT_PEOPLE])):
            content = without(revision.content, user_id, columns)
            if content != revision.content:
                Revision.objects.filter(pk=revision.pk).update(content=content)
                count += 1
    return count


def without(content: dict[str, Any], user_id: int, columns: list[str]) -> dict[str, Any]:
    """The content of a version without an account: neither in a column nor in a comment."""
    kept = dict(content)
    for name in columns:
        if kept.get(name) == user_id:
            kept[name] = None
    if COMMENTS_RELATION_NAME in kept:
        comments = [one for one in kept[COMMENTS_RELATION_NAME] if one.get("user") != user_id]
        kept[COMMENTS_RELATION_NAME] = [_comment_without(one, user_id) for one in comments]
    return kept


def _comment_without(comment: dict[str, Any], user_id: int) -> dict[str, Any]:
    replies = [one for one in comment.get("replies", []) if one.get("user") != user_id]
    resolved = comment.get("resolved_by")
    return {
        **comment,
        "replies": replies,
        "resolved_by": None if resolved == user_id else resolved,
    }


def unlock(user_id: int) -> None:
    """Whatever this person had locked is for everybody again."""
    for model in apps.get_models():
        if model is Page or (issubclass(model, LockableMixin) and not issubclass(model, Page)):
            locked: Any = model._default_manager.filter(locked_by=user_id)
            locked.update(locked=False, locked_by=None, locked_at=None)


def _models_with_versions() -> list[type[Model]]:
    kinds = Revision.objects.order_by().values_list("content_type", flat=True).distinct()
    found = (ContentType.objects.get_for_id(kind).model_class() for kind in kinds)
    return [model for model in found if model is not None]


def _names_somebody(field: Any) -> bool:
    return bool(field.concrete and field.many_to_one and field.related_model is User)


def _holds(user_id: int, names: list[str]) -> Q:
    """Cheap and too wide: what matches is read, then compared by value."""
    found = Q(pk__in=[])
    for name in names:
        found |= Q(written__contains=f'"{name}": {user_id}')
    return found
