"""The values of the project: their index and one page each."""

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

# Drawings of value tiles in the motifs sprite.
TILES = 11


class ValueIndexPage(BasePage):
    """The list of the values, coloured by axis."""

    max_count = 1
    subpage_types = ["engagements.ValuePage"]

    class Meta:
        verbose_name = _("index of values")
        verbose_name_plural = _("indexes of values")


class ValuePage(BasePage):
    """One value of the public service; its title is the official label."""

    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))
    related_values = ParentalManyToManyField(
        "engagements.ValuePage",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name=_("related values"),
    )

    subpage_types: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("number"),
        FieldPanel("body"),
        FieldPanel("related_values", widget=forms.CheckboxSelectMultiple),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("number"),
    ]

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="value_number_starts_at_one"
            ),
        ]

    @property
    def tile(self) -> str:
        """Symbol of the value: eleven drawings, taken again from the first beyond."""
        return f"v-{(self.number - 1) % TILES + 1}"

    @property
    def tile_axis(self) -> int | None:
        """Number of the axis that colours the tile; None when several axes share the value."""
        axes = list(self.axes.all())
        return axes[0].number if len(axes) == 1 else None
