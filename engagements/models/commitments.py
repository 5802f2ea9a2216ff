"""Commitments, the objectives that group them and the periods in which they are planned."""

from datetime import date, datetime
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from portal.cms.closed_pages import closed
from portal.cms.folding import fold

from ..enums import CLOSED_STATUSES, CommitmentStatus, DatePrecision, DisplayState
from ..rules import day_of, displayed_state, is_late
from .departments import Department
from .keys import Importable


class Period(Importable):
    """A column of the public calendar, such as 2022-2023."""

    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("label"), max_length=80)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["sort_order", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="period_key_is_unique"),
        ]

    def __str__(self) -> str:
        return self.label


class Objective(Importable):
    """An objective of a priority: the heading under which commitments are grouped."""

    priority = models.ForeignKey(
        "engagements.PriorityPage",
        on_delete=models.PROTECT,
        related_name="objectives",
        verbose_name=_("priority"),
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    label = models.CharField(_("label"), max_length=255)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["priority__number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "number"],
                name="objective_number_is_unique_per_priority",
                violation_error_message=_("This priority already has an objective of this number."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="objective_number_starts_at_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.priority.number}.{self.number} {self.label}"


class CommitmentQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Questions asked of commitments."""

    def late(self, at: date | datetime) -> Self:
        """Keep what rules.is_late calls late: one definition, said in SQL."""
        day = day_of(at)
        return self.exclude(status__in=CLOSED_STATUSES).filter(
            Q(due_precision=DatePrecision.DAY, due_on__lt=day)
            | Q(due_precision=DatePrecision.MONTH, due_on__lt=day.replace(day=1))
            | Q(due_precision=DatePrecision.YEAR, due_on__lt=day.replace(month=1, day=1))
        )

    def on_display(self) -> Self:
        """Keep those whose priority everybody may read, in the order of the board."""
        return self.of_published_priorities().filter(~closed("objective__priority__path"))

    def of_published_priorities(self) -> Self:
        """Keep those whose priority is published, be it behind Wagtail's privacy."""
        return self.filter(objective__priority__live=True).order_by("number")


class Commitment(Importable, index.Indexed, models.Model):
    """A numbered promise of the city; its status changes only by recording an update."""

    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    wording = models.TextField(_("official wording"))
    objective = models.ForeignKey(
        Objective,
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("objective"),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("In plain words: what it changes for residents, users or agents."),
    )
    plain_language = models.TextField(
        _("easy-to-read version"),
        blank=True,
        help_text=_("Short sentences, usual words, one idea a line."),
    )
    axes = models.ManyToManyField(
        "engagements.AxisPage", blank=True, related_name="commitments", verbose_name=_("axes")
    )
    values = models.ManyToManyField(
        "engagements.ValuePage",
        blank=True,
        related_name="commitments",
        verbose_name=_("values"),
        help_text=_("Leave empty to show the values of the priority."),
    )
    lead_department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("department in charge"),
    )
    associated_departments = models.ManyToManyField(
        Department,
        blank=True,
        related_name="associated_commitments",
        verbose_name=_("associated departments"),
        help_text=_("They report progress too."),
    )
    referent = models.CharField(
        _("elected referent"),
        max_length=150,
        blank=True,
        help_text=_("A function, never a name: “Deputy mayor for public service”."),
    )
    period = models.ForeignKey(
        Period,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("planned period"),
    )
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    starts_precision = models.CharField(
        _("precision of the planned start"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
    )
    due_on = models.DateField(_("first due date"), null=True, blank=True)
    due_precision = models.CharField(
        _("precision of the due date"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
    )
    revised_due_on = models.DateField(_("new due date"), null=True, blank=True, editable=False)
    revised_due_precision = models.CharField(
        _("precision of the new due date"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
        editable=False,
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=CommitmentStatus.choices,
        default=CommitmentStatus.UNKNOWN,
        editable=False,
    )
    status_reason = models.TextField(_("reason of the status"), blank=True, editable=False)
    # Kept by the action that records news, so that no list reads every piece of news.
    last_reported_on = models.DateField(_("last news"), null=True, blank=True, editable=False)
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)

    objects = CommitmentQuerySet.as_manager()

    search_fields = [
        index.SearchField("search_title", boost=2),
        index.SearchField("search_text"),
        index.FilterField("number"),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="commitment_number_is_unique",
                violation_error_message=_("A commitment already has this number."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="commitment_number_starts_at_one"
            ),
            models.CheckConstraint(
                condition=~Q(wording=""), name="commitment_wording_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CommitmentStatus.values), name="commitment_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=CommitmentStatus.DROPPED) | ~Q(status_reason=""),
                name="commitment_dropped_has_a_reason",
                violation_error_message=_("A dropped commitment needs a public reason."),
            ),
            models.CheckConstraint(
                condition=Q(revised_due_on__isnull=True) | Q(due_on__isnull=False),
                name="commitment_new_due_date_follows_a_first",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(starts_on__year__lte=F("due_on__year")),
                name="commitment_starts_before_it_is_due",
                violation_error_message=_("The planned start comes after the due date."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="commitment_by_status_and_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.wording}"

    def get_absolute_url(self) -> str:
        return reverse("engagements:commitment", args=[self.number])

    def department_ids(self) -> set[int]:
        """Return the departments that report on it: in charge or associated."""
        found = {one.pk for one in self.associated_departments.all()}
        return found | ({self.lead_department_id} if self.lead_department_id else set())

    def state(self, at: date | datetime) -> DisplayState:
        """Return the state the public reads at this moment."""
        return displayed_state(self.status, self.due_on, at, self.due_precision)

    def is_late(self, at: date | datetime) -> bool:
        """Say whether the first published due date has passed."""
        return is_late(self.status, self.due_on, at, self.due_precision)

    def search_title(self) -> str:
        """Folded wording and number, as the search index stores them."""
        return fold(f"{self.number} {self.wording}")

    def search_text(self) -> str:
        """Folded text around the wording: summary, objective, department."""
        department = self.lead_department.name if self.lead_department else ""
        return fold(f"{self.wording} {self.summary} {self.objective.label} {department}")
