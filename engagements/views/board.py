"""The board of commitments, its calendar, what other sites show of it."""

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from portal.cms.typography import french_typography

from ..exports import board_lines
from ..forms import BoardFilterForm
from ..queries import board, board_rows, calendar, progress


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Show every commitment by priority, late ones first, with the filters asked for."""
    at = timezone.now()
    rows = board_rows(at)
    form = BoardFilterForm(request.GET or None, rows=rows)
    return render(
        request,
        "engagements/board.html",
        {
            "board": board(at, form.filters(), rows),
            "form": form,
            "social_title": _("Commitments"),
            "breadcrumbs": [(_("Home"), "/"), (_("Commitments"), None)],
        },
    )


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Show the commitments by planned period, then on a line of years."""
    at = timezone.now()
    rows = board_rows(at)
    form = BoardFilterForm(request.GET or None, rows=rows)
    return render(
        request,
        "engagements/calendar.html",
        {
            "calendar": calendar(at, form.filters(), rows),
            "form": form,
            "social_title": _("Calendar of the commitments"),
            "breadcrumbs": _below(_("Calendar")),
        },
    )


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def summary(request: HttpRequest) -> HttpResponse:
    """Show the counters alone, made to be framed by any site: no script, no cookie, no account."""
    response = render(
        request,
        "engagements/summary.html",
        {"progress": progress(timezone.now()), "base": request.build_absolute_uri("/")[:-1]},
    )
    # Sites that isolate what they frame ask for it.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def embedding(request: HttpRequest) -> HttpResponse:
    """Show how to put the summary on another site, with the code to copy."""
    address = request.build_absolute_uri(reverse("engagements:summary"))
    return render(
        request,
        "engagements/embedding.html",
        {"code": _frame(address), "breadcrumbs": _below(_("Show this board elsewhere"))},
    )


def _frame(address: str) -> str:
    """The code that another site copies; the page that shows it escapes it."""
    title = french_typography(_("Where do the commitments of the city stand?"))
    attributes = f'src="{escape(address)}" title="{escape(title)}" width="100%" height="420"'
    return f'<iframe {attributes} loading="lazy"></iframe>'


@require_safe
def board_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the board as open data, whole, line by line."""
    now = timezone.now()
    base = request.build_absolute_uri("/")[:-1]
    response = StreamingHttpResponse(board_lines(now, base), content_type="text/csv; charset=utf-8")
    name = f"engagements-{timezone.localtime(now):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _below(title: str) -> list[tuple[str, Any]]:
    return [(_("Home"), "/"), (_("Commitments"), reverse("engagements:board")), (title, None)]
