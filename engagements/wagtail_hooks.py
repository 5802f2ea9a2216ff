"""Registrations of the room with Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from .viewsets import EngagementsGroup

modeladmin_register(EngagementsGroup)


@hooks.register("register_permissions")
def permission_to_report() -> QuerySet[Permission]:
    """Offer “may report progress” in the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="engagements", codename="add_commitmentupdate"
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name the progress reports in the history of a commitment."""
    actions.register_action(
        "engagements.report_progress", _("Report progress"), _("Progress reported")
    )
