"""What a text that strangers send has in common: who read it, when, and what was decided."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import rules
from ..enums import Moderation, RefusalReason

_KEPT = _("A refused text is kept until its day: its author may contest the refusal.")


class KeptQuerySet(models.QuerySet[Any]):
    """Texts among which those refused not long ago cannot be deleted, by any path."""

    def kept(self, on: date) -> Any:
        """The refused ones that must still be there on this day."""
        return self.filter(moderation=Moderation.REFUSED, keep_until__gte=on)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Deletes all of them, or none: raises ProtectedError when one must be kept."""
        if kept := set(self.kept(timezone.localdate()).order_by()[:100]):
            raise models.ProtectedError(str(_KEPT), kept)
        return super().delete()


class Moderated(models.Model):
    """A text that is read by a moderator, before or after it is public."""

    submitted_at = models.DateTimeField(_("sent on"))
    moderation = models.CharField(
        _("reading"), max_length=11, choices=Moderation.choices, default=Moderation.PENDING
    )
    refusal_reason = models.CharField(
        _("reason of the refusal"), max_length=20, choices=RefusalReason.choices, blank=True
    )
    refusal_note = models.TextField(_("explanation"), max_length=600, blank=True)
    # None while nobody has read it, even when it is public already.
    moderated_at = models.DateTimeField(_("read on"), null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    # A refused text is erased after this day, never before.
    keep_until = models.DateField(_("kept until"), null=True, blank=True)

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes the text; raises ProtectedError when it must be kept (KeptQuerySet)."""
        rows = type(self)._default_manager.filter(pk=self.pk)
        if rows.kept(timezone.localdate()).exists():  # type: ignore[attr-defined]
            raise models.ProtectedError(str(_KEPT), {self})
        return super().delete(*args, **kwargs)

    @property
    def is_erased(self) -> bool:
        """Whether its words are gone: it was refused, and the time to keep it is over."""
        return self.moderation == Moderation.REFUSED and self.keep_until is None

    @property
    def is_public(self) -> bool:
        """Whether it is published."""
        return self.moderation == Moderation.PUBLISHED

    @property
    def awaits_reading(self) -> bool:
        """Whether a moderator still has to read it, public or not."""
        return rules.awaits_reading(self)
