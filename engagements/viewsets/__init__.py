"""The screens of the room in the admin, one subject a file, under one menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup

from .body import BodyMeetingAdmin, BodyMemberAdmin
from .catalogue import DepartmentAdmin, ObjectiveAdmin, PeriodAdmin
from .commitments import CommitmentAdmin
from .reports import ReportAdmin
from .reviews import ReviewViewSet

__all__ = ["CommitmentAdmin", "EngagementsGroup", "ReportAdmin", "ReviewViewSet"]

reviews = ReviewViewSet()


class EngagementsGroup(ModelAdminGroup):
    """The menu of the room."""

    menu_label = _("Commitments")
    menu_item_name = "engagements"
    menu_icon = "tasks"
    menu_order = 210
    items = (
        CommitmentAdmin,
        ReportAdmin,
        BodyMemberAdmin,
        BodyMeetingAdmin,
        ObjectiveAdmin,
        DepartmentAdmin,
        PeriodAdmin,
    )

    def get_submenu_items(self) -> list[Any]:
        """Add the screens that are no registers."""
        items: list[Any] = super().get_submenu_items()
        return [*items, reviews.get_menu_item(order=len(items) + 1)]
