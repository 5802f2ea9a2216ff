"""Answers in the admin: drafted, compared, previewed, scheduled, approved; and ready-made words."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from ..enums import Moderation
from ..forms.answers import AnswerForm, AnswerTemplateForm, CountedText, SearchableChoices
from ..models import Answer, AnswerTemplate
from ..panels.answers import ContributionPanel, TemplatesPanel
from ..queries import answering
from ..views.answer_editor import (
    AnswerActionView,
    AnswerEditView,
    AnswerUnpublishView,
    only_those_in_charge,
)
from ..wording import VERDICTS


class AnswerPolicy(ModelPermissionPolicy):
    """Officers answer everything, respondents what was entrusted to them; nobody adds from here.

    An answer begins at the desk of its contribution; once public it is corrected, never deleted.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in {"add", "delete"}:
            return False
        if action in {"change", "view"}:
            return answering.may_enter(user)
        return bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Answer) -> bool:
        if action == "delete":
            # A draft may be dropped; what the public could read may not.
            return not instance.is_known and answering.answers_everything(user)
        allowed = self.user_has_permission(user, action)
        return allowed and answering.may_handle(user, instance.contribution_id)


class AnswerIndexView(IndexView):
    """The list of answers."""

    nothing_yet = _(
        "No answer yet. One begins at “Answers to prepare”, from the contribution it is for."
    )


class AnswerViewSet(SnippetViewSet):
    """Every answer with its drafts and its history."""

    model = Answer
    icon = "comment"
    menu_label = _("Answers")
    index_view_class = AnswerIndexView
    edit_view_class = AnswerEditView
    unpublish_view_class = AnswerUnpublishView
    workflow_action_view_class = AnswerActionView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("contribution", label=_("Contribution")),
        Column("contribution.activity", label=_("Activity")),
        Column("department", label=_("Who answers")),
        DateColumn("answered_at", label=_("Answered"), sort_key="answered_at"),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["verdict", "department", "live"]
    ordering: ClassVar[list[str]] = ["-pk"]
    search_fields: ClassVar[list[str]] = ["contribution__title", "text"]
    search_backend_name = None
    list_per_page = 50
    edit_handler = ObjectList(
        [
            ContributionPanel(),
            TemplatesPanel(),
            FieldPanel("verdict", widget=forms.RadioSelect),
            FieldPanel("text", widget=CountedText),
            FieldPanel("department"),
            FieldPanel("commitments", widget=SearchableChoices),
            # When it becomes public; an answer never expires.
            PublishingPanel(children=PublishingPanel().children[:1]),
        ],
        base_form_class=AnswerForm,
    )

    @cached_property
    def permission_policy(self) -> AnswerPolicy:
        return AnswerPolicy(Answer)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Answer]":
        related = ("contribution__activity", "department", "latest_revision")
        answers = Answer.objects.exclude(contribution__moderation=Moderation.STAGED)
        answers = answers.select_related(*related)
        if answering.answers_everything(request.user):
            return answers
        mine = answering.assigned_to(request.user).values("contribution")  # type: ignore[arg-type]
        return answers.filter(contribution__in=mine)

    def get_urlpatterns(self) -> list[Any]:
        """Whatever shows or changes one answer asks first whether it is this person's."""
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            if "pk" in pattern.pattern.regex.groupindex or "pk" in getattr(
                pattern.pattern, "converters", {}
            ):
                pattern.callback = only_those_in_charge(pattern.callback)
        return patterns

    def register_chooser_viewset(self) -> None:
        """None: a list of every answer, drafts included, would be open to the whole admin."""


class TemplateIndexView(IndexView):
    """The list of templates."""

    nothing_yet = _(
        "No template yet. A template gives an answer its first words; whoever answers completes it."
    )


class AnswerTemplateViewSet(SnippetViewSet):
    """Words to begin an answer with."""

    model = AnswerTemplate
    icon = "form"
    menu_label = _("Answer templates")
    index_view_class = TemplateIndexView
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("verdict", label=_("Decision"), accessor=lambda one: dict(VERDICTS)[one.verdict]),
    ]
    list_filter: ClassVar[list[str]] = ["verdict"]
    ordering: ClassVar[list[str]] = ["title"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("verdict", widget=forms.RadioSelect),
            FieldPanel("text", widget=CountedText),
        ],
        base_form_class=AnswerTemplateForm,
    )
