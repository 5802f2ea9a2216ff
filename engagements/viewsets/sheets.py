"""The spreadsheet of reports in the admin: made, filled in elsewhere, checked, then kept."""

import io
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from portal.accounts.models import User
from portal.decisions import Refused
from portal.tables import write_xlsx

from ..actions.sheets import take_lines
from ..forms.sheets import MAX_KEPT, SEND, LinesForm, SheetForm, written
from ..models import Commitment, Department
from ..queries import reported_by
from ..queries.members import MAY_REPORT
from ..queries.sheets import SheetReader, lines_out
from ..sheet_columns import COLUMNS, headings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetView(WMABaseView):
    """What the screens of the spreadsheet share: those who report."""

    request: HttpRequest

    def check_action_permitted(self, user: Any) -> bool:
        return bool(user.has_perm(MAY_REPORT))

    @property
    def reporter(self) -> User:
        """Whoever is signed in."""
        return cast("User", self.request.user)


class SheetExportView(SheetView):
    """The spreadsheet to fill in: one line a commitment, what is known written already."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        asked = request.GET.get("department", "")
        department = int(asked[:15]) if asked.isdecimal() else None
        rows = lines_out(
            self.reporter,
            now,
            only_due=request.GET.get("report") == "due",
            department=department,
        )
        file = io.BytesIO()
        write_xlsx(headings(), rows, file)
        response = HttpResponse(file.getvalue(), content_type=XLSX)
        name = f"suivis-{timezone.localtime(now):%Y-%m-%d}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class SheetImportView(SheetView):
    """Reads a spreadsheet that comes back: every line is checked, nothing kept until confirmed."""

    page_title = gettext_lazy("Send a spreadsheet back")

    def get_template_names(self) -> list[str]:
        return ["engagements/admin/sheet.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SheetForm())
        return super().get_context_data(departments=self._departments(), **kwargs)

    def _departments(self) -> Any:
        """The departments in charge of what somebody reports on."""
        theirs = reported_by(Commitment.objects.all(), self.reporter)
        return Department.objects.filter(commitments__in=theirs).distinct()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "confirm":
            return self._confirm(request)
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, _("The spreadsheet was not taken: see why below."))
            return self.render_to_response(self.get_context_data(form=form))
        return self._report(form.places, form.rows, form.cleaned_data["fate"], form)

    def _report(self, places: dict[str, int], rows: Any, fate: str, form: Any) -> HttpResponse:
        """What would become of each line; nothing is written."""
        reader = SheetReader(self.reporter, timezone.now(), is_sent=fate == SEND)
        lines = reader.read(places, rows)
        good = [line for line in lines if line.is_good]
        kept = written(good)
        too_long = len(kept) > MAX_KEPT
        context = {
            "form": form,
            "read": lines,
            "good": good,
            "faulty": [line for line in lines if line.faults],
            "left": sum(not line.changed and not line.faults for line in lines),
            "fate": fate,
            "is_sent": fate == SEND,
            "too_long": too_long,
            "lines": LinesForm(initial={"fate": fate, "lines": kept}) if good else None,
        }
        return self.render_to_response(self.get_context_data(**context))

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        """Reads the lines anew: they come from a page that anybody could have written."""
        form = LinesForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Send the spreadsheet again."))
            return redirect(request.path)
        rows, fate = form.cleaned_data["lines"], form.cleaned_data["fate"]
        places = {name: place for place, name in enumerate(COLUMNS)}
        at, is_sent = timezone.now(), fate == SEND
        lines = SheetReader(self.reporter, at, is_sent=is_sent).read(places, rows)
        if any(line.faults for line in lines):
            messages.error(request, _("Some lines cannot be kept any more: see why below."))
            return self._report(places, rows, fate, SheetForm())
        try:
            drafts = take_lines(lines=lines, by=self.reporter, at=at, is_sent=is_sent)
        except Refused as refused:
            messages.error(request, str(refused))
            return self._report(places, rows, fate, SheetForm())
        count = len(drafts)
        said = (
            ngettext(
                "%(count)d report waits for approval.",
                "%(count)d reports wait for approval.",
                count,
            )
            if is_sent
            else ngettext(
                "%(count)d report is kept as a draft.",
                "%(count)d reports are kept as drafts.",
                count,
            )
        )
        messages.success(request, said % {"count": count})
        return redirect(f"{self.index_url}?report=mine")
