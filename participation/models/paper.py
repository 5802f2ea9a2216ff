"""What comes on paper: numbered coupons, and what one person keyed in and another verified."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .. import receipts
from .activities import Activity
from .contributions import Contribution


def scan_name(instance: Any, filename: str) -> str:
    """A private place and a name nobody can guess."""
    ending = filename.rpartition(".")[2].lower()
    return f"scans/{secrets.token_hex(2)}/{secrets.token_urlsafe(18)}.{ending}"


class CouponBatch(models.Model):
    """Blank coupons printed together for an activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="coupon_batches")
    label = models.CharField(
        _("where they go"),
        max_length=120,
        blank=True,
        help_text=_("For example: reception of the town hall, meeting of 12 May."),
    )
    count = models.PositiveSmallIntegerField(_("number of coupons"))
    made_at = models.DateTimeField(_("made on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("batch of coupons")
        verbose_name_plural = _("batches of coupons")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=500), name="coupon_batch_has_a_sane_size"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.label or self.activity_id}"


class Coupon(models.Model):
    """One blank coupon: its number becomes the receipt of what is written on it."""

    batch = models.ForeignKey(CouponBatch, on_delete=models.CASCADE, related_name="coupons")
    receipt = models.CharField(_("receipt"), max_length=receipts.LENGTH, unique=True)
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.SET_NULL, related_name="coupon"
    )

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        ordering = ["pk"]

    def __str__(self) -> str:
        return receipts.display(self.receipt)


class PaperEntry(models.Model):
    """How a contribution on paper, by post or from a meeting was keyed in and verified."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="paper_entry"
    )
    received_on = models.DateField(_("received on"))
    place_received = models.CharField(_("where"), max_length=120, blank=True)
    scan = models.FileField(_("scan"), upload_to=scan_name, max_length=200, blank=True)
    scan_type = models.CharField(max_length=100, blank=True)
    keyed_at = models.DateTimeField(_("keyed in on"))
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Field → what was keyed in before the second person corrected it.
    corrections = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("entry from paper")
        verbose_name_plural = _("entries from paper")
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(keyed_by__isnull=True)
                | ~Q(verified_by=F("keyed_by")),
                name="paper_verified_by_somebody_else",
                violation_error_message=_("Somebody else must verify what you keyed in."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} ({self.received_on:%Y-%m-%d})"
