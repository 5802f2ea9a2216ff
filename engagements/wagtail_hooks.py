"""Registrations of the room with Wagtail's admin."""

from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from .body_panels import RhythmPanel
from .models import Commitment
from .panels import ReportsPanel, SilentPanel
from .queries.members import CONDUCT, MAY_REPORT
from .queries.reporting import APPROVES
from .views.volunteering import VolunteersView
from .viewsets import CommitmentAdmin, EngagementsGroup, ReportAdmin, reviews

modeladmin_register(EngagementsGroup)
hooks.register("register_admin_viewset", lambda: reviews)


@hooks.register("register_permissions")
def permission_to_report() -> QuerySet[Permission]:
    """Offer “may report progress” and “may approve reports” in the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="engagements",
        codename__in=["add_commitmentupdate", "approve_update", "view_updatedraft"],
    )


@hooks.register("register_permissions")
def permissions_on_reviews() -> QuerySet[Permission]:
    """Offer “may conduct reviews” and “may read them” in the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="engagements", codename__in=("conduct_review", "view_review")
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name the progress reports in the history of a commitment."""
    actions.register_action(
        "engagements.report_progress", _("Report progress"), _("Progress reported")
    )
    actions.register_action("engagements.open_review", _("Open a review"), _("Review opened"))
    actions.register_action("engagements.write_review", _("Write a review"), _("Review written"))
    actions.register_action(
        "engagements.publish_review", _("Publish a review"), _("Review published and frozen")
    )
    actions.register_action(
        "engagements.name_consent_given", _("Record a consent"), _("Consent to be named recorded")
    )
    actions.register_action(
        "engagements.name_consent_withdrawn",
        _("Take back a consent"),
        _("Consent to be named taken back"),
    )
    for name, label, message in (
        ("send_report", _("Send a report for approval"), _("Report sent for approval")),
        ("return_report", _("Send a report back"), _("Report sent back")),
        ("discard_report", _("Throw a report away"), _("Report thrown away")),
        ("revise_wording", _("Change the official wording"), _("Official wording changed")),
        (
            "change_measures",
            _("Change milestones, indicators or budget"),
            _("Milestones, indicators or budget changed"),
        ),
    ):
        actions.register_action(f"engagements.{name}", label, message)


@hooks.register("construct_homepage_panels")
def silent_commitments(request: HttpRequest, panels: list[Any]) -> None:
    """Show what waits for news to those who may report it."""
    if request.user.has_perm(MAY_REPORT):
        urls = CommitmentAdmin().url_helper

        def report_url(commitment: Commitment) -> str:
            return str(urls.get_action_url("progress", quote(commitment.pk)))

        panels.append(SilentPanel(request.user, urls.index_url, report_url))


@hooks.register("construct_homepage_panels")
def reviews_due(request: HttpRequest, panels: list[Any]) -> None:
    """Show where the reviews stand to those who conduct them."""
    if request.user.has_perm(CONDUCT):
        panels.append(RhythmPanel())


@hooks.register("register_admin_urls")
def volunteers_url() -> list[Any]:
    """The page of the wishes to join the follow-up body."""
    return [
        path("follow-up-body/volunteers/", VolunteersView.as_view(), name="follow_up_volunteers")
    ]


@hooks.register("construct_homepage_panels")
def reports_to_do(request: HttpRequest, panels: list[Any]) -> None:
    """Tell those who report and those who approve what waits for them."""
    if request.user.has_perm(MAY_REPORT) or request.user.has_perm(APPROVES):
        urls = CommitmentAdmin().url_helper

        def report_url(commitment: Commitment) -> str:
            return str(urls.get_action_url("progress", quote(commitment.pk)))

        index = ReportAdmin().url_helper.index_url
        panels.append(ReportsPanel(request.user, index, report_url))
