"""The register of commitments in the admin, and the report of progress."""

from datetime import date
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import InstanceSpecificView

from ..enums import DisplayState
from ..forms import ProgressForm
from ..models import Commitment
from ..panels import commitment_panels
from ..queries import (
    department_ids_of,
    departments_of,
    report_decision,
    reports_on_all,
)
from ..queries.members import MAY_REPORT
from ..rules import may_report_on
from .registers import RegisterAdmin


class LateFilter(SimpleListFilter):
    """Keeps the commitments whose first due date has passed."""

    title = _("lateness")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", DisplayState.LATE.label)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.late(timezone.now()) if self.value() == "1" else queryset


class CommitmentPermissionHelper(PermissionHelper):
    """Lets those who only report progress find the commitments."""

    def user_can_report(self, user: Any) -> bool:
        return user.has_perm(MAY_REPORT)

    def user_has_any_permissions(self, user: Any) -> bool:
        return self.user_can_report(user) or super().user_has_any_permissions(user)


class CommitmentButtonHelper(ButtonHelper):
    """Adds “Report progress” to the buttons of a commitment, for whoever reports on it."""

    @cached_property
    def mine(self) -> set[int]:
        """Return the departments of the reader, asked once for the whole list."""
        return department_ids_of(self.request.user)

    def reports_on(self, commitment: Commitment) -> bool:
        """Say whether the reader reports on this commitment."""
        user = self.request.user
        if not self.permission_helper.user_can_report(user):
            return False
        every = reports_on_all(user)
        mine, theirs = (set(), set()) if every else (self.mine, commitment.department_ids())
        return bool(may_report_on(reports_on_all=every, mine=mine, theirs=theirs))

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons = super().get_buttons_for_obj(obj, *args, **kwargs)
        if not self.reports_on(obj):
            return buttons
        added = [*(kwargs.get("classnames_add") or []), "button-secondary"]
        report = {
            "url": self.url_helper.get_action_url("progress", quote(obj.pk)),
            "label": _("Report progress"),
            "classname": self.finalise_classname(added),
            "title": _("Report progress of commitment %(number)d") % {"number": obj.number},
        }
        return [report, *buttons]


class ProgressView(InstanceSpecificView):
    """The form by which a department reports progress."""

    page_title = _("Report progress")

    def check_action_permitted(self, user: Any) -> bool:
        allowed = self.permission_helper.user_can_report(user)
        return bool(allowed and report_decision(user, self.instance))

    def get_template_names(self) -> list[str]:
        return ["engagements/admin/report_progress.html"]

    def _department(self) -> str:
        """Return the department in whose name somebody reports: theirs that is concerned."""
        theirs = self.instance.department_ids()
        mine = list(departments_of(self.request.user))
        concerned = [one for one in mine if one.pk in theirs] or mine
        return concerned[0].name if concerned else self.request.user.department_name

    def form(self, data: Any = None) -> ProgressForm:
        return ProgressForm(
            data,
            commitment=self.instance,
            at=timezone.now(),
            author_function=self._department(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(form=form, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            form.record(request.user)
            messages.success(request, _("Progress reported: it is public now."))
            return redirect(self.url_helper.get_action_url("inspect", self.pk_quoted))
        messages.validation_error(request, _("The progress could not be reported."), form)
        return self.render_to_response(self.get_context_data(form=form))


class CommitmentAdmin(RegisterAdmin):
    """The register of commitments."""

    model = Commitment
    menu_label = _("Commitments")
    menu_icon = "tasks"
    edit_handler = commitment_panels
    list_display = (
        "number",
        "wording",
        "priority",
        "displayed_state",
        "lead_department",
        "last_news",
    )
    list_display_add_buttons = "wording"
    list_filter = (LateFilter, "status", "objective__priority", "period", "lead_department")
    list_export = (
        "number",
        "wording",
        "priority",
        "objective",
        "displayed_state",
        "period",
        "lead_department",
        "due_on",
        "revised_due_on",
        "last_news",
        "summary",
    )
    export_filename = "engagements"
    search_fields = ("number", "wording", "summary")
    ordering = ("number",)
    permission_helper_class = CommitmentPermissionHelper
    button_helper_class = CommitmentButtonHelper
    inspect_template_name = "engagements/admin/inspect_commitment.html"
    inspect_view_fields = [
        "number",
        "wording",
        "summary",
        "objective",
        "status",
        "status_reason",
        "lead_department",
        "associated_departments",
        "period",
        "due_on",
        "due_precision",
        "revised_due_on",
        "revised_due_precision",
        "axes",
        "values",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        found = (
            super()
            .get_queryset(request)
            .select_related("objective__priority", "lead_department", "period")
        )
        return found.prefetch_related("associated_departments")

    def priority(self, commitment: Commitment) -> str:
        page = commitment.objective.priority
        return f"{page.number}. {page.short_name}"

    priority.short_description = _("Priority")  # type: ignore[attr-defined]
    priority.admin_order_field = "objective__priority__number"  # type: ignore[attr-defined]

    def displayed_state(self, commitment: Commitment) -> str:
        return str(commitment.state(timezone.now()).label)

    displayed_state.short_description = _("State")  # type: ignore[attr-defined]
    displayed_state.admin_order_field = "status"  # type: ignore[attr-defined]

    def last_news(self, commitment: Commitment) -> date | None:
        return commitment.last_reported_on

    last_news.short_description = _("Last news")  # type: ignore[attr-defined]
    last_news.admin_order_field = "last_reported_on"  # type: ignore[attr-defined]

    def progress_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        key = self.possible(instance_pk)
        return ProgressView.as_view(model_admin=self, instance_pk=key)(request)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                self.url_helper.get_action_url_pattern("progress"),
                self.progress_view,
                name=self.url_helper.get_action_url_name("progress"),
            ),
        )
