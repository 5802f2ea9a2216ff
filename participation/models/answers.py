"""The official answer to a contribution."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import Verdict
from .contributions import Contribution


class Answer(models.Model):
    """What the city decided about a contribution, and why."""

    contribution = models.OneToOneField(
        Contribution,
        on_delete=models.CASCADE,
        related_name="answer",
        verbose_name=_("contribution"),
    )
    verdict = models.CharField(_("decision"), max_length=14, choices=Verdict.choices)
    text = models.TextField(_("reasons"), max_length=4000)
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("who answers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered on"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_gives_its_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.contribution})"
