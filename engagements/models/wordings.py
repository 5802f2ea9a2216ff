"""The official wordings of a commitment, one after another; none is lost when a new one comes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .commitments import Commitment


class CommitmentWording(models.Model):
    """A wording that a commitment had, from when, and why the next one replaced it."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="wordings", verbose_name=_("commitment")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    wording = models.TextField(_("official wording"))
    since = models.DateField(_("official since"), null=True, blank=True)
    reason = models.TextField(_("why it changed"), blank=True)
    decision_url = models.URLField(_("address of the decision"), blank=True, max_length=500)
    decision_label = models.CharField(_("title of the decision"), blank=True, max_length=200)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("wording of a commitment")
        verbose_name_plural = _("wordings of commitments")
        ordering = ["commitment", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "version"], name="commitment_wording_version_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="commitment_wording_change_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} · {self.version}"
