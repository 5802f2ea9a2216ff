"""Counters of answers, kept in the transaction of each answer; figures shown while one answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .surveys import Survey


class AnswerTally(models.Model):
    """One counter of a survey (`rules/cells.py` says which): 100,000 answers are read at once."""

    wagtail_reference_index_ignore = True

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tallies")
    cell = models.CharField(max_length=120)
    # A sum of numbers, in hundredths, or how many answers.
    count = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of answers")
        verbose_name_plural = _("counters of answers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["survey", "cell"], name="survey_cell_counted_once"),
            models.CheckConstraint(
                condition=models.Q(count__gte=0), name="survey_cell_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell}: {self.count}"


class LiveFigures(models.Model):
    """The counters as last shown while people answer: changed by batches, never by one answer."""

    wagtail_reference_index_ignore = True

    survey = models.OneToOneField(
        Survey, on_delete=models.CASCADE, primary_key=True, related_name="live_figures"
    )
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    made_on = models.DateField(_("counted on"))

    class Meta:
        verbose_name = _("figures while people answer")
        verbose_name_plural = _("figures while people answer")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.total}"
