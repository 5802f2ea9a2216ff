"""Registrations of the core with Wagtail's admin; each mechanism adds its own group."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.models import register_snippet

from .models import Answer
from .queries import answering
from .registry import register_desk_link
from .views import promises
from .views.answer_editor import refuse_deletion
from .views.moderating import MODERATE
from .views.panels import MyAnswersPanel, ToVerifyPanel, WaitingPanel
from .views.paper import KEY_IN
from .viewsets import ContributionViewSet, LevelViewSet, participation_permissions
from .viewsets.answering import AnswersGroup
from .viewsets.calls import CallScreens, listing_buttons, register_own_links
from .viewsets.lists import keep_entries_in_use
from .viewsets.merging import MergingViewSet
from .viewsets.moderation import ModerationViewSet
from .viewsets.paper import CouponBatchViewSet, PaperEntryViewSet, papers_link
from .viewsets.processes import ActivityChooserViewSet

contributions = ContributionViewSet()


class ParticipationGroup(ViewSetGroup):
    """The menu of those who run participation."""

    menu_label = _("Participation")
    menu_icon = "group"
    menu_order = 200
    items = (
        ModerationViewSet(),
        contributions,
        MergingViewSet(),
        PaperEntryViewSet(),
        CouponBatchViewSet(),
        LevelViewSet(),
    )


hooks.register("register_admin_viewset", ParticipationGroup)
# By this door, so that the rights to publish and to lock answers exist.
register_snippet(AnswersGroup)
hooks.register("register_admin_viewset", lambda: ActivityChooserViewSet("activity_chooser"))
hooks.register("register_permissions", participation_permissions)
hooks.register("register_admin_viewset", CallScreens)
hooks.register("register_snippet_listing_buttons", listing_buttons)
register_own_links()
register_desk_link(papers_link)
hooks.register("before_bulk_action", keep_entries_in_use)


@hooks.register("register_admin_urls")
def promise_urls() -> list[Any]:
    """The page of the life of a promise."""
    view = promises.PromisesView.as_view()
    return [path("participation/promesses/<int:pk>/", view, name="participation_promises")]


@hooks.register("construct_homepage_panels")
def waiting_contributions(request: HttpRequest, panels: list[Any]) -> None:
    """Puts what waits before everything else."""
    if request.user.has_perm(MODERATE):
        panels.insert(0, WaitingPanel())


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """The desk's few rules of its own."""
    address = static("participation/css/answering.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@hooks.register("construct_homepage_panels")
def my_answers(request: HttpRequest, panels: list[Any]) -> None:
    """Shows what somebody has to prepare, once there is something."""
    panel = MyAnswersPanel.of(request.user) if answering.may_enter(request.user) else None
    if panel:
        panels.insert(0, panel)


@hooks.register("before_delete_snippet")
def keep_public_answers(request: HttpRequest, answers: list[Any]) -> HttpResponse | None:
    """Refuses to delete an answer that the public could read, whatever the right."""
    return refuse_deletion(request, [one for one in answers if isinstance(one, Answer)])


@hooks.register("construct_snippet_action_menu")
def keep_final_answers(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offers neither to withdraw a final answer nor to delete one that was public."""
    answer = context.get("instance")
    if isinstance(answer, Answer):
        refused = {"action-unpublish"} if answer.answered_at else set()
        refused |= {"action-delete"} if answer.is_known else set()
        items[:] = [item for item in items if item.name not in refused]


@hooks.register("construct_homepage_panels")
def papers_to_verify(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for a second eye, for those who verify."""
    if request.user.has_perm(KEY_IN):
        panels.insert(0, ToVerifyPanel())
