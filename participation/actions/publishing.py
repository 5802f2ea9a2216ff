"""What follows when Wagtail publishes or withdraws an answer, whatever the path.

The receivers of Wagtail's own signals: the one exception to calling what follows directly
(docs/decisions/0012-answers-published-by-wagtail.md). They run in the transaction that
`Answer.publish` opens.
"""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from ..models import Answer
from .answers import take_back, take_over
from .journal import locked


def connect() -> None:
    """Listens to Wagtail about answers, once."""
    published.connect(_published, sender=Answer, dispatch_uid="participation.answer.published")
    unpublished.connect(
        _unpublished, sender=Answer, dispatch_uid="participation.answer.unpublished"
    )


def _published(instance: Answer, revision: Revision, **kwargs: Any) -> None:
    if not instance.live:
        return  # Wagtail says “published” of what is only scheduled, too.
    author = revision.user
    Answer.objects.filter(pk=instance.pk).update(answered_by=author)
    at = instance.last_published_at or timezone.now()
    take_over(instance, locked(instance.contribution), at=at, author=author)


def _unpublished(instance: Answer, **kwargs: Any) -> None:
    take_back(instance)
