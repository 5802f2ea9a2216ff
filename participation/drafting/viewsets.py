"""Texts written together in the admin: drafts, preview, schedule, workflow; the group's screens."""

from typing import Any, ClassVar

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.accounts.models import User

from ..models import Activity
from ..panels import editor
from ..registry import DeskLink
from ..viewsets.activities import ActivityViewSet, moment, state
from .models import Drafting
from .views.desk import DECIDE, ConflictsView, DecideView, DeskView
from .views.desk_versions import PrepareView, RetouchView


class DraftingViewSet(ActivityViewSet):
    """The texts written together."""

    model = Drafting
    icon = "doc-full-inverse"
    copy_view_enabled = False
    menu_label = _("Texts to amend")
    menu_order = 209
    list_display: ClassVar[list[Any]] = [
        "title",
        moment("closes_at", _("Amendments until")),
        state(),
        Column("figures.published_count", label=_("Published amendments")),
        Column("figures.answered_count", label=_("Decided or answered")),
        LiveStatusTagColumn(),
    ]
    edit_handler = editor.editor(
        editor.words(
            _("Text"),
            FieldPanel("text"),
            FieldPanel("body"),
            editor.commitments(),
            about=editor.introduction(
                _("Introduction"), _("What the text is about, in one to three short sentences.")
            ),
        ),
        editor.promise(),
        editor.dates(editor.public(), FieldPanel("paper_information")),
        editor.rules(_("Rules of the text")),
    )


class DraftingGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Texts to amend")
    menu_icon = "doc-full-inverse"
    menu_order = 209
    items = (DraftingViewSet,)


class DraftingScreens(ViewSet):
    """Addresses without a menu: one comes from the dashboard of a text."""

    name = "drafting"
    url_prefix = "drafting"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", DeskView.as_view(), name="desk"),
            path("amendments/<int:pk>/", DecideView.as_view(), name="decide"),
            path("<int:pk>/conflicts/", ConflictsView.as_view(), name="conflicts"),
            path("<int:pk>/version/", PrepareView.as_view(), name="prepare"),
            path("<int:pk>/paragraphs/<int:paragraph>/", RetouchView.as_view(), name="retouch"),
        ]

    def get_menu_item(self, order: Any = None) -> None:
        return None


def _screen(name: str) -> Any:
    def url(activity: Activity, user: User) -> str | None:
        if activity.mechanism_name != Drafting.mechanism_slug or not user.has_perm(DECIDE):
            return None
        return reverse(name, args=[activity.pk])

    return url


LINKS = (
    DeskLink(_("Amendments to decide"), "edit", _screen("drafting:desk"), 32),
    DeskLink(_("Next version of the text"), "doc-full-inverse", _screen("drafting:prepare"), 34),
)
