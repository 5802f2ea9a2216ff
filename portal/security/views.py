"""The security log for those who audit, what browsers blocked, and the door for their reports."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.urls.exceptions import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.throttle import client_key, take

from .actions import count_report, forget_reports, record_event
from .enums import Place
from .forms import EVENT_LIST, LogFilterForm
from .models import PolicyReport, SecurityEvent
from .queries import Choice, events_page, lines
from .registry import known_events
from .rules import Report, address_of, directive_of, origin_of, reports_in

if TYPE_CHECKING:
    from portal.accounts.models import User

READ_LOG = "security.view_securityevent"
EMPTY_REPORTS = "security.delete_policyreport"
# A report is some hundred bytes; browsers send a few together.
_REPORT_BYTES = 16_384
_REPORTS_AT_ONCE = 10
_REPORTS_AN_HOUR = 60
_REPORT_TYPES = {"application/csp-report", "application/reports+json", "application/json"}
_LONGEST_PAGE = 200


@dataclass(frozen=True)
class Line:
    """An event as it is listed."""

    event: SecurityEvent
    label: str
    details: list[tuple[str, Any]]


def _auditor(request: HttpRequest) -> "User":
    """Whoever asks, when they may read the security log. Raises PermissionDenied."""
    if not request.user.has_perm(READ_LOG):
        raise PermissionDenied
    return cast("User", request.user)


class AuditView(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may read the security log."""

    _show_breadcrumbs = True
    header_icon = "lock"
    auditor: "User"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.auditor = _auditor(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.get_page_title()}]


class LogView(AuditView):
    """The events, newest first, by keyset pages."""

    template_name = "security/log.html"
    page_title = gettext_lazy("Security log")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = LogFilterForm(self.request.GET)
        choice = form.choice()
        page = events_page(choice, self.request.GET.get("after")) if choice else None
        labels = known_events()
        return super().get_context_data(
            form=form,
            event_list=EVENT_LIST,
            lines=[
                Line(event, str(labels.get(event.event, "")), sorted(event.details.items()))
                for event in (page.items if page else ())
            ],
            page=page,
            is_filtered=choice not in {None, Choice()},
            **kwargs,
        )


def export_log(request: HttpRequest) -> HttpResponseBase:
    """The same events as JSON lines, the oldest first; taking them away is an event too."""
    actor = _auditor(request)
    choice = LogFilterForm(request.GET).choice()
    if choice is None:
        return HttpResponseRedirect(f"{reverse('security_log')}?{request.GET.urlencode()}")
    record_event("security.log.exported", actor=actor, filtered=choice != Choice())
    response = StreamingHttpResponse(lines(choice), content_type="application/jsonl; charset=utf-8")
    name = f"journal-de-securite-{timezone.localdate():%Y-%m-%d}.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


class PolicyReportsView(AuditView):
    """What browsers blocked, counted; it is emptied once mended."""

    template_name = "security/policy_reports.html"
    page_title = gettext_lazy("Blocked by browsers")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = dict(Place.choices)
        reports = [
            (report, places.get(report.blocked, "")) for report in PolicyReport.objects.all()
        ]
        may_empty = self.auditor.has_perm(EMPTY_REPORTS)
        return super().get_context_data(reports=reports, may_empty=may_empty, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.auditor.has_perm(EMPTY_REPORTS):
            raise PermissionDenied
        forget_reports(actor=self.auditor)
        messages.success(request, _("The list is empty. What browsers block from now on is new."))
        return HttpResponseRedirect(reverse("policy_reports"))


# A browser sends a report by itself, without a token; what it sends is counted, never trusted.
@csrf_exempt
@require_POST
def receive_reports(request: HttpRequest) -> HttpResponse:
    """Takes what a browser says it blocked; never fails, never says what became of it."""
    done = HttpResponse(status=204)
    if request.content_type not in _REPORT_TYPES or _length(request) > _REPORT_BYTES:
        return done
    if not take("policy-report", client_key(request), limit=_REPORTS_AN_HOUR, seconds=3600):
        return done
    try:
        body = json.loads(request.read(_REPORT_BYTES))
    except (ValueError, RecursionError, OSError):
        return done
    for raw in reports_in(body)[:_REPORTS_AT_ONCE]:
        page = _kind_of_page(request, address_of(raw))
        if page is not None:
            report = Report(directive_of(raw), origin_of(raw), page)
            count_report(report, at=timezone.now())
    return done


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or ""
    return int(given) if given.isascii() and given.isdigit() else _REPORT_BYTES + 1


def _kind_of_page(request: HttpRequest, address: str) -> str | None:
    """The route of a page of this site, so that no receipt nor token is kept; None elsewhere."""
    base = f"{request.scheme}://{request.get_host()}"
    if not address.startswith(f"{base}/"):
        return None
    path = address.removeprefix(base).partition("?")[0].partition("#")[0]
    try:
        found = resolve(path)
    except (Resolver404, NoReverseMatch, ValueError):
        return None
    # A page of the tree: its address names nobody, and says more than the one route of all.
    route = path if found.url_name == "wagtail_serve" else f"/{found.route}"
    return route[:_LONGEST_PAGE]


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers are told to go (the well-known address)."""
    return HttpResponseRedirect(reverse("account_change_password"))
