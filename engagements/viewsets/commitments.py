"""The register of commitments in the admin, and the report of progress."""

from datetime import date
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import InspectView

from ..enums import DisplayState
from ..models import Commitment
from ..panels import commitment_panels
from ..queries import department_ids_of, reports_on_all
from ..queries.members import MAY_REPORT
from ..queries.reporting import open_draft, reports_on
from ..rules import may_report_on
from .measures import MeasuresView
from .registers import RegisterAdmin
from .reporting import ProgressView


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
        if self.permission_helper.user_can_edit_obj(self.request.user, obj):
            title = _("Milestones, indicators and budget of commitment %(number)d")
            buttons.append(self._button("measures", obj, _("Milestones, budget"), title, kwargs))
        if not self.reports_on(obj):
            return buttons
        title = _("Report progress of commitment %(number)d")
        return [self._button("progress", obj, _("Report progress"), title, kwargs), *buttons]

    def _button(
        self, action: str, obj: Any, label: Any, title: Any, kwargs: dict[str, Any]
    ) -> dict[str, Any]:
        added = [*(kwargs.get("classnames_add") or []), "button-secondary"]
        return {
            "url": self.url_helper.get_action_url(action, quote(obj.pk)),
            "label": label,
            "classname": self.finalise_classname(added),
            "title": title % {"number": obj.number},
        }


class CommitmentInspectView(InspectView):
    """All that is known of a commitment, its wordings, its news and the way to correct it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        commitment = self.instance
        updates = commitment.updates.prefetch_related("evidence__document", "corrections")
        kwargs["updates"] = updates.select_related("corrects")
        kwargs["wordings"] = commitment.wordings.all()
        kwargs["draft"] = open_draft(commitment)
        kwargs["writes"] = reports_on(self.request.user, commitment)
        kwargs["report_url"] = self.url_helper.get_action_url("progress", self.pk_quoted)
        return super().get_context_data(**kwargs)


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
    inspect_view_class = CommitmentInspectView
    inspect_template_name = "engagements/admin/inspect_commitment.html"
    inspect_view_fields = [
        "number",
        "wording",
        "summary",
        "plain_language",
        "objective",
        "status",
        "status_reason",
        "lead_department",
        "associated_departments",
        "referent",
        "period",
        "starts_on",
        "starts_precision",
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

    def measures_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        key = self.possible(instance_pk)
        return MeasuresView.as_view(model_admin=self, instance_pk=key)(request)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                self.url_helper.get_action_url_pattern("progress"),
                self.progress_view,
                name=self.url_helper.get_action_url_name("progress"),
            ),
            re_path(
                self.url_helper.get_action_url_pattern("measures"),
                self.measures_view,
                name=self.url_helper.get_action_url_name("measures"),
            ),
        )
