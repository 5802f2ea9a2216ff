"""The list of reports in the admin: mine, due, late, waiting; and its other screens."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import re_path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper

from ..enums import DraftState
from ..models import Commitment
from ..queries import department_ids_of, reports_on_all
from ..queries.members import MAY_REPORT
from ..queries.reporting import (
    APPROVES,
    READS_DRAFTS,
    due,
    mine,
    with_drafts,
    with_expectation,
)
from ..queries.rhythm import review_being_written
from ..rules import may_report_on
from .drafts import DraftView
from .registers import RegisterAdmin, RegisterIndexView
from .sheets import SheetExportView, SheetImportView

PATH = "engagements/reports"
MINE, DUE, LATE, WAITING = "mine", "due", "late", "waiting"


class ReportFilter(SimpleListFilter):
    """What one has to do: one’s own commitments, those due, late, and reports to approve."""

    title = gettext_lazy("what to do")
    parameter_name = "report"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (MINE, gettext_lazy("My commitments")),
            (DUE, gettext_lazy("Report expected")),
            (LATE, gettext_lazy("Late")),
            (WAITING, gettext_lazy("Waiting for approval")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Due and late ones are one's own, for whoever acts for a department."""
        asked, user = self.value(), request.user
        if asked == WAITING:
            return queryset.filter(draft_state=DraftState.SUBMITTED)
        if asked not in {MINE, DUE, LATE}:
            return queryset
        own: Any = mine(queryset, user) if asked == MINE or department_ids_of(user) else queryset  # type: ignore[arg-type]
        if asked == DUE:
            return due(own, timezone.now(), review_being_written())
        return own.late(timezone.now()) if asked == LATE else own


class ReportPermissions(PermissionHelper):
    """Those who prepare, approve or read reports; nobody adds, edits or deletes here."""

    def user_has_any_permissions(self, user: Any) -> bool:
        return any(user.has_perm(name) for name in (MAY_REPORT, APPROVES, READS_DRAFTS))

    def user_can_list(self, user: Any) -> bool:
        return self.user_has_any_permissions(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class ReportButtons(ButtonHelper):
    """The ways from a commitment to its report."""

    @cached_property
    def reports_on(self) -> Callable[[Commitment], bool]:
        """Whether the reader reports on a commitment; their departments are asked once."""
        user = self.request.user
        if not user.has_perm(MAY_REPORT):
            return lambda commitment: False
        if every := reports_on_all(user):
            return lambda commitment: every
        own = department_ids_of(user)
        return lambda one: bool(
            may_report_on(reports_on_all=False, mine=own, theirs=one.department_ids())
        )

    @cached_property
    def reads(self) -> bool:
        """Whether the reader opens every report in preparation: approvers, auditors."""
        user = self.request.user
        reader = user.has_perm(READS_DRAFTS) and not user.has_perm(MAY_REPORT)
        return bool(user.has_perm(APPROVES) or reader)

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """To report, and to read what is in preparation."""
        buttons = []
        number = {"number": obj.number}
        reports = self.reports_on(obj)
        if obj.draft_key and (reports or self.reads):
            waits = obj.draft_state == DraftState.SUBMITTED
            label = _("Read the report") if waits else _("Read the draft")
            title = _("Read what is in preparation for commitment %(number)d") % number
            buttons.append(self._button(draft_url(obj.draft_key), label, title))
        if reports:
            address = reverse("engagements_commitment_modeladmin_progress", args=[quote(obj.pk)])
            label = _("Take up the report again") if obj.draft_key else _("Report progress")
            title = _("%(label)s: commitment %(number)d") % {"label": label, **number}
            buttons.append(self._button(address, label, title))
        return buttons

    def _button(self, url: str, label: str, title: str) -> dict[str, Any]:
        classname = self.finalise_classname(["button-secondary"])
        return {"url": url, "label": label, "classname": classname, "title": title}


def draft_url(key: int) -> str:
    """The address of one report in preparation."""
    return reverse("engagements_reports_modeladmin_draft", args=[key])


class ReportIndexView(RegisterIndexView):
    """The list, with the ways to the spreadsheet."""

    page_title = pgettext_lazy("commitments", "Reports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheets = self.request.user.has_perm(MAY_REPORT)
        return super().get_context_data(sheets=sheets, review=review_being_written(), **kwargs)


class ReportAdmin(RegisterAdmin):
    """Commitments as those who report on them see them."""

    model = Commitment
    base_url_path = PATH
    menu_label = pgettext_lazy("commitments", "Reports")
    menu_icon = "form"
    index_view_class = ReportIndexView
    index_template_name = "engagements/admin/reports.html"
    permission_helper_class = ReportPermissions
    button_helper_class = ReportButtons
    inspect_view_enabled = False
    history_view_enabled = False
    list_display = (
        "number",
        "wording",
        "displayed_state",
        "last_news",
        "report_expected",
        "in_preparation",
    )
    list_display_add_buttons = "wording"
    list_filter = (ReportFilter, "status", "lead_department")
    search_fields = ("number", "wording")
    ordering = ("number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        found = super().get_queryset(request).select_related("lead_department")
        kept = with_drafts(found.prefetch_related("associated_departments"))
        return with_expectation(kept, timezone.now(), review_being_written())

    def displayed_state(self, commitment: Commitment) -> str:
        return str(commitment.state(timezone.now()).label)

    displayed_state.short_description = gettext_lazy("State")  # type: ignore[attr-defined]

    def last_news(self, commitment: Commitment) -> date | None:
        return commitment.last_reported_on

    last_news.short_description = gettext_lazy("Last news")  # type: ignore[attr-defined]
    last_news.admin_order_field = "last_reported_on"  # type: ignore[attr-defined]

    def report_expected(self, commitment: Commitment) -> Any:
        return commitment.report_expected or None  # type: ignore[attr-defined]

    report_expected.short_description = gettext_lazy("Report expected")  # type: ignore[attr-defined]

    def in_preparation(self, commitment: Commitment) -> Any:
        state = commitment.draft_state  # type: ignore[attr-defined]
        if not state:
            return None
        return format_html("<strong>{}</strong>", DraftState(state).label)

    in_preparation.short_description = gettext_lazy("In preparation")  # type: ignore[attr-defined]

    def draft_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return DraftView.as_view(model_admin=self, draft_pk=instance_pk)(request)

    def sheet_view(self, request: HttpRequest) -> HttpResponse:
        return SheetExportView.as_view(model_admin=self)(request)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        return SheetImportView.as_view(model_admin=self)(request)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        """The list, one report, the sheet; commitments are edited elsewhere."""
        name = self.url_helper.get_action_url_name
        return (
            re_path(
                self.url_helper.get_action_url_pattern("index"),
                self.index_view,
                name=name("index"),
            ),
            re_path(
                rf"^{PATH}/draft/(?P<instance_pk>[0-9]{{1,15}})/$",
                self.draft_view,
                name=name("draft"),
            ),
            re_path(rf"^{PATH}/sheet/$", self.sheet_view, name=name("sheet")),
            re_path(rf"^{PATH}/import/$", self.import_view, name=name("import")),
        )

    def register_admin_url_finders(self) -> None:
        """A commitment is found in its register (CommitmentAdmin), not here."""
