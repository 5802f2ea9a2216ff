"""What a text that strangers send has in common: who read it, when, and what was decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import rules
from ..enums import Moderation, RefusalReason


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

    @property
    def is_public(self) -> bool:
        """Whether it is published."""
        return self.moderation == Moderation.PUBLISHED

    @property
    def awaits_reading(self) -> bool:
        """Whether a moderator still has to read it, public or not."""
        return rules.awaits_reading(self)
