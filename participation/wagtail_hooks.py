"""Registrations of the core with Wagtail's admin; each mechanism adds its own group."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .views import promises
from .views.panels import ToVerifyPanel, WaitingPanel
from .views.paper import KEY_IN
from .viewsets import ContributionViewSet, LevelViewSet, participation_permissions
from .viewsets.paper import CouponBatchViewSet, PaperEntryViewSet
from .viewsets.processes import ActivityChooserViewSet

contributions = ContributionViewSet()


class ParticipationGroup(ViewSetGroup):
    """The menu of those who run participation."""

    menu_label = _("Participation")
    menu_icon = "group"
    menu_order = 200
    items = (contributions, PaperEntryViewSet(), CouponBatchViewSet(), LevelViewSet())


hooks.register("register_admin_viewset", ParticipationGroup)
hooks.register("register_admin_viewset", lambda: ActivityChooserViewSet("activity_chooser"))
hooks.register("register_permissions", participation_permissions)


@hooks.register("register_admin_urls")
def promise_urls() -> list[Any]:
    """The page of the life of a promise."""
    view = promises.PromisesView.as_view()
    return [path("participation/promesses/<int:pk>/", view, name="participation_promises")]


@hooks.register("construct_homepage_panels")
def waiting_contributions(request: HttpRequest, panels: list[Any]) -> None:
    """Puts what waits before everything else."""
    if contributions.permission_policy.user_has_permission(request.user, "change"):
        panels.insert(0, WaitingPanel(contributions.get_url_name("index")))


@hooks.register("construct_homepage_panels")
def papers_to_verify(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for a second eye, for those who verify."""
    if request.user.has_perm(KEY_IN):
        panels.insert(0, ToVerifyPanel())
