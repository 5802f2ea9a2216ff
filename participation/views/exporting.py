"""Exports of a call at the desk: open data as a workbook, contacts with their reason."""

import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ..actions.contacts import record_export
from ..exports.contacts import write_contacts
from ..exports.open_data import csv_pieces, json_pieces, write_workbook
from ..forms.contacts import ContactsForm
from ..models import Activity, ExportRecord
from .call_screens import EXPORT_CONTACTS, CallScreen

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Beyond this a file on its way is on the disk.
_IN_MEMORY = 5_000_000


def open_file(activity: Activity, kind: str) -> HttpResponseBase:
    """The open data of an activity in this format."""
    base = settings.WAGTAILADMIN_BASE_URL
    if kind == "xlsx":
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed once sent
        write_workbook(activity, base, file)  # type: ignore[arg-type]
        return named(_sent(file, kind), activity, "idees", kind)
    pieces = csv_pieces(activity, base) if kind == "csv" else json_pieces(activity, base)
    response = StreamingHttpResponse(pieces, content_type=TYPES[kind])
    return named(response, activity, "idees", kind)


def open_answer(request: HttpRequest, activity: Activity, kind: str) -> HttpResponseBase:
    """The open data of an activity, for a public page; whoever asks for the head gets no row."""
    response = open_file(activity, kind)
    if request.method == "HEAD":
        # Nobody reads the rows: none is asked for.
        headers = {name: response[name] for name in ("Content-Type", "Content-Disposition")}
        return HttpResponse(headers=headers)
    return response


def named(response: Any, activity: Activity, what: str, kind: str) -> HttpResponseBase:
    """The same, under a name that says what, of which call and of which day."""
    day = timezone.localdate()
    name = f"{activity.slug}-{what}-{day:%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    result: HttpResponseBase = response
    return result


def _sent(file: "IO[bytes]", kind: str) -> FileResponse:
    file.seek(0)
    return FileResponse(file, content_type=TYPES[kind])


class ExportView(CallScreen):
    """What may be taken away, by whom, and who took contacts before."""

    template_name = "participation/desk/export.html"
    header_icon = "download"
    title = gettext_lazy("Exports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_contact = self.officer.has_perm(EXPORT_CONTACTS)
        records = ExportRecord.objects.filter(activity=self.activity).select_related("exported_by")
        form = kwargs.pop("form", None) or ContactsForm()
        return super().get_context_data(
            form=form if may_contact else None, records=records, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.officer.has_perm(EXPORT_CONTACTS):
            raise PermissionDenied
        form = ContactsForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("No file was made: see what is missing below."))
            return self.render_to_response(self.get_context_data(form=form))
        return self._contacts(form)

    def _contacts(self, form: ContactsForm) -> HttpResponseBase:
        """The file, once its record is kept."""
        kind = form.cleaned_data["kind"]
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed once sent
        count = write_contacts(self.activity, wishes=form.wishes(), kind=kind, file=file)
        if not count:
            file.close()
            messages.warning(self.request, _("Nobody to write to: no file was made."))
            return self.render_to_response(self.get_context_data(form=form))
        record_export(
            activity=self.activity,
            reason=form.cleaned_data["reason"],
            row_count=count,
            user=self.officer,
            at=timezone.now(),
        )
        response = named(_sent(file, kind), self.activity, "contacts", kind)
        response["Cache-Control"] = "no-store, private"
        return response


class OpenDataFileView(CallScreen):
    """The open data, whatever the state of the call: a draft's file is for its officers."""

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        return open_file(self.activity, kwargs["kind"])
