"""What a city says about itself: names, colours, contacts, legal identity."""

import re
from math import floor
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ..enums import AccessibilityStatus
from ..rules import weak_pairs

_hex_colour = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six characters, such as #073b42.")
)
_siret = RegexValidator(r"^\d{14}$", _("A SIRET number has 14 figures."))

_domain = re.compile(r"@?(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,18}")


def check_domains(text: str) -> None:
    """Raises ValidationError for a line that is no domain."""
    for line in text.split("\n"):
        if line.strip() and not _domain.fullmatch(line.strip()):
            raise ValidationError(_("Write one domain a line, such as city.example."))


DEFAULT_COLOURS = {
    "colour_action": "#073b42",
    "colour_accent": "#ffcb3d",
    "colour_night": "#073b42",
}


@register_setting(icon="home")
class SiteSettings(BaseSiteSetting):
    """The city's identity on its portal."""

    project_name = models.CharField(_("name of the portal"), max_length=80, default="Parvis")
    city_name = models.CharField(_("name of the city"), max_length=80, default="", blank=True)
    city_url = models.URLField(_("website of the city"), blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    colour_action = models.CharField(
        _("colour of actions"), max_length=7, default="#073b42", validators=[_hex_colour]
    )
    colour_accent = models.CharField(
        _("accent"), max_length=7, default="#ffcb3d", validators=[_hex_colour]
    )
    colour_night = models.CharField(
        _("colour of the dark bands"), max_length=7, default="#073b42", validators=[_hex_colour]
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_hours = models.CharField(_("opening hours"), max_length=160, blank=True)
    contact_address = models.TextField(_("postal address"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    publication_director = models.CharField(
        _("director of publication"), max_length=160, blank=True
    )
    host_name = models.CharField(_("host"), max_length=160, blank=True)
    host_address = models.TextField(_("address of the host"), max_length=300, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, validators=[_siret])
    dpo_email = models.EmailField(_("data protection officer"), blank=True)
    security_email = models.EmailField(_("security contact"), blank=True)
    accessibility_status = models.CharField(
        _("accessibility"),
        max_length=10,
        choices=AccessibilityStatus.choices,
        default=AccessibilityStatus.NONE,
        help_text=_("“Not compliant” as long as no audit is valid."),
    )
    registration_open = models.BooleanField(_("anyone may open an account"), default=True)
    agent_domains = models.TextField(
        _("domains of work addresses"),
        max_length=1000,
        blank=True,
        help_text=_(
            "One a line, such as city.example. Whoever proved an address of one of them may ask "
            "to be known as a city agent; nothing is granted until somebody confirms it."
        ),
        validators=[check_domains],
    )
    is_demo = models.BooleanField(_("demonstration site"), default=False)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel(name)
                            for name in ("project_name", "city_name", "city_url", "logo")
                        ],
                        heading=_("Names"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel(name) for name in DEFAULT_COLOURS],
                        heading=_("Colours"),
                        help_text=_("Contrasts are checked when saving."),
                    ),
                    FieldPanel("registration_open"),
                    FieldPanel("agent_domains"),
                    FieldPanel("is_demo"),
                ],
                heading=_("Identity"),
            ),
            ObjectList(
                [
                    FieldPanel(name)
                    for name in (
                        "contact_email",
                        "contact_phone",
                        "contact_hours",
                        "contact_address",
                    )
                ],
                heading=_("Contact"),
            ),
            ObjectList(
                [
                    FieldPanel(name)
                    for name in (
                        "publisher",
                        "publication_director",
                        "siret",
                        "host_name",
                        "host_address",
                        "dpo_email",
                        "security_email",
                        "accessibility_status",
                    )
                ],
                heading=_("Obligations"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("city and portal")

    def __str__(self) -> str:
        return self.project_name

    def clean(self) -> None:
        super().clean()
        try:
            weak = weak_pairs(
                action=self.colour_action, accent=self.colour_accent, night=self.colour_night
            )
        except (ValueError, IndexError):
            return  # Not colours at all: each field's own validator says so.
        errors = {
            field: [
                _("Too weak: %(use)s has a contrast of %(ratio)s, at least %(minimum)s is needed.")
                % {
                    "use": pair.use,
                    # Rounded down: 4.49 must not read as the 4.5 that is asked.
                    "ratio": number_format(floor(ratio * 10) / 10, 1),
                    "minimum": number_format(pair.minimum, 1),
                }
                for pair, ratio in pairs
            ]
            for field, pairs in weak.items()
        }
        if errors:
            raise ValidationError(errors)

    @property
    def has_custom_colours(self) -> bool:
        """Whether the city draws its pages in other colours than the stylesheet's."""
        return any(
            getattr(self, field).lower() != value for field, value in DEFAULT_COLOURS.items()
        )

    select_related: ClassVar[list[str]] = ["logo"]
