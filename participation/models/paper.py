"""What comes on paper: numbered coupons, and what one person keyed in and another verified."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import receipts
from ..enums import Moderation
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


class CouponQuerySet(models.QuerySet["Coupon"]):
    """Coupons chosen by whether they came back."""

    def unused(self) -> "CouponQuerySet":
        """Printed, not keyed in yet."""
        return self.filter(used_at__isnull=True)


class Coupon(models.Model):
    """One blank coupon: its number becomes the receipt of what is written on it."""

    batch = models.ForeignKey(CouponBatch, on_delete=models.CASCADE, related_name="coupons")
    receipt = models.CharField(_("receipt"), max_length=receipts.LENGTH, unique=True)
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.SET_NULL, related_name="coupon"
    )
    # Stays when the contribution is erased: a number serves once, for one person.
    used_at = models.DateTimeField(_("keyed in on"), null=True, blank=True)

    objects = CouponQuerySet.as_manager()

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution__isnull=True) | Q(used_at__isnull=False),
                name="coupon_keyed_in_has_its_date",
            )
        ]

    def __str__(self) -> str:
        return self.receipt_display

    @property
    def receipt_display(self) -> str:
        """The number as it is printed."""
        return receipts.display(self.receipt)

    @property
    def story_url(self) -> str:
        """The address that its code leads to."""
        return reverse("participation:story", kwargs={"receipt": self.receipt_display})


class PaperEntryQuerySet(models.QuerySet["PaperEntry"]):
    """Entries chosen by what remains to be done."""

    def to_verify(self) -> "PaperEntryQuerySet":
        """Keyed in by one person and compared by nobody yet, the oldest first."""
        waiting = self.filter(contribution__moderation=Moderation.UNVERIFIED)
        return waiting.order_by("keyed_at", "pk")


class PaperEntry(models.Model):
    """How a contribution on paper, by post or from a meeting was keyed in and verified."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="paper_entry"
    )
    received_on = models.DateField(_("received on"))
    place_received = models.CharField(_("where"), max_length=120, blank=True)
    scan = models.FileField(_("scan"), upload_to=scan_name, max_length=200, blank=True)
    scan_type = models.CharField(max_length=100, blank=True)
    # Written on the paper by those who wish to be called back; erased with the scan.
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
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

    objects = PaperEntryQuerySet.as_manager()

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
