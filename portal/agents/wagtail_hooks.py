"""Registrations of the agents with Wagtail's admin: screens, menu of people, right."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .queries import waiting_count
from .views.desk import MANAGE
from .viewsets import AgentViewSet, CodeViewSet, InvitationViewSet, RequestViewSet


@hooks.register("register_admin_viewset")
def agent_screens() -> list[ViewSet]:
    """The screens; their menu is that of people."""
    return [AgentViewSet(), RequestViewSet(), InvitationViewSet(), CodeViewSet()]


class AgentsMenuItem(MenuItem):
    """An item for those who look after agents."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MANAGE))


class RequestsMenuItem(AgentsMenuItem):
    """The requests, with how many wait."""

    def render_component(self, request: HttpRequest) -> Any:
        waiting = waiting_count()
        component = super().render_component(request)
        if waiting:
            component.label = gettext("Requests to confirm (%(count)d)") % {"count": waiting}
        return component


def _item(kind: type[MenuItem], label: Any, name: str, icon: str, order: int) -> Any:
    def make() -> MenuItem:
        return kind(label, reverse(f"{name}:index"), name=name, icon_name=icon, order=order)

    return make


for kind, label, name, icon, order in (
    (AgentsMenuItem, _("Agents"), "agents", "user", 20),
    (RequestsMenuItem, _("Requests to confirm"), "agent_requests", "tasks", 30),
    (AgentsMenuItem, _("Invitations"), "agent_invitations", "mail", 40),
    (AgentsMenuItem, _("Codes"), "agent_codes", "print", 50),
):
    hooks.register("register_people_menu_item", _item(kind, label, name, icon, order))


@hooks.register("register_permissions")
def right_over_agents() -> "QuerySet[Permission]":
    """Offer “may look after agents” in the settings of groups."""
    return Permission.objects.filter(content_type__app_label="agents", codename="manage_agents")
