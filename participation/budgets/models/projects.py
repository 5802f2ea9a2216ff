"""The projects of a budget, what was decided on each and why, the study of their cost."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import STOPPED_STAGES, VOTED_STAGES, Criterion, ProjectStage, Realisation
from .budget import District, ParticipatoryBudget


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects chosen by where they stand."""

    def public(self) -> "ProjectQuerySet":
        """What anyone may read: everything that was deposited with its author's consent."""
        return self.filter(published_at__isnull=False)

    def on_ballot(self) -> "ProjectQuerySet":
        """What one votes on now."""
        return self.filter(stage=ProjectStage.ON_BALLOT)

    def voted(self) -> "ProjectQuerySet":
        """What stood on the ballot, whatever became of it."""
        return self.filter(stage__in=VOTED_STAGES)


class Project(models.Model):
    """A project proposed to the vote: from the idea that it comes from to what was built."""

    budget = models.ForeignKey(
        ParticipatoryBudget,
        verbose_name=_("participatory budget"),
        on_delete=models.PROTECT,
        related_name="projects",
    )
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("in one sentence"), max_length=240, help_text=_("What one reads on the ballot.")
    )
    text = models.TextField(_("description"), max_length=6000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    image = models.ForeignKey(
        "cms.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The ideas it comes from, with the consent of their authors.
    ideas = models.ManyToManyField(
        "participation.Contribution",
        verbose_name=_("ideas it comes from"),
        blank=True,
        related_name="budget_projects",
    )
    # When it comes from no idea of a call: a meeting, a service, a school.
    origin = models.CharField(_("where it comes from"), max_length=200, blank=True)
    stage = models.CharField(
        _("stage"),
        max_length=20,
        choices=ProjectStage.choices,
        default=ProjectStage.DEPOSITED,
        editable=False,
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("grouped with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        editable=False,
    )
    # Whole euros; known once the study is published.
    cost = models.PositiveBigIntegerField(_("cost (€)"), null=True, blank=True)
    yearly_cost = models.PositiveBigIntegerField(
        _("running cost a year (€)"), null=True, blank=True
    )
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("department in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    # After the vote.
    realisation = models.CharField(
        _("realisation"), max_length=9, choices=Realisation.choices, blank=True, editable=False
    )
    spent = models.PositiveBigIntegerField(_("spent (€)"), null=True, blank=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project of a budget")
        verbose_name_plural = _("projects of budgets")
        ordering = ["budget", "number"]
        indexes = [models.Index(fields=["budget", "stage", "number"], name="project_of_budget")]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "number"], name="project_number_unique_in_budget"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=VOTED_STAGES) | Q(cost__gt=0),
                name="project_voted_on_has_its_cost",
                violation_error_message=_("A project submitted to the vote has a cost."),
            ),
            models.CheckConstraint(
                condition=Q(stage=ProjectStage.MERGED, merged_into__isnull=False)
                | (~Q(stage=ProjectStage.MERGED) & Q(merged_into__isnull=True)),
                name="project_grouped_says_with_which",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def url(self) -> str:
        """Its public address."""
        mechanism = self.budget.mechanism
        if mechanism is None:
            return self.budget.url
        return mechanism.url(self.budget, "project", number=self.number)


class ProjectDecision(models.Model):
    """One step of a project, dated and public: what was decided, on what ground, in plain words."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="decisions")
    stage = models.CharField(_("stage"), max_length=20, choices=ProjectStage.choices)
    criterion = models.CharField(
        _("criterion"), max_length=16, choices=Criterion.choices, blank=True
    )
    explanation = models.TextField(_("explanation"), max_length=2000, blank=True)
    department = models.ForeignKey(
        "engagements.Department", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("decision on a project")
        verbose_name_plural = _("decisions on projects")
        ordering = ["project", "decided_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage__in=STOPPED_STAGES) | (~Q(criterion="") & ~Q(explanation="")),
                name="project_refused_says_why",
                violation_error_message=_("A refusal gives its criterion and an explanation."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.get_stage_display()}"


class FeasibilityStudy(models.Model):
    """What a department says of a project: cost, delay, reasons; its author answers before all."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="studies")
    department = models.ForeignKey(
        "engagements.Department", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_feasible = models.BooleanField(_("feasible"))
    criterion = models.CharField(
        _("criterion"), max_length=16, choices=Criterion.choices, blank=True
    )
    cost = models.PositiveBigIntegerField(_("cost (€)"), null=True, blank=True)
    yearly_cost = models.PositiveBigIntegerField(
        _("running cost a year (€)"), null=True, blank=True
    )
    reasons = models.TextField(_("what the study says"), max_length=3000)
    changes = models.TextField(
        _("what changed in the project, and why"), max_length=2000, blank=True
    )
    written_at = models.DateTimeField(_("written on"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The author in the loop: the study is sent before it is published (StudyAnswer).
    sent_at = models.DateTimeField(_("sent to the author on"), null=True, blank=True)
    answer_due_on = models.DateField(_("answer of the author due by"), null=True, blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    class Meta:
        verbose_name = _("feasibility study")
        verbose_name_plural = _("feasibility studies")
        ordering = ["project", "-written_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(is_feasible=False) | Q(cost__gt=0),
                name="feasible_study_gives_a_cost",
                violation_error_message=_("A feasible project has a cost, in whole euros."),
            ),
            models.CheckConstraint(
                condition=Q(is_feasible=True) | ~Q(criterion=""),
                name="unfeasible_study_gives_its_criterion",
                violation_error_message=_("Say on what ground it is not feasible."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.written_at:%Y-%m-%d}"
