"""Pages of those who control: who may do what, every history. They write nothing."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, Value
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.log_actions import registry as log_action_registry
from wagtail.models import PageLogEntry

from portal.cms.spreadsheets import SafeExportMixin

from ..queries.roles import matrix, role_columns

READ_ROLES = "accounts.read_roles"
READ_HISTORIES = "accounts.read_histories"


class MatrixView(WagtailAdminTemplateMixin, TemplateView):
    """Who may do what, as a table; and what the city changed in its groups."""

    template_name = "home/admin/matrix.html"
    header_icon = "key"
    http_method_names = ["get", "head"]
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(READ_ROLES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Who may do what")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=role_columns(), subjects=list(matrix()), **kwargs)


class HistoryFilters(WagtailFilterSet):
    """By name of what was changed, and by what was done."""

    label = django_filters.CharFilter(label=gettext_lazy("Name"), lookup_expr="icontains")
    action = django_filters.ChoiceFilter(
        label=gettext_lazy("Action"), choices=log_action_registry.get_choices
    )

    class Meta:
        model = PageLogEntry
        fields: ClassVar[list[str]] = []


class HistoriesView(SafeExportMixin, LogEntriesView):
    """Everything that editors, officers and moderators did, for those who control."""

    page_title = gettext_lazy("Histories")
    index_url_name = "histories"
    index_results_url_name = "histories_results"
    http_method_names = ["get", "head"]
    filterset_class = HistoryFilters

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(READ_HISTORIES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filtered_queryset(self) -> Any:
        """Every entry: Wagtail's own report shows to each only what they may write."""
        self.log_models = list(log_action_registry.get_log_entry_models())
        found = [
            self.filter_queryset(
                model.objects.values("pk", "timestamp").annotate(
                    log_model_index=Value(rank, output_field=IntegerField())
                )
            ).order_by()
            for rank, model in enumerate(self.log_models)
        ]
        return found[0].union(*found[1:], all=True).order_by("-timestamp")
