"""A file of a procedure: under a name nobody guesses, known by its SHA-256."""

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


def stored_name(instance: Any, filename: str) -> str:
    """A name nobody can guess, with the extension the check of the content chose."""
    ending = filename.rpartition(".")[2].lower()
    return f"inquiries/{secrets.token_hex(2)}/{secrets.token_urlsafe(18)}.{ending}"


class HashedFile(models.Model):
    """What is known of a file once its content was checked; given back through the portal only."""

    file = models.FileField(_("file"), upload_to=stored_name, max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=80, blank=True)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def ending(self) -> str:
        """What it is, in the three or four letters that people know."""
        return self.file_name.rpartition(".")[2].upper()
