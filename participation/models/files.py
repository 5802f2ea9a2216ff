"""Pictures and documents given with a contribution; read through the portal only."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..enums import FileKind
from .activities import Activity
from .contributions import Contribution

PICTURES_AT_MOST = 4
DOCUMENTS_AT_MOST = 1


def stored_name(instance: Any, filename: str) -> str:
    """A name nobody can guess, with the extension the check of the content chose."""
    ending = filename.rpartition(".")[2].lower()
    return f"contributions/{secrets.token_hex(2)}/{secrets.token_urlsafe(18)}.{ending}"


class KeptFile(models.Model):
    """What is known of a file once its content was checked."""

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
        abstract = True
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a page may draw it."""
        return self.kind == FileKind.PICTURE

    @property
    def ending(self) -> str:
        """What it is, in the three or four letters that people know."""
        return self.name.rpartition(".")[2].upper()


class Attachment(KeptFile):
    """A file that came with a contribution, cleaned of hidden data before it is stored."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="attachments"
    )

    class Meta(KeptFile.Meta):
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")

    @property
    def url(self) -> str:
        """Its address beside the contribution, for whoever may read that."""
        activity = self.contribution.activity
        if activity.mechanism is None:
            return self.story_url
        number = self.contribution.number
        return activity.mechanism.url(
            activity, "file", number=number, pk=self.pk, filename=self.name
        )

    @property
    def story_url(self) -> str:
        """Its address for whoever holds the receipt."""
        receipt = self.contribution.receipt_display
        return reverse(
            "participation:story_file",
            kwargs={"receipt": receipt, "pk": self.pk, "filename": self.name},
        )


class StagedFile(KeptFile):
    """A file sent with a form that is not sent for good yet; its form's own number is its key.

    Erased after a day unless the form was sent: then its row goes and an Attachment takes over.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    # The number inside the signed token of the form: nobody else can name it.
    form_token = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    staged_at = models.DateTimeField(db_index=True)

    class Meta(KeptFile.Meta):
        verbose_name = _("file of a form being written")
        verbose_name_plural = _("files of forms being written")
        constraints = [
            models.UniqueConstraint(
                fields=["form_token", "digest"], name="staged_file_kept_once_per_form"
            ),
            models.UniqueConstraint(
                fields=["form_token", "kind", "rank"], name="staged_file_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=Q(kind=FileKind.PICTURE, rank__lt=PICTURES_AT_MOST)
                | Q(kind=FileKind.DOCUMENT, rank__lt=DOCUMENTS_AT_MOST),
                name="staged_files_are_few",
            ),
        ]
