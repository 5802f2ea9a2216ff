"""The accessibility statement, with the headings that French law mandates, in their order."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField

from portal.cms.models import BasePage

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


def _text(label: Any, help_text: Any = "") -> RichTextField:
    return RichTextField(label, blank=True, features=FEATURES, help_text=help_text)


class AccessibilityPage(BasePage):
    """The statement (décret 2019-768); its state is the one of the site settings."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = []

    rgaa_version = models.CharField(_("version of the RGAA"), max_length=12, default="4.1.2")
    commitment_text = _text(_("Commitment"))
    plan_text = _text(
        _("Multi-year scheme and action plan"), _("With links to the published documents.")
    )
    scope_text = _text(_("Scope"), _("The sites and pages this statement applies to."))

    auditor = models.CharField(_("auditor"), max_length=160, blank=True)
    audited_on = models.DateField(_("date of the audit"), null=True, blank=True)
    audit_rate = models.DecimalField(
        _("criteria met, in %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("As the audit gives it. Leave empty as long as there is none."),
    )
    average_rate = models.DecimalField(
        _("average rate of the pages, in %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    audit_grid = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("audit grid"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    results_text = _text(_("About the tests"))
    non_conformities = _text(_("Non-conformities"))
    derogations = _text(_("Derogations for disproportionate burden"))
    exempt_content = _text(_("Content exempt from the obligation"))

    declared_on = models.DateField(_("statement made on"), null=True, blank=True)
    updated_on = models.DateField(_("statement updated on"), null=True, blank=True)
    technologies = models.TextField(
        _("technologies"), max_length=600, blank=True, help_text=_("One a line.")
    )
    test_environment = _text(_("Test environment"))
    tools = models.TextField(
        _("assessment tools"), max_length=600, blank=True, help_text=_("One a line.")
    )
    pages_checked = _text(_("Pages checked"))
    feedback_text = _text(_("Feedback and contact"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("rgaa_version"),
        FieldPanel("commitment_text"),
        FieldPanel("plan_text"),
        FieldPanel("scope_text"),
        FieldPanel("feedback_text"),
    ]
    audit_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("auditor"), FieldPanel("audited_on")]),
                FieldRowPanel([FieldPanel("audit_rate"), FieldPanel("average_rate")]),
                FieldPanel("audit_grid"),
                FieldPanel("results_text"),
            ],
            heading=_("Test results"),
            help_text=_(
                "The state (not, partially or fully compliant) is chosen under Settings › "
                "City and portal: it appears in the footer of every page."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("non_conformities"),
                FieldPanel("derogations"),
                FieldPanel("exempt_content"),
            ],
            heading=_("Content that is not accessible"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("declared_on"), FieldPanel("updated_on")]),
                FieldPanel("technologies"),
                FieldPanel("test_environment"),
                FieldPanel("tools"),
                FieldPanel("pages_checked"),
            ],
            heading=_("How the statement was made"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Statement")),
            ObjectList(audit_panels, heading=_("Audit")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
