"""What follows when Wagtail publishes a text written together: its first version.

The receiver of Wagtail's own signal, as for answers (decisions/0012).
"""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published

from ...rules import is_frozen
from ..models import Drafting
from .versions import bring_text


def connect() -> None:
    """Listens to Wagtail about texts, once."""
    published.connect(_published, sender=Drafting, dispatch_uid="participation.drafting.published")


def _published(instance: Drafting, revision: Revision, **kwargs: Any) -> None:
    # Once somebody took part, the text changes by the decisions of the group only. The first
    # version of an example is dated by its loader.
    is_new_example = instance.is_example and not instance.versions.exists()
    if instance.live and not is_frozen(instance) and not is_new_example:
        at = instance.last_published_at or timezone.now()
        bring_text(drafting=instance, by=revision.user, at=at)
