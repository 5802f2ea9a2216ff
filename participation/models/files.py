"""Pictures and documents given with a contribution; read through the portal only."""

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import FileKind
from .contributions import Contribution


def stored_name(instance: Any, filename: str) -> str:
    """A name nobody can guess, with the extension the check of the content chose."""
    ending = filename.rpartition(".")[2].lower()
    return f"contributions/{secrets.token_hex(2)}/{secrets.token_urlsafe(18)}.{ending}"


class Attachment(models.Model):
    """A file that came with a contribution, cleaned of hidden data before it is stored."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=FileKind.choices)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(
        _("description"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.name
