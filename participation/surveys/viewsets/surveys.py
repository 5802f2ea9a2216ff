"""Surveys in the admin: written in blocks, previewed, scheduled; ready-made satisfaction survey."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.widgets import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from ...models import Activity
from ...panels import editor
from ...registry import DeskLink
from ...viewsets.activities import ActivityViewSet, hours, level
from ..forms.editing import SurveyForm
from ..models import Survey
from ..views.desk import ADD, CHANGE, HOLD
from ..views.rows import EXPORT

if TYPE_CHECKING:
    from portal.accounts.models import User


class SurveyIndexView(IndexView):
    """The list, with the ready-made satisfaction survey."""

    @property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_buttons
        if self.request.user.has_perm(ADD):
            url = reverse("surveys:satisfaction")
            buttons.append(HeaderButton(_("Satisfaction survey"), url, icon_name="plus"))
        return buttons


class SurveyViewSet(ActivityViewSet):
    """The surveys."""

    model = Survey
    icon = "list-ul"
    copy_view_enabled = False
    menu_label = _("Surveys")
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("wave", label=_("Wave")),
        level(),
        *hours(),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["level", "audience", "series", "live"]
    index_view_class = SurveyIndexView
    edit_handler = editor.editor(
        editor.words(_("Questions"), FieldPanel("questionnaire")),
        editor.promise(editor.commitments(), levels=True),
        editor.dates(
            editor.public(),
            editor.eligibility(_("Who answers, and how often"), FieldPanel("once")),
            FieldPanel("results_live"),
            MultiFieldPanel(
                [FieldPanel("series"), FieldPanel("wave")], heading=_("Repeated survey")
            ),
            FieldPanel("paper_information"),
            FieldPanel("body"),
            heading=_("Dates and people"),
        ),
        form=SurveyForm,
    )


class SurveysGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    menu_label = _("Surveys")
    menu_icon = "list-ul"
    menu_order = 212
    items = (SurveyViewSet,)


def _screen(name: str, right: str) -> "Callable[[Activity, User], str | None]":
    """The address of a screen about a survey, for whoever holds the right."""

    def url(activity: Activity, user: "User") -> str | None:
        if activity.mechanism_name != Survey.mechanism_slug or not user.has_perm(right):
            return None
        return reverse(name, args=[activity.pk])

    return url


LINKS = (
    DeskLink(_("Questionnaires on paper"), "edit", _screen("surveys:sheets", HOLD), 12),
    DeskLink(_("Kiosks"), "desktop", _screen("surveys:kiosks", HOLD), 14),
    DeskLink(_("Correct words of the questions"), "pick", _screen("surveys:words", CHANGE), 16),
    DeskLink(_("Answers one by one"), "download", _screen("surveys:rows", EXPORT), 17),
    DeskLink(_("Next wave"), "rotate", _screen("surveys:wave", ADD), 18),
)
