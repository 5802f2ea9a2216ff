"""What every register of the room shares in the admin."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import DeleteView, HistoryView, IndexView

from portal.cms.spreadsheets import SafeExportMixin

STYLES = "engagements/css/register.css"


# How django.contrib.admin's own filters end the names of their parameters.
_FILTER_ENDS = ("exact", "id__exact", "page_ptr__exact", "isnull")


class RegisterIndexView(SafeExportMixin, IndexView):
    """A list whose spreadsheets never carry a formula, nor a dash for nothing.

    A filter that means nothing keeps nothing; one that is not offered is not followed.
    """

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        # modeladmin would follow any lookup of an address, as far as a reporter's password.
        asked = super().get_filters_params(params)
        return {name: value for name, value in asked.items() if self._is_offered(name)}

    def _is_offered(self, name: str) -> bool:
        offered = (getattr(one, "parameter_name", one) for one in self.list_filter)
        return any(name in {one, *(f"{one}__{end}" for end in _FILTER_ENDS)} for one in offered)

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet[Any]:
        try:
            return super().get_queryset(request)
        except (IncorrectLookupParameters, ValidationError, ValueError):
            nothing: QuerySet[Any] = self.get_base_queryset(request or self.request).none()
            return nothing

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        nothing = self.model_admin.get_empty_value_display()
        row = super().to_row_dict(item)
        return {name: "" if value == nothing else value for name, value in row.items()}


class RegisterHistoryView(HistoryView):
    """The history of one item, for those who may read the item."""

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_inspect_obj(user, self.instance)


class RegisterDeleteView(DeleteView):
    """Deleting one item; what other things need stays, and these are named."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # modeladmin walks back every relation and fails on those that have no way back.
        try:
            with transaction.atomic():
                log(instance=self.instance, action="wagtail.delete")
                self.delete_instance()
        except models.ProtectedError as error:
            linked = sorted(error.protected_objects, key=str)
            context = self.get_context_data(protected_error=True, linked_objects=linked)
            return self.render_to_response(context)
        messages.success(
            request,
            _("%(model)s “%(item)s” deleted.")
            % {"model": capfirst(self.verbose_name), "item": self.instance},
        )
        return redirect(self.index_url)


class RegisterAdmin(ModelAdmin):
    """What every register of the room shares."""

    index_view_class = RegisterIndexView
    history_view_class = RegisterHistoryView
    delete_view_class = RegisterDeleteView
    inspect_view_enabled = True
    inspect_template_name = "engagements/admin/inspect.html"
    index_view_extra_css = [STYLES]
    form_view_extra_css = [STYLES]
    empty_value_display = "—"
    list_per_page = 50

    def __init__(self, parent: ModelAdminGroup | None = None) -> None:
        super().__init__(parent)
        # Filters ask a site of django.contrib.admin for an ordering; ours is not installed.
        self.admin_site = AdminSite()

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().inspect_view(request, self.possible(instance_pk))

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().edit_view(request, self.possible(instance_pk))

    def delete_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().delete_view(request, self.possible(instance_pk))

    def history_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().history_view(request, self.possible(instance_pk))

    def possible(self, instance_pk: str) -> str:
        """Return the key of an address; what cannot be a key is a page that does not exist."""
        try:
            self.model._meta.pk.to_python(unquote(instance_pk))
        except ValidationError as error:
            raise Http404 from error
        return instance_pk
