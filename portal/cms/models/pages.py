"""The base of every page type: introduction, social picture, breadcrumbs, folded search."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from ..folding import fold

Breadcrumb = tuple[str, str | None]


class BasePage(Page):
    """A page of the portal."""

    introduction = models.TextField(
        _("introduction"),
        max_length=600,
        blank=True,
        help_text=_("One to three short sentences, shown under the title and in lists."),
    )
    social_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    import_key = models.CharField(max_length=80, blank=True, editable=False, db_index=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels: ClassVar[list[Any]] = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("social_image")], heading=_("Sharing")),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("search_text")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug in settings.RESERVED_ROOT_SLUGS and self._is_under_home():
            raise ValidationError(
                {
                    "slug": _("The address /%(slug)s/ is already used by the portal.")
                    % {"slug": self.slug}
                }
            )

    def _is_under_home(self) -> bool:
        # Root (1) › home (2) › this page (3); a page being created has no depth yet.
        return self.depth in {None, 3}

    @property
    def search_description_text(self) -> str:
        """What search engines and shared links show under the title."""
        return self.search_description or self.introduction

    @property
    def search_text(self) -> str:
        """The folded words of the page, by which the portal finds it."""
        return fold(" ".join(self.searched_texts()))

    def searched_texts(self) -> list[str]:
        """The texts a search should look into; page types add their own."""
        texts = [self.title, self.introduction]
        if body := getattr(self, "body", None):
            texts += body.stream_block.get_searchable_content(body)
        return [str(text) for text in texts]

    @property
    def breadcrumbs(self) -> list[Breadcrumb]:
        """The way from the home page to here: labels with addresses, the last without."""
        ancestors = self.get_ancestors().filter(depth__gt=1)
        trail: list[Breadcrumb] = [
            (str(_("Home")) if page.depth == 2 else page.title, page.url) for page in ancestors
        ]
        return [*trail, (self.title, None)] if trail else []
