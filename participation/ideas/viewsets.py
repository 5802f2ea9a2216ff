"""Calls for ideas in the admin, beside their lists: drafts, preview, schedule, workflow."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ..panels import editor
from ..panels.paper import PaperPanel
from ..viewsets.activities import ActivityViewSet, hours, level, state
from ..viewsets.lists import NeighbourhoodViewSet, ThemeViewSet
from .models import IdeaConsultation


class IdeaConsultationViewSet(ActivityViewSet):
    """The calls for ideas."""

    model = IdeaConsultation
    icon = "help"
    menu_label = _("Calls for ideas")
    list_display: ClassVar[list[Any]] = [
        "title",
        level(),
        *hours(),
        state(),
        Column("figures.published_count", label=_("Published ideas")),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["level", "audience", "live"]
    edit_handler = editor.editor(
        editor.words(
            _("Question"),
            FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
            FieldPanel("body"),
            FieldPanel("paper_information"),
            editor.commitments(),
            PaperPanel(),
        ),
        editor.promise(levels=True),
        editor.dates(
            FieldPanel("period_label"),
            editor.public(),
            editor.eligibility(_("Who may take part")),
        ),
        editor.rules(_("Rules of the call")),
    )


class IdeasGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Calls for ideas")
    menu_icon = "help"
    menu_order = 210
    items = (IdeaConsultationViewSet, ThemeViewSet, NeighbourhoodViewSet)
