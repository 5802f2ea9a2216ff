"""Projects in the admin: the list with its filters, the desk of each."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from engagements.queries import department_ids_of
from portal.cms.spreadsheets import SafeExportMixin

from ..models import ParticipatoryBudget, Project
from ..queries.projects import waiting
from ..rule_words import euros
from ..views import studying
from ..views.desk_parts import CONDUCT, STUDY


class StudyPolicy(ModelPermissionPolicy):
    """Whoever studies projects reads them all; the desk of each says who decides; none deletes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and user.is_active and bool(user.has_perm(STUDY))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class ProjectFilters(WagtailFilterSet):
    """By budget, stage, district, department; what waits for oneself."""

    mine = django_filters.BooleanFilter(
        label=_("waiting for me"), method="waiting_for_me", field_name="mine"
    )

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = ["budget", "stage", "district", "department"]

    def waiting_for_me(self, found: Any, name: str, value: bool | None) -> Any:
        if not value or self.request is None:
            return found
        user = self.request.user
        everything = user.has_perm(CONDUCT)
        return found.filter(waiting(None if everything else list(department_ids_of(user))))


class ProjectIndexView(SafeExportMixin, generic.IndexView):
    """The projects, by budget and number."""

    default_ordering = ("-budget_id", "number")
    nothing_yet = _("No project yet. They come from the ideas of a call, or are keyed in.")
    any_permission_required: ClassVar[list[str]] = ["change"]

    def get_base_queryset(self) -> "QuerySet[Project]":
        return Project.objects.select_related("budget", "district", "department")

    @cached_property
    def header_buttons(self) -> list[Any]:
        """The ways in, for the budget that is looked at, else the latest."""
        asked = self.request.GET.get("budget", "")
        budgets = ParticipatoryBudget.objects.order_by("-opens_at")
        if asked.isdecimal() and len(asked) < 18:
            budgets = budgets.filter(pk=int(asked))
        budget = budgets.first()
        if budget is None or not self.request.user.has_perm(CONDUCT):
            return []
        new = reverse("budget_projects:new", args=[budget.pk])
        buttons = [HeaderButton(_("Key in a project"), url=new, icon_name="plus", priority=10)]
        if budget.call_id:
            url = reverse("budget_projects:from_ideas", args=[budget.pk])
            label = _("Make a project of ideas")
            buttons.append(HeaderButton(label, url=url, icon_name="help", priority=20))
        return buttons


class ProjectViewSet(ModelViewSet):
    """Projects of every budget."""

    model = Project
    name = "budget_projects"
    url_prefix = "projets-des-budgets"
    icon = "list-ul"
    menu_label = _("Projects")
    index_view_class = ProjectIndexView
    filterset_class = ProjectFilters
    form_fields: ClassVar[list[str]] = []
    search_fields: ClassVar[list[str]] = ["title", "summary", "place"]
    search_backend_name = None
    list_per_page = 50
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "title",
            label=_("Title"),
            get_url=lambda project: reverse(studying.ONE, args=[project.pk]),
            sort_key="title",
        ),
        Column("number", label=_("No."), sort_key="number"),
        Column("budget", label=_("Budget")),
        Column("get_stage_display", label=_("Stage"), sort_key="stage"),
        Column("district", label=_("District")),
        Column("department", label=_("Department")),
        Column(
            "cost",
            label=_("Cost"),
            accessor=lambda project: euros(project.cost) if project.cost else "",
            sort_key="cost",
        ),
    ]
    list_export: ClassVar[list[str]] = [
        "budget.title",
        "number",
        "title",
        "get_stage_display",
        "district",
        "department",
        "cost",
        "yearly_cost",
    ]

    @cached_property
    def permission_policy(self) -> StudyPolicy:
        return StudyPolicy(Project)

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Where a project is worked on, by whoever may."""
        found = {"permission_policy": self.permission_policy, "edit_url_name": studying.ONE}
        return type("ProjectURLFinder", (ModelAdminURLFinder,), found)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/nouveau/", studying.NewProjectView.as_view(), name="new"),
            path("<int:pk>/idees/", studying.FromIdeasView.as_view(), name="from_ideas"),
            path("<int:pk>/", studying.ProjectView.as_view(), name="one"),
        ]
