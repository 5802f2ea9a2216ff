"""Commitments, the objectives that group them, who leads them and the news of their progress."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from portal.cms.closed_pages import closed
from portal.cms.folding import fold

from ..enums import CLOSED_STATUSES, CommitmentStatus, DatePrecision, DisplayState
from ..rules import day_of, displayed_state, is_late
from .keys import Importable


class Department(Importable):
    """A department of the city that leads commitments."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("slug"), max_length=80)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="department_slug_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentMember(models.Model):
    """Somebody who acts for a department: reports on its commitments, prepares its answers."""

    department = models.ForeignKey(
        Department,
        on_delete=models.CASCADE,
        related_name="members",
        verbose_name=_("department"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="department_memberships",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("member of a department")
        verbose_name_plural = _("members of departments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["department", "user"], name="department_member_only_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id}: {self.user_id}"


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
    period = models.ForeignKey(
        Period,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("planned period"),
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


class CommitmentUpdate(Importable):
    """One dated piece of news of a commitment; a correction is a new update, never an edit."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="updates", verbose_name=_("commitment")
    )
    reported_on = models.DateField(_("date of the news"))
    status = models.CharField(_("status"), max_length=12, choices=CommitmentStatus.choices)
    status_reason = models.TextField(_("reason of the status"), blank=True)
    text = models.TextField(_("what was done"))
    author_function = models.CharField(
        _("function of the author"),
        max_length=150,
        help_text=_("A function, never a name: “Purchasing department”."),
    )
    due_on = models.DateField(_("due date announced"), null=True, blank=True)
    due_precision = models.CharField(
        _("precision of the due date"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
    )
    evidence_url = models.URLField(_("Address of the evidence"), blank=True, max_length=500)
    evidence_label = models.CharField(_("title of the evidence"), blank=True, max_length=200)
    is_example = models.BooleanField(_("example"), default=False)
    recorded_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="commitment_update_text_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CommitmentStatus.values),
                name="commitment_update_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=CommitmentStatus.DROPPED) | ~Q(status_reason=""),
                name="commitment_update_dropped_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["commitment", "-reported_on"], name="commitment_latest_news"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} · {self.reported_on:%Y-%m-%d}"
