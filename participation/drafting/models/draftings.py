"""The text written together: an activity of level 5, with the text as the city brings it."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.cms.fields import StreamField
from portal.cms.folding import fold
from portal.plain_text import clean_text

from ...enums import Level
from ...models import Activity
from ..blocks import TextBlock
from ..rules.conflicts import Part
from ..rules.provenance import INITIAL, Piece


class Drafting(Activity):
    """A text that people amend, paragraph by paragraph; the group decides on each amendment."""

    mechanism_slug: ClassVar[str] = "drafting"
    frozen_terms: ClassVar[tuple[str, ...]] = (*Activity.frozen_terms, "text")

    text = StreamField(
        TextBlock(),
        verbose_name=_("text brought to the discussion"),
        help_text=_(
            "Sections and paragraphs receive their numbers by themselves. Once somebody has taken "
            "part, the text changes by published versions only."
        ),
    )

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("text written together")
        verbose_name_plural = _("texts written together")
        permissions = [("decide_amendments", "Can decide on amendments and publish versions")]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page of the text"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "drafting/text.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        page = {"activity": self, "at": at, "state": self.state(at), "amendments": []}
        return {**context, **page, "parts": self.parts_as_brought(), "preview": True}

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._keep_to_its_level()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self._keep_to_its_level()
        super().clean()

    def _keep_to_its_level(self) -> None:
        """The text is written together, or it is another tool (shared/product.md §2)."""
        self.level = Level.CO_CONSTRUCTION

    @cached_property
    def address(self) -> str:
        """Its address, resolved once however many of its sentences lead somewhere."""
        return self.url

    @property
    def brought(self) -> list[tuple[str, str, str]]:
        """Identifier, kind and words of each part brought by the city that holds any words."""
        rows = [(str(one.id), one.block_type, clean_text(str(one.value))) for one in self.text]
        return [row for row in rows if row[2]]

    def parts_as_brought(self) -> list[Part]:
        """The text brought by the city, as parts without a place in the database."""
        return [
            Part(-rank, kind, (Piece(words, INITIAL),))
            for rank, (_key, kind, words) in enumerate(self.brought, start=1)
        ]

    @property
    def search_text(self) -> str:
        """The folded words by which the portal finds it, those of the text among them."""
        said = " ".join(words for _key, _kind, words in self.brought)
        return " ".join([super().search_text, fold(said)])
