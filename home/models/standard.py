"""Pages of plain text, and the pages the law asks for."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.models import BasePage

from ..blocks import LegalSectionsBlock


def _texts_of(sections: StreamField) -> list[str]:
    return [str(text) for text in sections.stream_block.get_searchable_content(sections)]


class StandardPage(BasePage):
    """A page with a title, an introduction and a body."""

    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class LegalNoticePage(BasePage):
    """Who publishes and hosts the site, and what may be done with its content (LCEN, art. 1-1)."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = []

    sections = StreamField(LegalSectionsBlock(), blank=True, verbose_name=_("sections"))

    content_panels = [*BasePage.content_panels, FieldPanel("sections")]

    class Meta:
        verbose_name = _("legal notice")
        verbose_name_plural = _("legal notices")

    def searched_texts(self) -> list[str]:
        """Add the sections to the searched words."""
        return [*super().searched_texts(), *_texts_of(self.sections)]


class PersonalDataPage(BasePage):
    """What is stored about people, why, for how long, and their rights (GDPR, art. 13)."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = []

    sections = StreamField(LegalSectionsBlock(), blank=True, verbose_name=_("sections"))

    content_panels = [*BasePage.content_panels, FieldPanel("sections")]

    class Meta:
        verbose_name = _("page on personal data")
        verbose_name_plural = _("pages on personal data")

    def searched_texts(self) -> list[str]:
        """Add the sections to the searched words."""
        return [*super().searched_texts(), *_texts_of(self.sections)]


class SiteMapPage(BasePage):
    """The map of the site: pages, activities, commitments; made by itself."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("site map")
        verbose_name_plural = _("site maps")
