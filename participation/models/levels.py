"""The texts of the six levels, which communications staff may rewrite."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PreviewableMixin, RevisionMixin

from ..enums import Level


class ParticipationLevel(PreviewableMixin, RevisionMixin, models.Model):
    """What one level means for readers: what they can do, what the city promises, who decides."""

    number = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, unique=True)
    name = models.CharField(_("name"), max_length=40)
    aim = models.CharField(_("aim"), max_length=160, help_text=_("In a few words, after the name."))
    you_can = models.CharField(_("you can"), max_length=250)
    promise = models.CharField(_("the city promises"), max_length=300)
    who_decides = models.CharField(_("who decides"), max_length=250)
    example = models.CharField(_("example"), max_length=160, blank=True)
    body = RichTextField(_("explanation"), blank=True, features=["bold", "italic", "link", "ul"])
    clock_days = models.PositiveSmallIntegerField(
        _("default clock, in days"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("How long after the end (or after the question) the city's answer is due."),
    )
    import_key = models.CharField(max_length=80, blank=True, editable=False)

    panels = [
        FieldPanel("number", read_only=True),
        MultiFieldPanel([FieldPanel("name"), FieldPanel("aim"), FieldPanel("example")], _("Level")),
        MultiFieldPanel(
            [FieldPanel("you_can"), FieldPanel("promise"), FieldPanel("who_decides")], _("Promise")
        ),
        FieldPanel("body"),
        FieldPanel("clock_days"),
    ]

    class Meta:
        verbose_name = _("participation level")
        verbose_name_plural = _("participation levels")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__in=Level.values), name="level_is_one_of_six"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "participation/level_preview.html"
