"""The home page: a few words of the city; everything else comes from the rooms."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from portal.cms.models import BasePage


class HomePage(BasePage):
    """The first page of the portal, above all the others."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = [
        "engagements.ValueIndexPage",
        "engagements.AxisIndexPage",
        "engagements.PriorityIndexPage",
        "participation.ProcessIndexPage",
        "home.ProjectPage",
        "home.NewsIndexPage",
        "home.StandardPage",
        "home.ContactPage",
        "home.AccessibilityPage",
        "home.LegalNoticePage",
        "home.PersonalDataPage",
        "home.SiteMapPage",
    ]

    hero_title = models.CharField(
        _("headline"),
        max_length=80,
        blank=True,
        help_text=_("The largest words of the page. By default, the title of the page."),
    )
    hero_button = models.CharField(
        _("label of the main button"),
        max_length=40,
        blank=True,
        help_text=_("It leads to what is open now. By default: “See what is open”."),
    )

    content_panels = [
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("introduction"), FieldPanel("hero_button")],
            heading=_("Top of the page"),
            help_text=_(
                "The rest of the page is always up to date by itself: what is open, commitments, "
                "answers, news and values."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def headline(self) -> str:
        """The largest words of the page."""
        return self.hero_title or self.title

    def searched_texts(self) -> list[str]:
        """Add the headline to the searched words."""
        return [*super().searched_texts(), self.hero_title]
