"""The priorities of the project: their index and one page each."""

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

# Shapes and colours of priorities in the drawing.
HUES = 5


class PriorityIndexPage(BasePage):
    """The list of the priorities."""

    max_count = 1
    subpage_types = ["engagements.PriorityPage"]

    class Meta:
        verbose_name = _("index of priorities")
        verbose_name_plural = _("indexes of priorities")


class PriorityPage(BasePage):
    """One priority; its title is the official label, its short name is editorial."""

    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    short_name = models.CharField(
        _("short name"),
        max_length=60,
        help_text=_("One or two words, shown with the number; the official label follows."),
    )
    values = ParentalManyToManyField(
        "engagements.ValuePage", blank=True, related_name="priorities", verbose_name=_("values")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))

    subpage_types: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("number"),
        FieldPanel("short_name"),
        FieldPanel("values", widget=forms.CheckboxSelectMultiple),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("number"),
    ]

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="priority_number_starts_at_one"
            ),
        ]

    @property
    def hue(self) -> int:
        """Number of the colour and shape: five of them, taken again from the first beyond."""
        return (self.number - 1) % HUES + 1

    def searched_texts(self) -> list[str]:
        """Add the short name to the searched words."""
        return [*super().searched_texts(), self.short_name]
