"""Agents in the admin: the list, requests, invitations, codes."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from portal.cms.french_dates import long_date

from . import rules
from .models import AgentInvitation, AgentRequest, AgentStatus, CodeBatch
from .queries import batches
from .views import codes, desk


class ManagePolicy(ModelPermissionPolicy):
    """Those who look after agents read and do what the pages offer; nothing is deleted here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(user.has_perm(desk.MANAGE))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class AgentFilters(WagtailFilterSet):
    """By how they are known, by department, standing or over."""

    department_name = django_filters.ChoiceFilter(label=_("Department"), choices=lambda: _named())
    ended = django_filters.BooleanFilter(
        field_name="ended_at", lookup_expr="isnull", exclude=True, label=_("No longer agents")
    )

    class Meta:
        model = AgentStatus
        fields: ClassVar[list[str]] = ["source", "department_name"]


def _named() -> list[tuple[str, str]]:
    names = AgentStatus.objects.exclude(department_name="").order_by("department_name")
    return [(name, name) for name in names.values_list("department_name", flat=True).distinct()]


class AgentIndexView(generic.IndexView):
    """The agents; those whose status ended only when asked."""

    any_permission_required: ClassVar[list[str]] = ["change"]

    def get_base_queryset(self) -> "QuerySet[AgentStatus]":
        found = AgentStatus.objects.select_related("user", "granted_by")
        return found if "ended" in self.request.GET else found.filter(ended_at__isnull=True)

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("agents:declare")
        return [HeaderButton(_("Declare an agent"), url=url, icon_name="plus", priority=10)]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        url = reverse("agents:file")
        button = HeaderButton(_("Export without names"), url=url, icon_name="download", priority=20)
        return [*super().header_more_buttons, button]


class DeskViewSet(ModelViewSet):
    """A list whose lines lead to screens of our own: Wagtail finds no page to edit one of them."""

    form_fields: ClassVar[list[str]] = []
    list_per_page = 50

    @cached_property
    def permission_policy(self) -> ManagePolicy:
        return ManagePolicy(self.model)

    def get_urlpatterns(self) -> list[Any]:
        """The list alone, without Wagtail's forms; each adds its screens."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def register_admin_url_finder(self) -> None:
        """Registers nothing: Wagtail's lists of what uses something link to no missing page."""


class AgentViewSet(DeskViewSet):
    """Who is an agent, and how the city knows."""

    model = AgentStatus
    name = "agents"
    icon = "user"
    menu_label = _("Agents")
    index_view_class = AgentIndexView
    filterset_class = AgentFilters
    search_fields: ClassVar[list[str]] = ["user__email", "user__last_name", "department_name"]
    search_backend_name = None
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "user",
            label=_("Person"),
            get_url=lambda status: reverse("agents:agent", args=[status.pk]),
        ),
        Column("department_name", label=_("Department"), sort_key="department_name"),
        Column("get_source_display", label=_("Known by"), sort_key="source"),
        DateColumn("granted_at", label=_("Since"), sort_key="granted_at"),
        Column(
            "ends_on",
            label=_("Last day"),
            accessor=lambda status: long_date(status.ends_on) if status.ends_on else "",
            sort_key="ends_on",
        ),
        Column("granted_by", label=_("Confirmed by")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("declare/", desk.DeclareView.as_view(), name="declare"),
            path("agents.csv", desk.agents_file, name="file"),
            path("<int:pk>/", desk.AgentView.as_view(), name="agent"),
        ]


class RequestIndexView(generic.IndexView):
    """The requests, those that wait first and the oldest before."""

    any_permission_required: ClassVar[list[str]] = ["change"]
    # confirmed < refused < waiting, in the alphabet: the other way round, what waits comes first.
    default_ordering = ("-state", "asked_at", "pk")

    def get_base_queryset(self) -> "QuerySet[AgentRequest]":
        return AgentRequest.objects.select_related("user", "decided_by")


def _age(request: AgentRequest) -> str:
    days = rules.days_waiting(request.asked_at, timezone.now())
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


class RequestViewSet(DeskViewSet):
    """Who asks to be known as an agent."""

    model = AgentRequest
    name = "agent_requests"
    icon = "tasks"
    menu_label = _("Requests to confirm")
    index_view_class = RequestIndexView
    list_filter: ClassVar[list[str]] = ["state"]
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "user",
            label=_("Person"),
            get_url=lambda asked: reverse("agent_requests:request", args=[asked.pk]),
        ),
        Column("email", label=_("Address proved")),
        Column("department_name", label=_("Department")),
        Column("get_state_display", label=_("State")),
        Column("age", label=_("Asked since"), accessor=_age, sort_key="asked_at"),
        Column("decided_by", label=_("Decided by")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", desk.RequestView.as_view(), name="request"),
        ]


class InvitationIndexView(generic.IndexView):
    """The invitations, the latest first."""

    any_permission_required: ClassVar[list[str]] = ["change"]

    def get_base_queryset(self) -> "QuerySet[AgentInvitation]":
        return AgentInvitation.objects.select_related("invited_by")

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("agent_invitations:invite")
        return [HeaderButton(_("Invite from a list"), url=url, icon_name="plus", priority=10)]


class InvitationViewSet(DeskViewSet):
    """Who was invited by mail."""

    model = AgentInvitation
    name = "agent_invitations"
    icon = "mail"
    menu_label = _("Invitations")
    index_view_class = InvitationIndexView
    search_fields: ClassVar[list[str]] = ["email", "department_name"]
    search_backend_name = None
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "email",
            label=_("E-mail address"),
            get_url=lambda one: reverse("agent_invitations:invitation", args=[one.pk]),
        ),
        Column("department_name", label=_("Department"), sort_key="department_name"),
        Column("state_label", label=_("State")),
        DateColumn("invited_at", label=_("Invited on"), sort_key="invited_at"),
        DateColumn("expires_at", label=_("Works until"), sort_key="expires_at"),
        Column("invited_by", label=_("Invited by")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("invite/", desk.InviteView.as_view(), name="invite"),
            path("<int:pk>/", desk.InvitationView.as_view(), name="invitation"),
        ]


class BatchIndexView(generic.IndexView):
    """The batches, the latest first, with what was used."""

    any_permission_required: ClassVar[list[str]] = ["change"]

    def get_base_queryset(self) -> "QuerySet[CodeBatch]":
        return batches()

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("agent_codes:make")
        return [HeaderButton(_("Print codes"), url=url, icon_name="plus", priority=10)]


class CodeViewSet(DeskViewSet):
    """Batches of codes on paper."""

    model = CodeBatch
    name = "agent_codes"
    icon = "print"
    menu_label = _("Codes")
    index_view_class = BatchIndexView
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "label",
            label=_("For whom"),
            get_url=lambda batch: reverse("agent_codes:batch", args=[batch.pk]),
        ),
        Column("count", label=_("Printed")),
        Column("used_count", label=_("Used")),
        DateColumn("made_at", label=_("Made on"), sort_key="made_at"),
        DateColumn("expires_at", label=_("Works until"), sort_key="expires_at"),
        Column("made_by", label=_("Made by")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("make/", codes.MakeCodesView.as_view(), name="make"),
            path("<int:pk>/", codes.BatchView.as_view(), name="batch"),
        ]
