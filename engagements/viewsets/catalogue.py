"""The small registers of the admin: objectives, departments, periods."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..models import Department, Objective, Period
from .registers import RegisterAdmin


class ObjectiveAdmin(RegisterAdmin):
    """The register of objectives."""

    model = Objective
    menu_label = _("Objectives")
    menu_icon = "list-ol"
    list_display = ("number", "label", "priority_name")
    list_display_add_buttons = "label"
    list_filter = ("priority",)
    list_export = ("number", "label", "priority_name")
    list_select_related = ("priority",)
    search_fields = ("label",)
    ordering = ("priority__number", "number")

    def priority_name(self, objective: Objective) -> SafeString:
        page = objective.priority
        return format_html("{}. {}", page.number, page.short_name)

    priority_name.short_description = _("Priority")  # type: ignore[attr-defined]


class DepartmentAdmin(RegisterAdmin):
    """The register of departments."""

    model = Department
    menu_label = _("Departments")
    menu_icon = "group"
    list_display = ("name",)
    list_export = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


class PeriodAdmin(RegisterAdmin):
    """The register of planned periods."""

    model = Period
    menu_label = _("Periods")
    menu_icon = "date"
    list_display = ("label", "key", "sort_order")
    list_export = ("label", "key", "sort_order")
