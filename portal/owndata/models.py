"""The register of requests about personal data: kept as a proof, without whom they were about."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import rules
from .enums import RequestKind, RequestOutcome


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Requests chosen by where they stand."""

    def waiting(self) -> "DataRequestQuerySet":
        """Those that somebody has to answer, the oldest first."""
        return self.filter(closed_at__isnull=True).order_by("received_on", "pk")

    def closed(self) -> "DataRequestQuerySet":
        """Those that ended, the latest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")


class DataRequest(models.Model):
    """What somebody asked about their data, how it came, and what was done."""

    kind = models.CharField(_("request"), max_length=10, choices=RequestKind.choices)
    # To know whose it is while it waits; erased once it is closed.
    email = models.EmailField(_("e-mail address"), blank=True)
    received_on = models.DateField(_("received on"))
    # Done by the person, without anybody of the city.
    is_self_service = models.BooleanField(_("done by the person"), default=False)
    reason = models.CharField(
        _("what was asked, how"),
        max_length=400,
        blank=True,
        help_text=_("For example: letter of 12 May, identity checked at the town hall. No name."),
    )
    opened_at = models.DateTimeField(_("recorded on"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=RequestOutcome.choices, blank=True
    )
    note = models.CharField(_("what was answered"), max_length=600, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Source → how many things were changed, for an erasure.
    counts = models.JSONField(default=dict, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        permissions = [("erase_personal_data", "Can export and erase a person’s data on request")]
        indexes = [models.Index(fields=["received_on", "id"], name="data_request_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="data_request_closed_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(email=""),
                name="data_request_closed_forgets_the_address",
            ),
            models.CheckConstraint(
                condition=Q(is_self_service=True) | ~Q(reason=""),
                name="data_request_by_an_officer_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=RequestOutcome.REFUSED) | ~Q(note=""),
                name="data_request_refused_with_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number one cites in a letter: “D-2026-12”."""
        return f"D-{self.received_on:%Y}-{self.pk}"

    @property
    def due_on(self) -> date:
        """The day it must be answered at the latest."""
        return rules.due_on(self.received_on)

    def is_late(self, on: date) -> bool:
        """Whether it should have been answered by now."""
        return self.closed_at is None and self.due_on < on
