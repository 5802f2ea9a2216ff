"""Pictures and documents, with what accessibility asks of them."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class PortalImage(AbstractImage):
    """A picture, with the credit that must be shown beside it."""

    credit = models.CharField(_("credit"), max_length=160, blank=True)

    admin_form_fields: ClassVar[tuple[str, ...]] = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class PortalRendition(AbstractRendition):
    """A picture cut and weighed for one use."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """A name that nobody guesses: files under /media/ are given to whoever has their address.

        So a picture is seen by those who may read a page that shows it, and by whoever they pass
        its address on to (docs/decisions/0003).
        """
        folder, _, name = super().get_upload_to(filename).rpartition("/")
        return f"{folder}/{secrets.token_urlsafe(12)}-{name}"

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
