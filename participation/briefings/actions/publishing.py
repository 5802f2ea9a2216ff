"""What follows when Wagtail publishes an explanation over a public one, whatever the path.

The receiver of Wagtail's own signal, as for answers (decisions/0012). It runs in the transaction
that `Briefing.publish` opens.
"""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published

from .. import rules
from ..models import Briefing
from .correcting import record_correction


def connect() -> None:
    """Listens to Wagtail about explanations, once."""
    published.connect(_published, sender=Briefing, dispatch_uid="participation.briefing.published")


def _published(instance: Briefing, revision: Revision, **kwargs: Any) -> None:
    before = getattr(revision, "texts_before", None)
    if before is None or not instance.live:
        return  # Never public before, or only scheduled.
    changed = rules.changed_texts(before, instance.texts)
    if changed:
        record_correction(
            briefing=instance,
            texts=changed,
            what=instance.correction_what,
            why=instance.correction_why,
            by=revision.user,
            at=instance.last_published_at or timezone.now(),
        )
    # Said once: the next change says its own.
    Briefing.objects.filter(pk=instance.pk).update(correction_what="", correction_why="")
