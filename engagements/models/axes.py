"""The axes of the project: their index and one page each."""

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.models import BasePage

from ..blocks import LineListBlock


class AxisIndexPage(BasePage):
    """The list of the axes."""

    max_count = 1
    subpage_types = ["engagements.AxisPage"]

    class Meta:
        verbose_name = _("index of axes")
        verbose_name_plural = _("indexes of axes")


class AxisPage(BasePage):
    """One axis of the project: the values it carries, its challenges, what is under way."""

    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    values = ParentalManyToManyField(
        "engagements.ValuePage", blank=True, related_name="axes", verbose_name=_("values")
    )
    challenges = StreamField(LineListBlock(), blank=True, verbose_name=_("Challenges"))
    under_way = StreamField(LineListBlock(), blank=True, verbose_name=_("Already under way"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))

    subpage_types: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("number"),
        FieldPanel("values", widget=forms.CheckboxSelectMultiple),
        FieldPanel("challenges"),
        FieldPanel("under_way"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("number"),
    ]

    class Meta:
        verbose_name = _("axis")
        verbose_name_plural = _("axes")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="axis_number_starts_at_one"
            ),
        ]

    def searched_texts(self) -> list[str]:
        """Add the challenges and what is under way to the searched words."""
        lines = [str(block.value) for block in [*self.challenges, *self.under_way]]
        return [*super().searched_texts(), *lines]
