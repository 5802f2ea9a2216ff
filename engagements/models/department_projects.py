"""The projects of departments: what each integrates of the programme, values and commitments."""

from typing import ClassVar

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.models import BasePage

from ..enums import ProjectScope
from .commitments import Commitment
from .departments import Department


class DepartmentProjectIndexPage(BasePage):
    """The list of the projects of departments."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["engagements.DepartmentProjectPage"]

    class Meta:
        verbose_name = _("index of department projects")
        verbose_name_plural = _("indexes of department projects")


class DepartmentProjectPage(BasePage):
    """A department's project; the two things it must integrate are lists that anyone can check."""

    subpage_types: ClassVar[list[str]] = []

    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("department"),
    )
    scope = models.CharField(
        _("kind"), max_length=11, choices=ProjectScope.choices, default=ProjectScope.DEPARTMENT
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))
    revised_on = models.DateField(_("revised on"))
    next_revision_on = models.DateField(_("next revision"), null=True, blank=True)

    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("department"), FieldPanel("scope")]),
        FieldRowPanel([FieldPanel("revised_on"), FieldPanel("next_revision_on")]),
        FieldPanel("body"),
        MultiFieldPanel(
            [InlinePanel("programme_points", label=_("point of the programme"))],
            heading=_("1. The municipal programme"),
        ),
        MultiFieldPanel(
            [
                InlinePanel("value_points", label=_("value")),
                InlinePanel("commitment_points", label=_("commitment")),
            ],
            heading=_("2. Values and commitments"),
        ),
    ]

    class Meta:
        verbose_name = _("department project")
        verbose_name_plural = _("department projects")

    def searched_texts(self) -> list[str]:
        # A page being created has no department yet.
        department = [self.department.name] if self.department_id else []
        return [*super().searched_texts(), *department]


class ProjectPoint(Orderable):
    """One thing that a project must integrate: whether it does, and how."""

    is_integrated = models.BooleanField(_("integrated"), default=False)
    how = models.TextField(
        _("how"),
        blank=True,
        max_length=600,
        help_text=_("What the department does of it; or why not yet."),
    )

    class Meta(Orderable.Meta):
        abstract = True


class ProgrammePoint(ProjectPoint):
    """A point of the municipal programme."""

    page = ParentalKey(
        DepartmentProjectPage, on_delete=models.CASCADE, related_name="programme_points"
    )
    label = models.CharField(_("point of the programme"), max_length=255)

    panels: ClassVar[list] = [FieldPanel("label"), FieldPanel("is_integrated"), FieldPanel("how")]

    class Meta(ProjectPoint.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="programme_point_has_a_label")
        ]


class ValuePoint(ProjectPoint):
    """A value that the project carries."""

    page = ParentalKey(DepartmentProjectPage, on_delete=models.CASCADE, related_name="value_points")
    value = models.ForeignKey(
        "engagements.ValuePage",
        on_delete=models.CASCADE,
        related_name="project_points",
        verbose_name=_("value"),
    )

    panels: ClassVar[list] = [
        FieldPanel("value", widget=forms.Select),
        FieldPanel("is_integrated"),
        FieldPanel("how"),
    ]

    class Meta(ProjectPoint.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "value"], name="project_cites_a_value_once")
        ]


class CommitmentPoint(ProjectPoint):
    """A commitment that the project takes its part in."""

    page = ParentalKey(
        DepartmentProjectPage, on_delete=models.CASCADE, related_name="commitment_points"
    )
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        related_name="project_points",
        verbose_name=_("commitment"),
    )

    panels: ClassVar[list] = [
        FieldPanel("commitment", widget=forms.Select),
        FieldPanel("is_integrated"),
        FieldPanel("how"),
    ]

    class Meta(ProjectPoint.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "commitment"], name="project_cites_a_commitment_once"
            )
        ]
