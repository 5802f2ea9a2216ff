"""Pictures and documents, with what accessibility asks of them."""

import secrets
from pathlib import PurePath
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

# Where the sizes of pictures lie: the first folder is given to everybody by the web server, the
# second by nobody but the view that asks who may read (docs/decisions/0021).
PUBLIC_FOLDER, KEPT_FOLDER = "images", "kept_images"


class PortalImage(AbstractImage):
    """A picture, with the credit that must be shown beside it."""

    credit = models.CharField(_("credit"), max_length=160, blank=True)
    # What the rule of reading last said of somebody unknown; written by `place_pictures` alone.
    is_public = models.BooleanField(_("shown to everybody"), default=False, editable=False)

    admin_form_fields: ClassVar[tuple[str, ...]] = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class PortalRendition(AbstractRendition):
    """A picture cut and weighed for one use."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """A folder by who may see the picture, and a name that nobody guesses.

        The database is asked again: the picture may have been closed since it was read.
        """
        name = super().get_upload_to(filename).rpartition("/")[2]
        public = PortalImage.objects.filter(pk=self.image_id, is_public=True).exists()
        folder = PUBLIC_FOLDER if public else KEPT_FOLDER
        return f"{folder}/{secrets.token_urlsafe(12)}-{name}"

    @property
    def name(self) -> str:
        """The last part of its address."""
        return PurePath(self.file.name).name

    @property
    def is_kept(self) -> bool:
        """Whether only the view gives it, to those who may read something that shows it."""
        return str(self.file.name).startswith(f"{KEPT_FOLDER}/")

    @property
    def url(self) -> str:
        """The file itself, or the view that asks who may read it."""
        if self.is_kept:
            return reverse("picture", args=[self.pk, self.name])
        return str(super().url)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_made_once"
            )
        ]


class PortalDocument(AbstractDocument):
    """A file to download; says whether it is accessible, and what to read instead."""

    accessible = models.BooleanField(
        _("accessible document"),
        default=False,
        help_text=_(
            "The file was checked: tagged, with a title, a language and text alternatives."
        ),
    )
    alternative = models.CharField(
        _("accessible alternative"),
        max_length=250,
        blank=True,
        help_text=_(
            "When it is not accessible: where the same content can be read, or whom to ask."
        ),
    )

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        *Document.admin_form_fields,
        "accessible",
        "alternative",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
