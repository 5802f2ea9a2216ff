"""What leaves its circle, with whose consent: agents' ideas made public, restricted exports."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .activities import Activity
from .contributions import Contribution


class Promotion(models.Model):
    """An agent's idea that officers would like to make public; its author decides.

    Once accepted, a new contribution in a public activity carries the text; the one among agents
    stays where it is.
    """

    source = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="promotion")
    target = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="promotions", verbose_name=_("towards")
    )
    reason = models.CharField(_("reason"), max_length=400)
    asked_at = models.DateTimeField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted = models.BooleanField(_("accepted by its author"), null=True)
    # The signature the author wishes outside; empty for “Anonymous”.
    display_name = models.CharField(_("signature"), max_length=80, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    result = models.OneToOneField(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="promoted_from",
    )
    # The author took the consent back: the public contribution is public no more.
    withdrawn_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent to publish")
        verbose_name_plural = _("consents to publish")
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(accepted=True, accepted__isnull=False),
                name="promotion_only_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(accepted=True, accepted__isnull=False),
                name="promotion_takes_back_a_given_consent",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="promotion_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(answered_at__isnull=False),
                name="promotion_answer_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class ExportRecord(models.Model):
    """Who took contacts out of the portal, when, how many, and why. Append-only."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="export_records")
    reason = models.CharField(_("reason"), max_length=400)
    row_count = models.PositiveIntegerField(_("rows"))
    exported_at = models.DateTimeField(_("exported on"))
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("export of contacts")
        verbose_name_plural = _("exports of contacts")
        ordering = ["-exported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="export_of_contacts_gives_its_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} ({self.exported_at:%Y-%m-%d})"
