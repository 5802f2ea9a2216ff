"""Imports of a call at the desk: the file, its columns, the report, the progress, undoing."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.decisions import Refused
from portal.tables import BadTable

from .. import actions
from ..actions.import_jobs import BATCH, batches
from ..enums import ImportState
from ..forms.imports import SAMPLES, ImportColumnsForm, ImportFileForm, UndoImportForm
from ..import_columns import unique_headings
from ..models import ContributionImport
from ..queries.imports import LineReader, growth_of, imports_of, is_worker_silent, opened
from .call_screens import IMPORT, CallScreen
from .dashboard import csv_file

_REFRESH_SECONDS = 3


class ImportListView(CallScreen):
    """The imports of a call, and the form that sends a file."""

    template_name = "participation/desk/imports.html"
    header_icon = "upload"
    right = IMPORT
    title = gettext_lazy("Imports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or ImportFileForm()
        mechanism = self.activity.mechanism
        return super().get_context_data(
            form=form if mechanism and mechanism.importable else None,
            imports=imports_of(self.activity),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ImportFileForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, _("The file was not taken: see why below."))
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        imported = actions.receive_import(
            activity=self.activity, file=file, name=file.name, user=self.officer, at=timezone.now()
        )
        return HttpResponseRedirect(reverse("calls:import", args=[imported.pk]))


class OneImportScreen(CallScreen):
    """A screen about one import."""

    header_icon = "upload"
    right = IMPORT

    def find(self, **kwargs: Any) -> None:
        found = ContributionImport.objects.select_related(
            "activity__tally", "created_by", "undone_by"
        )
        self.imported = get_object_or_404(found, pk=kwargs["pk"])
        self.activity = self.imported.activity

    def get_page_title(self) -> str:
        return self.imported.name

    def trail(self) -> list[dict[str, str]]:
        imports = reverse("calls:imports", args=[self.activity.pk])
        return [*super().trail(), {"url": imports, "label": _("Imports")}]


class ImportView(OneImportScreen):
    """Where an import stands, and what may be done about it."""

    template_name = "participation/desk/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data())
        if self.imported.is_at_work and "calme" not in request.GET:
            # The page renews itself without a script; a link on it makes it stop.
            response["Refresh"] = str(_REFRESH_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        imported = self.imported
        undoable = imported.state == ImportState.DONE
        context = {
            "imported": imported,
            "options": imported.options,
            "new": imported.options.get("report", {}).get("new", {}),
            "silent": imported.is_at_work and is_worker_silent(timezone.now()),
            "calm": "calme" in self.request.GET,
            "growth": growth_of(imported) if undoable else None,
            "undo_form": UndoImportForm() if undoable else None,
            **kwargs,
        }
        if imported.may_be_prepared and imported.file and "columns_form" not in context:
            context["columns_form"] = ImportColumnsForm(imported=imported, samples=self.samples)
        return super().get_context_data(**context)

    @cached_property
    def samples(self) -> dict[str, list[str]]:
        """The first values of each column, to recognise it."""
        try:
            with opened(self.imported) as table:
                headings = unique_headings(table.headers)
                rows = [
                    cells
                    for _place, (_line, cells) in zip(range(SAMPLES), table.rows(), strict=False)
                ]
        except (BadTable, FileNotFoundError):
            return {}
        return {
            heading: [cells[place][:80] for cells in rows if cells[place].strip()]
            for place, heading in enumerate(headings)
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing = {
            "check": self._check,
            "import": self._import,
            "skip": self._import,
            "stop": self._stop,
            "undo": self._undo,
        }
        action = doing.get(request.POST.get("action", ""))
        try:
            refused = action(request) if action else None
        except Refused as why:
            messages.error(request, str(why))
            refused = None
        return refused or HttpResponseRedirect(request.path)

    def _check(self, request: HttpRequest) -> HttpResponse | None:
        form = ImportColumnsForm(request.POST, imported=self.imported, samples=self.samples)
        if not form.is_valid():
            messages.error(request, _("The lines were not checked: see why below."))
            return self.render_to_response(self.get_context_data(columns_form=form))
        actions.ask_check(
            imported=self.imported,
            mapping=form.mapping(),
            options=form.chosen(),
            user=self.officer,
        )
        return None

    def _import(self, request: HttpRequest) -> None:
        skip = request.POST["action"] == "skip"
        actions.ask_import(imported=self.imported, skip_faulty=skip, user=self.officer)

    def _stop(self, request: HttpRequest) -> None:
        actions.stop_import(imported=self.imported, user=self.officer)
        messages.success(request, _("Stopped: nothing of this file was kept."))

    def _undo(self, request: HttpRequest) -> HttpResponse | None:
        form = UndoImportForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The import was not undone: see why below."))
            return self.render_to_response(self.get_context_data(undo_form=form))
        try:
            actions.undo_import(
                imported=self.imported, user=self.officer, at=timezone.now(), **form.cleaned_data
            )
        except Refused as why:
            messages.error(request, str(why))
            return self.render_to_response(self.get_context_data(undo_form=form))
        messages.success(
            request, _("The import is undone: its contributions are no longer anywhere.")
        )
        return None


class FaultsFileView(OneImportScreen):
    """Every faulty line with its cells and what to do, to mend and send again."""

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        imported = self.imported
        if not imported.file or not imported.error_count or not imported.mapping:
            messages.warning(request, _("There is no faulty line to send."))
            return HttpResponseRedirect(reverse("calls:import", args=[imported.pk]))
        headings = [*imported.options["headings"], _("Line"), _("What to do")]
        return csv_file(f"{self.activity.slug}-lignes-a-corriger", headings, self._lines())

    def _lines(self) -> Iterator[list[Any]]:
        """The faulty lines, found anew by reading the file: none of them is kept in between."""
        with opened(self.imported) as table:
            reader = LineReader(self.imported, table.headers, timezone.now())
            width = len(table.headers)
            for batch in batches(table.rows(), BATCH):
                for (line, cells), read in zip(batch, reader.read(batch), strict=True):
                    if read.faults:
                        said = " · ".join(
                            f"{fault.column} : {fault.message}" if fault.column else fault.message
                            for fault in read.faults
                        )
                        yield [*cells[:width], line, said]
