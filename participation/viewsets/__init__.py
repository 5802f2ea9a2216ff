"""The core in the admin: the desk of contributions, the texts of the levels."""

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.cms.spreadsheets import SafeExportMixin

from ..enums import Moderation
from ..models import Contribution, ParticipationLevel
from ..queries.dashboard import received_count
from ..views.desk import ANSWER, DeskFileView, DeskView
from ..views.moderating import MODERATE


class DeskPolicy(ModelPermissionPolicy):
    """Officers read and decide; nobody writes in a contributor's place, nobody deletes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in {"add", "delete"}:
            return False
        return bool(user.is_active and (user.has_perm(MODERATE) or user.has_perm(ANSWER)))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class ContributionFilters(WagtailFilterSet):
    """The filters of the desk."""

    class Meta:
        model = Contribution
        fields: ClassVar[list[str]] = ["moderation", "activity", "verdict", "channel"]


class DeskIndexView(SafeExportMixin, generic.IndexView):
    """What waits comes first, the oldest before."""

    # pending < published < refused, in the alphabet as at the desk; the oldest before.
    default_ordering = ("moderation", "submitted_at", "pk")
    nothing_yet = _("Nothing was received yet. What people send stands here, what waits first.")
    any_permission_required: ClassVar[list[str]] = ["change"]

    def get_base_queryset(self) -> "QuerySet[Contribution]":
        seen = Contribution.objects.exclude(moderation=Moderation.STAGED)
        return seen.select_related("activity")

    def get_paginator(self, queryset: Any, per_page: int, **options: Any) -> Paginator:  # type: ignore[type-arg]
        """Counts by the counters when nothing is left out: counting rows takes long."""
        paginator: Paginator = super().get_paginator(queryset, per_page, **options)  # type: ignore[type-arg]
        if not self.is_filtering and not self.is_searching:
            paginator.count = received_count()  # type: ignore[misc]
        return paginator

    def get_list_more_buttons(self, instance: Contribution) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if instance.is_public and not instance.answered_at:
            address = reverse("merging:propose", args=[instance.pk])
            buttons.append(
                Button(_("Group under another one"), address, icon_name="link", priority=15)
            )
        return buttons


class ContributionViewSet(ModelViewSet):
    """Every contribution of every mechanism, waiting ones first."""

    model = Contribution
    name = "contributions"
    icon = "pilcrow"
    menu_label = _("Contributions")
    index_view_class = DeskIndexView
    edit_view_class = DeskView
    filterset_class = ContributionFilters
    form_fields: ClassVar[list[str]] = []
    search_fields: ClassVar[list[str]] = ["title", "text", "receipt"]
    search_backend_name = None
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("number", label=_("No."), sort_key="number"),
        Column("activity", label=_("Activity")),
        Column("get_moderation_display", label=_("Reading")),
        Column("get_verdict_display", label=_("Answer")),
        DateColumn("submitted_at", label=_("Received"), sort_key="submitted_at"),
    ]
    list_export: ClassVar[list[str]] = [
        "number",
        "activity.title",
        "title",
        "text",
        "public_name",
        "channel",
        "submitted_at",
        "moderation",
        "verdict",
        "answered_at",
    ]
    list_per_page = 50

    @cached_property
    def permission_policy(self) -> DeskPolicy:
        return DeskPolicy(Contribution)

    @property
    def edit_view(self) -> Any:
        return DeskView.as_view(index_url_name=self.get_url_name("index"))

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path(
                "edit/<int:pk>/fichiers/<int:file>/<str:filename>",
                DeskFileView.as_view(index_url_name=self.get_url_name("index")),
                name="file",
            ),
        ]


class LevelViewSet(SnippetViewSet):
    """The texts of the six levels; levels are neither added nor removed."""

    model = ParticipationLevel
    icon = "list-ol"
    menu_label = _("Levels")
    list_display: ClassVar[list[str]] = ["name", "aim", "clock_days"]
    ordering: ClassVar[list[str]] = ["number"]
    copy_view_enabled = False
    inspect_view_enabled = True

    @cached_property
    def permission_policy(self) -> "LevelPolicy":
        return LevelPolicy(ParticipationLevel)


class LevelPolicy(ModelPermissionPolicy):
    """There are six levels: their words change, not their number."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


def participation_permissions() -> "QuerySet[Permission]":
    """The rights of those who moderate, answer and keep promises, for the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="participation",
        codename__in=[
            "moderate_contribution",
            "answer_contribution",
            "import_contributions",
            "export_contacts",
            "keep_promises",
            "key_in_contributions",
            "add_couponbatch",
        ],
    )
