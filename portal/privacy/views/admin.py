"""The register of processings, the daily erasure and the proofs of consent, in the admin."""

import tempfile
from collections.abc import Callable
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.security.actions import record_event

from ..actions import run_retention
from ..exports import write_proofs, write_register
from ..models import Consent
from ..queries import accounts
from ..queries.register import city, is_late, last_run, latest_runs, register, rule_states

READ = "privacy.view_processing_register"
RUN = "privacy.run_retention"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Beyond this a file on its way is on the disk.
_IN_MEMORY = 5_000_000
_RUNS_SHOWN = 30
_STAFF_SHOWN = 50


class PrivacyScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of the data protection officer."""

    header_icon = "lock"
    title: Any = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not request.user.has_perm(READ):
            raise PermissionDenied
        self.reader = request.user
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.get_page_title()}]


class RegisterView(PrivacyScreen):
    """Every processing, with whoever answers for it."""

    template_name = "privacy/admin/register.html"
    title = gettext_lazy("Register of processings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = register()
        return super().get_context_data(
            processings=[one for one in found if not one.url],
            cards=[one for one in found if one.url],
            city=city(),
            **kwargs,
        )


class RetentionView(PrivacyScreen):
    """The rules, what the last run did, the runs, staff accounts that nobody uses."""

    template_name = "privacy/admin/retention.html"
    title = gettext_lazy("Erasure of old data")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, last, runs = timezone.now(), last_run(), latest_runs(_RUNS_SHOWN)
        counted = runs[0] if runs and runs[0].dry_run and runs[0].ended_at else None
        return super().get_context_data(
            states=rule_states(counted or last),
            counted=counted,
            last=last,
            late=is_late(at),
            runs=runs,
            command="manage.py erase_old_data",
            staff=accounts.inactive_staff(at)[:_STAFF_SHOWN],
            may_run=self.reader.has_perm(RUN),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Counts, or erases for whoever may."""
        dry_run = request.POST.get("action") != "erase"
        if not self.reader.has_perm(RUN):
            raise PermissionDenied
        run = run_retention(at=timezone.now(), dry_run=dry_run, by=self.reader)
        total = run.total
        if run.has_failed:
            messages.error(request, _("One rule could not be applied: see below."))
        elif dry_run:
            said = ngettext("%(count)d thing to erase.", "%(count)d things to erase.", total)
            messages.info(request, said % {"count": total})
        else:
            said = ngettext("%(count)d thing erased.", "%(count)d things erased.", total)
            messages.success(request, said % {"count": total})
        return redirect("privacy_admin:retention")


class ConsentsView(PrivacyScreen):
    """How many consents hold, and the file of their proofs."""

    template_name = "privacy/admin/consents.html"
    title = gettext_lazy("Consents")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Consent.objects.select_related("text")[:_RUNS_SHOWN]
        return super().get_context_data(
            consents=found,
            total=Consent.objects.count(),
            active=Consent.objects.active().count(),
            **kwargs,
        )


class FileView(PrivacyScreen):
    """The register or the proofs as a file; who took it is a security event."""

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        writers: dict[str, Callable[[str, IO[bytes]], int]] = {
            "registre": write_register,
            "consentements": write_proofs,
        }
        what, kind = kwargs["what"], kwargs["kind"]
        if what not in writers or kind not in _TYPES:
            raise Http404
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed once sent
        count = writers[what](kind, file)  # type: ignore[arg-type]
        record_event("privacy.file.exported", actor=self.reader, what=what, rows=count)
        file.seek(0)
        response = FileResponse(file, content_type=_TYPES[kind])
        name = f"{what}-{timezone.localdate():%Y-%m-%d}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store, private"
        return response
