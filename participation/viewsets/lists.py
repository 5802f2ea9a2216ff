"""The managed lists in the admin: themes and neighbourhoods."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Neighbourhood, Theme


class _ListViewSet(SnippetViewSet):
    """A list of names with their end of address."""

    list_display: ClassVar[list[str]] = ["name", "slug"]
    search_fields: ClassVar[list[str]] = ["name"]
    ordering: ClassVar[list[str]] = ["name"]
    panels: ClassVar[list[Any]] = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
    ]
    copy_view_enabled = False


class ThemeViewSet(_ListViewSet):
    """The themes under which contributions are filed; each call offers some of them."""

    model = Theme
    icon = "tag"
    menu_label = _("Themes")


class NeighbourhoodViewSet(_ListViewSet):
    """The parts of the city, as residents name them; every call offers all of them."""

    model = Neighbourhood
    icon = "site"
    menu_label = _("Neighbourhoods")
