"""Explained decisions in the admin: drafts, preview, schedule, workflow; what readers said."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
    WorkflowActionView,
)

from portal.decisions import Refused

from ..panels import editor
from ..views.desk import MODERATE
from ..viewsets.activities import ActivityEditView, ActivityViewSet, moment, state
from .forms import BriefingForm
from .models import Briefing, ClarityReply

_EDIT_URL = "wagtailsnippets_briefings_briefing:edit"


class SaysRefusals:
    """What the rules refuse is told above the editor; nothing is published of it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(reverse(_EDIT_URL, args=[self.object.pk]))  # type: ignore[attr-defined]
        return response


class BriefingEditView(SaysRefusals, ActivityEditView):
    """A decision being explained, with the way to its desk."""


class BriefingActionView(SaysRefusals, WorkflowActionView):
    """Approving an explanation, or asking for changes."""


class BriefingViewSet(ActivityViewSet):
    """The explained decisions."""

    model = Briefing
    icon = "info-circle"
    menu_label = _("Decisions explained")
    list_display: ClassVar[list[Any]] = [
        "title",
        moment("closes_at", _("Questions until")),
        state(),
        Column("figures.published_count", label=_("Published questions")),
        Column("figures.answered_count", label=_("Answered")),
        LiveStatusTagColumn(),
    ]
    edit_view_class = BriefingEditView
    workflow_action_view_class = BriefingActionView
    edit_handler = editor.editor(
        editor.words(
            _("Decision"),
            FieldRowPanel([FieldPanel("decided_on"), FieldPanel("decided_by")]),
            FieldPanel("decision"),
            FieldPanel("reasons"),
            FieldPanel("effects"),
            FieldPanel("comparison"),
            FieldPanel("key_figures"),
            FieldPanel("plain_text"),
            FieldPanel("documents"),
            FieldPanel("body"),
            editor.commitments(),
            MultiFieldPanel(
                [FieldPanel("correction_what"), FieldPanel("correction_why")],
                heading=_("Correction of a public text"),
                help_text=_(
                    "To publish a change of these texts once they are public. Both "
                    "sentences go to the public log of corrections, dated, and stay."
                ),
            ),
            about=editor.introduction(
                _("Summary"), _("What is decided, in one to three short sentences.")
            ),
        ),
        editor.promise(days=True),
        editor.dates(
            editor.public(),
            FieldPanel("paper_information"),
            FieldPanel("moderation_mode"),
            FieldPanel("confirms_email"),
            heading=_("Dates and questions"),
        ),
        form=BriefingForm,
    )


class ClarityPolicy(ModelPermissionPolicy):
    """Those who read what people write may read these too; nobody writes or deletes one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(user.is_active and user.has_perm(MODERATE))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class ClarityChooser(SnippetChooserViewSet):
    """Choosing among what readers said; nobody writes in their place."""

    def get_urlpatterns(self) -> list[Any]:
        return [one for one in super().get_urlpatterns() if one.name != "create"]


class ClarityIndexView(IndexView):
    """The list of what was not clear."""

    nothing_yet = _(
        "Nobody wrote what was not clear yet. Their words stand here, without their name, for a "
        "year."
    )


class ClarityViewSet(SnippetViewSet):
    """What readers said was not clear: nobody's, read by officers only."""

    model = ClarityReply
    icon = "comment"
    menu_label = pgettext_lazy("menu", "Opinions on clarity")
    index_view_class = ClarityIndexView
    list_display: ClassVar[list[Any]] = [
        Column("get_opinion_display", label=_("Was it clear?")),
        Column("comment", label=_("What was not clear, or what is missing")),
        Column("briefing", label=_("Decision explained")),
        Column("given_on", label=_("Given on"), sort_key="given_on"),
    ]
    list_filter: ClassVar[list[str]] = ["briefing", "opinion"]
    ordering: ClassVar[list[str]] = ["-given_on", "-pk"]
    search_fields: ClassVar[list[str]] = ["comment"]
    search_backend_name = None
    copy_view_enabled = False
    add_view_enabled = False
    chooser_viewset_class = ClarityChooser
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ClarityReply]":
        """Those who wrote something: the figures of the others are on the page."""
        return ClarityReply.objects.exclude(comment="").select_related("briefing")

    @cached_property
    def permission_policy(self) -> ClarityPolicy:
        return ClarityPolicy(ClarityReply)


class BriefingsGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    # Short: Wagtail cuts what is wider than its menu.
    menu_label = pgettext_lazy("menu", "Decisions")
    menu_icon = "info-circle"
    menu_order = 208
    items = (BriefingViewSet, ClarityViewSet)
