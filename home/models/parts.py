"""The repeated facts of the project page: goals, actors, resources, dates, common milestones."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from engagements.enums import DatePrecision


class ProjectPart(Orderable):
    """Something the project page lists; `import_key` is how a project file finds it again."""

    import_key = models.CharField(max_length=80, blank=True, editable=False)

    class Meta(Orderable.Meta):
        abstract = True


class ProjectGoal(ProjectPart):
    """What the project is for, in one sentence."""

    page = ParentalKey("home.ProjectPage", on_delete=models.CASCADE, related_name="goals")
    label = models.CharField(_("goal"), max_length=250)

    panels: ClassVar[list[Any]] = [FieldPanel("label")]

    class Meta(ProjectPart.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self) -> str:
        return self.label


class ProjectActor(ProjectPart):
    """One of those who make the public service, with its figure."""

    page = ParentalKey("home.ProjectPage", on_delete=models.CASCADE, related_name="actors")
    label = models.CharField(_("label"), max_length=120)
    figure = models.PositiveIntegerField(_("figure"), null=True, blank=True)
    unit = models.CharField(
        _("unit"), max_length=80, blank=True, help_text=_("What the figure counts: “agents”.")
    )
    text = models.TextField(_("text"), max_length=400, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("figure"), FieldPanel("unit")]),
        FieldPanel("text"),
    ]

    class Meta(ProjectPart.Meta):
        verbose_name = _("actor")
        verbose_name_plural = _("actors")

    def __str__(self) -> str:
        return self.label


class ProjectResource(ProjectPart):
    """A place, a service or a tool that helps the project."""

    page = ParentalKey("home.ProjectPage", on_delete=models.CASCADE, related_name="resources")
    label = models.CharField(_("label"), max_length=120)
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    what = models.CharField(_("what it is"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=400, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("since")]),
        FieldPanel("what"),
        FieldPanel("text"),
    ]

    class Meta(ProjectPart.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def __str__(self) -> str:
        return self.label


class CrossCuttingMilestone(ProjectPart):
    """A step that concerns the whole project rather than one commitment."""

    page = ParentalKey("home.ProjectPage", on_delete=models.CASCADE, related_name="milestones")
    label = models.CharField(_("step"), max_length=200)

    panels: ClassVar[list[Any]] = [FieldPanel("label")]

    class Meta(ProjectPart.Meta):
        verbose_name = _("common step")
        verbose_name_plural = _("common steps")

    def __str__(self) -> str:
        return self.label


class TimelineEvent(ProjectPart):
    """A date of the project, no more precise than it is known."""

    page = ParentalKey("home.ProjectPage", on_delete=models.CASCADE, related_name="events")
    phase = models.CharField(
        _("phase"), max_length=80, help_text=_("Dates of the same phase are shown together.")
    )
    label = models.CharField(_("what happened"), max_length=250)
    starts_on = models.DateField(
        _("date or beginning"),
        help_text=_("When only the month is known, write its first day and choose “Month”."),
    )
    starts_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    ends_on = models.DateField(_("end"), null=True, blank=True)
    ends_precision = models.CharField(
        _("end known to the"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("phase"),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_precision")]),
        FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_precision")]),
    ]

    class Meta(ProjectPart.Meta):
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="timeline_event_ends_after_it_starts",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
