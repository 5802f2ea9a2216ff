"""The dossier: typed pieces, fixed when the procedure is announced; afterwards it only grows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import PieceKind
from .inquiries import Inquiry
from .stored import HashedFile


class Addition(models.Model):
    """Pieces added to an announced dossier, on a day and for a reason that are public."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="additions")
    added_at = models.DateTimeField(_("added on"))
    reason = models.CharField(_("why"), max_length=400)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("addition to the dossier")
        verbose_name_plural = _("additions to the dossier")
        ordering = ["added_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dossier_addition_says_why")
        ]

    def __str__(self) -> str:
        return self.reason


class DossierPiece(HashedFile):
    """A piece of the dossier: a file, or the statement that there is none and why."""

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("procedure"), on_delete=models.PROTECT, related_name="dossier"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=PieceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    author = models.CharField(_("author"), max_length=150, blank=True)
    dated = models.DateField(_("date of the piece"), null=True, blank=True)
    absence = models.CharField(
        _("not applicable, because"),
        max_length=400,
        blank=True,
        help_text=_("Instead of a file: why the dossier holds no such piece."),
    )
    rank = models.PositiveSmallIntegerField(_("place in the dossier"), default=0)
    added_at = models.DateTimeField(_("added on"), editable=False)
    addition = models.ForeignKey(
        Addition,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="pieces",
    )

    class Meta:
        verbose_name = _("piece of the dossier")
        verbose_name_plural = _("pieces of the dossier")
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(absence="") & ~Q(file="") & ~Q(sha256=""))
                | (~Q(absence="") & Q(file="")),
                name="dossier_piece_is_a_file_or_says_why_not",
                violation_error_message=_(
                    "Give the file, or say why there is none: one of the two."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PieceKind.values), name="dossier_piece_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Its address, for everyone once the procedure is public."""
        return self.inquiry.page("piece", pk=self.pk, filename=self.file_name)
