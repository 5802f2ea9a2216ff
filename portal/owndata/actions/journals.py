"""Wagtail's journals and unfinished forms, without the person who is erased."""

import json
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import quote_plus

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.accounts.models import User

from ..masking import mask, masked

_JOURNALS: tuple[type[Model], ...] = (PageLogEntry, ModelLogEntry)
_BATCH = 500


def forget_actor(user_id: int) -> int:
    """Entries stay, without who acted: Wagtail itself leaves the number of the account there."""
    return sum(rows(model).filter(user=user_id).update(user=None) for model in _JOURNALS)


def forget_subject(user_id: int) -> int:
    """Entries about the account: that something was done stays, to whom does not."""
    content_type = ContentType.objects.get_for_model(User)
    about = ModelLogEntry.objects.filter(content_type=content_type, object_id=str(user_id))
    return about.update(label=_("Deleted account"), object_id="", data={})


def mask_names(names: list[str]) -> int:
    """Takes out of the journals what surely names the person: titles of texts, comments."""
    count = 0
    for model in _JOURNALS:
        found = rows(model).annotate(written=Cast("data", TextField()))
        for entry in found.filter(mentions("label", names) | mentions("written", names)):
            entry.label = mask(entry.label, names, _("[erased]"))
            entry.data = masked(entry.data, names, _("[erased]"))
            entry.save(update_fields=["label", "data"])
            count += 1
    return count


def forget_drafts(user_id: int, names: list[str]) -> int:
    """Forms of the admin that somebody is filling in: this person's, and those about them."""
    content_type = ContentType.objects.get_for_model(User)
    about = Q(content_type=content_type, object_id=str(user_id))
    EditingSession.objects.filter(about | Q(user=user_id)).delete()
    written = mentions("data", names) | mentions("data", [quote_plus(name) for name in names])
    deleted, _kinds = FormState.objects.filter(about | Q(user=user_id) | written).delete()
    return deleted


def rows(model: type[Model]) -> "QuerySet[Any]":
    """All rows of a model."""
    return model._default_manager.all()


def mentions(field: str, names: list[str]) -> Q:
    """Rows in which one of these may be written, as they are or as JSON escapes accents."""
    forms = {form for name in names for form in (name, json.dumps(name)[1:-1])}
    conditions = (Q(**{f"{field}__icontains": form}) for form in sorted(forms))
    return reduce(or_, conditions, Q(pk__in=[]))
