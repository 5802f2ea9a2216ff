"""The toy in Wagtail's admin."""

from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from participation.forms import ActivityForm
from participation.panels.data_card import data_card_tab
from participation.viewsets.calls import DeskButtons
from participation.viewsets.lists import ListDeleteView

from .models import Fountain

_FIELDS = (
    "title",
    "slug",
    "introduction",
    "level",
    "promise",
    "answer_by",
    "opens_at",
    "closes_at",
    "audience",
    "visibility",
)


class FountainEditView(DeskButtons, EditView):
    """A fountain being written."""


class FountainViewSet(SnippetViewSet):
    """The fountains."""

    model = Fountain
    menu_label = "Fontaines"
    add_to_admin_menu = True
    inspect_view_enabled = True
    edit_view_class = FountainEditView
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList([*map(FieldPanel, _FIELDS), PublishingPanel()], heading="Fontaine"),
            data_card_tab(),
        ],
        base_form_class=ActivityForm,
    )


register_snippet(FountainViewSet)
