"""What project files wrote, so that an editor's own words are told from the file's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedText(models.Model):
    """The fingerprint of a text as a file last wrote it: another one means that somebody edited."""

    key = models.CharField(_("key"), max_length=120)
    field = models.CharField(_("field"), max_length=60)
    digest = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("imported text")
        verbose_name_plural = _("imported texts")
        constraints = [
            models.UniqueConstraint(fields=["key", "field"], name="imported_text_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.field}"
