"""Counters maintained in the transaction of what they count; written by actions only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import FacetKind
from .activities import Activity


class FacetCount(models.Model):
    """How many published contributions of an activity have one value of a facet.

    `value` is a slug, an enum value, or empty for “none”.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="facet_counts")
    kind = models.CharField(max_length=13, choices=FacetKind.choices)
    value = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of a facet")
        verbose_name_plural = _("counts of facets")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "kind", "value"], name="facet_counted_once_per_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.kind}={self.value}: {self.count}"


class StemFrequency(models.Model):
    """In how many published contributions a folded word stands; renewed by a regular job.

    An estimate, to find similar texts by their rarest words; a word that is absent is rare.
    """

    stem = models.CharField(max_length=60, primary_key=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("frequency of a word")
        verbose_name_plural = _("frequencies of words")

    def __str__(self) -> str:
        return f"{self.stem}: {self.count}"
