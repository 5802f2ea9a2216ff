"""Preparing answers in the admin: the list, assignment, notes, answers in number."""

from typing import Any, ClassVar

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ..models import Contribution
from ..queries import answering
from ..views.answering import assign, note, prepare
from ..views.answering_list import AnsweringFilters, AnsweringIndexView
from ..views.bulk_answers import BulkAnswerView, BulkAssignView
from .answers import AnswerTemplateViewSet, AnswerViewSet


class PreparationPolicy(ModelPermissionPolicy):
    """Those who have to do with answers; each sees what is theirs."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and answering.may_enter(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Contribution
    ) -> bool:
        allowed = self.user_has_permission(user, action)
        return allowed and answering.may_handle(user, instance.pk)


class AnsweringViewSet(ModelViewSet):
    """The answers to prepare: all for officers, their own for respondents."""

    model = Contribution
    name = "answering"
    icon = "comment"
    menu_label = _("Answers to prepare")
    index_view_class = AnsweringIndexView
    index_results_template_name = "participation/desk/answering_results.html"
    filterset_class = AnsweringFilters
    form_fields: ClassVar[list[str]] = []
    search_fields: ClassVar[list[str]] = ["title"]
    search_backend_name = None
    list_per_page = 100

    @cached_property
    def permission_policy(self) -> PreparationPolicy:
        return PreparationPolicy(Contribution)

    def register_admin_url_finder(self) -> None:
        """A contribution is edited at the desk (contributions:edit), not here."""

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("prepare/<int:pk>/", prepare, name="prepare"),
            path("assign/<int:pk>/", assign, name="assign"),
            path("note/<int:pk>/", note, name="note"),
            path("answer/", BulkAnswerView.as_view(), name="bulk"),
            path("assign/", BulkAssignView.as_view(), name="assign_many"),
        ]


class AnswersGroup(SnippetViewSetGroup):
    """The menu of those who answer."""

    menu_label = _("Answers")
    menu_icon = "comment"
    menu_order = 205
    items = (AnsweringViewSet, AnswerViewSet, AnswerTemplateViewSet)
