"""What changes who may see a picture: whatever shows one, and Wagtail's privacy settings.

Wagtail writes all of these in its own admin. What was heard is answered once for each transaction,
when it is committed; `manage.py place_pictures` puts right what nobody heard.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.fields import StreamField
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import post_page_move

from participation.models import Activity
from portal.cms.models import PortalImage, PortalRendition

from .actions import place_pictures

_ASKED = (Page, Activity, PortalImage, Collection, PageViewRestriction, CollectionViewRestriction)


def connect() -> None:
    """Listens to every model that shows pictures or says who may see them, once."""
    for model in apps.get_models():
        if issubclass(model, _ASKED) or _shows_pictures(model):
            for signal in (post_save, post_delete):
                signal.connect(place_soon, sender=model, dispatch_uid=f"home.{model._meta.label}")
    post_page_move.connect(place_soon, dispatch_uid="home.page_moved")


def _shows_pictures(model: type[models.Model]) -> bool:
    if model is PortalRendition:
        return False
    return any(
        field.related_model is PortalImage or isinstance(field, StreamField)
        for field in model._meta.get_fields()
        if not field.auto_created
    )


def place_soon(**kwargs: Any) -> None:
    """Places the pictures once this transaction is committed, once for all that it did."""
    waiting = {entry[1] for entry in connection.run_on_commit}
    if place_pictures not in waiting:
        # What was asked is written by now: a failure is logged, and the command tries again.
        transaction.on_commit(place_pictures, robust=True)
