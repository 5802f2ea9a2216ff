"""Choices offered to editors and readers of any page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HeadingSize(models.TextChoices):
    """Rank of a heading under the page's title."""

    SECTION = "h2", _("Section")
    SUBSECTION = "h3", _("Subsection")


class QuoteKind(models.TextChoices):
    """Where a quotation comes from."""

    TESTIMONY = "testimony", _("Testimony")
    INSPIRATION = "inspiration", _("Inspiration")


class Scheme(models.TextChoices):
    """How a reader wants the pages drawn; values are those of the form in the footer."""

    SYSTEM = "systeme", _("Like my device")
    LIGHT = "clair", _("Light")
    DARK = "sombre", _("Dark")


class AccessibilityStatus(models.TextChoices):
    """The three states French law knows (décret 2019-768); the worst until an audit says better."""

    FULL = "full", _("fully compliant")
    PARTIAL = "partial", _("partially compliant")
    NONE = "none", _("not compliant")
