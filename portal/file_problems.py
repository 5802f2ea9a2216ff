"""Why a file that somebody sent is refused, in words that say what to do. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class FileProblem(TextChoices):
    """What is wrong with a file; the label is what its sender reads."""

    TOO_BIG = "too_big", _("This file is too big. Send a lighter one.")
    WRONG_PICTURE = (
        "wrong_picture",
        _("This file is not a picture we can show. Send a JPEG, PNG, WebP or HEIC picture."),
    )
    WRONG_DOCUMENT = (
        "wrong_document",
        _("This file is not a document we can keep. Send a PDF, ODT or DOCX file."),
    )
    WRONG_SCAN = "wrong_scan", _("This file is not a scan. Send a PDF, or a JPEG or PNG picture.")
    BROKEN = (
        "broken",
        _("This file is damaged or incomplete. Open it on your device, save it again and retry."),
    )
    PROTECTED = (
        "protected",
        _("This file is protected by a password. Save it without protection and send it again."),
    )
    ACTIVE = (
        "active",
        _(
            "This file holds a program, an attached file or an automatic action. "
            "Export it again as a plain PDF and send that one."
        ),
    )
    NOT_WHAT_IT_SAYS = (
        "not_what_it_says",
        _(
            "The content of this file is not what its name says. Open it, save it again in the "
            "format you want, and send that one."
        ),
    )
    TOO_MANY_PIXELS = (
        "too_many_pixels",
        _("This picture has too many pixels. Reduce its size and send it again."),
    )


class BadFile(Exception):
    """A file is refused; `code` says why, `message` says it to the sender."""

    def __init__(self, code: FileProblem, limit: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit

    @property
    def message(self) -> str:
        """The label, with the limit when there is one to respect."""
        if self.limit is None:
            return str(self.code.label)
        megabytes = max(self.limit // 1024**2, 1)
        return f"{self.code.label} " + gettext("The limit is %(count)d MB.") % {"count": megabytes}
