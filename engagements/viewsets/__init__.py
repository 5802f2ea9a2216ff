"""The screens of the room in the admin, one subject a file, under one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup

from .catalogue import DepartmentAdmin, ObjectiveAdmin, PeriodAdmin
from .commitments import CommitmentAdmin
from .reports import ReportAdmin

__all__ = ["CommitmentAdmin", "EngagementsGroup", "ReportAdmin"]


class EngagementsGroup(ModelAdminGroup):
    """The menu of the room."""

    menu_label = _("Commitments")
    menu_item_name = "engagements"
    menu_icon = "tasks"
    menu_order = 210
    items = (CommitmentAdmin, ReportAdmin, ObjectiveAdmin, DepartmentAdmin, PeriodAdmin)
