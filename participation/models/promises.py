"""What became of a promise: its dated amendments and its verdict. Append-only, public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import PromiseOutcome
from .activities import Activity


class Amendment(models.Model):
    """A term changed after somebody took part: what, why, when, in public."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="amendments")
    term = models.CharField(_("term"), max_length=40)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    reason = models.TextField(_("reason"), max_length=600)
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("public amendment")
        verbose_name_plural = _("public amendments")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="amendment_gives_its_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="amendment_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.term}"

    @property
    def label(self) -> str:
        """The name of the term, as the editors' form gives it."""
        name = self.activity.term_label(self.term)
        return name[:1].upper() + name[1:]


class PromiseVerdict(models.Model):
    """Whether the city kept the promise of an activity, and why; given once."""

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="promise_verdict"
    )
    outcome = models.CharField(_("verdict"), max_length=6, choices=PromiseOutcome.choices)
    reasons = models.TextField(_("because"), max_length=2000)
    given_at = models.DateTimeField(_("given on"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("verdict on a promise")
        verbose_name_plural = _("verdicts on promises")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reasons=""), name="promise_verdict_gives_its_reasons"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.activity_id})"
