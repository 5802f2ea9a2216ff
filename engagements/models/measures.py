"""How far a commitment is, in facts: milestones, indicators and their figures, budget lines."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import DatePrecision, IndicatorDirection
from .commitments import Commitment
from .progress import CommitmentUpdate


class Milestone(models.Model):
    """A step announced; published news says when it was reached."""

    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        related_name="milestones",
        verbose_name=_("commitment"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("step"), max_length=200)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    planned_precision = models.CharField(
        _("precision of the planned date"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
    )
    reached_on = models.DateField(_("reached on"), null=True, blank=True, editable=False)
    reached_by = models.ForeignKey(
        CommitmentUpdate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="milestones",
        verbose_name=_("said by"),
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="milestone_says_something"),
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True, reached_by__isnull=True)
                | Q(reached_on__isnull=False, reached_by__isnull=False),
                name="milestone_reached_is_told_by_news",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Indicator(models.Model):
    """What a commitment measures of itself: unit, target, source."""

    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        related_name="indicators",
        verbose_name=_("commitment"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, help_text=_("“%”, “€”, “days”, “contracts”…"))
    decimals = models.PositiveSmallIntegerField(
        _("decimals shown"), default=0, validators=[MaxValueValidator(3)]
    )
    direction = models.CharField(
        _("wanted direction"),
        max_length=4,
        choices=IndicatorDirection.choices,
        default=IndicatorDirection.UP,
    )
    target = models.DecimalField(
        _("target"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    target_on = models.DateField(_("target date"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Who counts, and how: it is published.")
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "label"],
                name="indicator_label_is_unique_per_commitment",
                violation_error_message=_("This commitment already has an indicator of this name."),
            ),
            models.CheckConstraint(
                condition=Q(direction__in=IndicatorDirection.values),
                name="indicator_direction_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class IndicatorValue(models.Model):
    """One figure, published with news; a correction is another figure of the same day."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="figures", verbose_name=_("indicator")
    )
    update = models.ForeignKey(
        CommitmentUpdate, on_delete=models.PROTECT, related_name="figures", verbose_name=_("news")
    )
    measured_on = models.DateField(_("measured on"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=3)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["measured_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "update"], name="indicator_measured_once_by_news"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.measured_on:%Y-%m-%d}"


class BudgetLine(models.Model):
    """What a commitment costs in a year: voted, then spent."""

    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        related_name="budget_lines",
        verbose_name=_("commitment"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    label = models.CharField(_("what for"), max_length=150)
    voted = models.DecimalField(_("voted (€)"), max_digits=13, decimal_places=2)
    spent = models.DecimalField(
        _("spent (€)"), max_digits=13, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("For example the budget voted.")
    )

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(voted__gte=0), name="budget_voted_is_not_negative"),
            models.CheckConstraint(
                condition=Q(spent__isnull=True) | Q(spent__gte=0),
                name="budget_spent_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.label}"
