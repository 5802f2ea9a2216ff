"""The board of commitments and its open data."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..exports import board_lines
from ..forms import BoardFilterForm
from ..queries import board, periods_in_use, priorities_in_order


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Show every commitment by priority, late ones first, with the filters asked for."""
    form = BoardFilterForm(
        request.GET or None, priorities=priorities_in_order(), periods=periods_in_use()
    )
    return render(
        request,
        "engagements/board.html",
        {
            "board": board(timezone.now(), form.filters()),
            "form": form,
            "social_title": _("Commitments"),
            "breadcrumbs": [(_("Home"), "/"), (_("Commitments"), None)],
        },
    )


@require_safe
def board_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the board as open data, whole, line by line."""
    now = timezone.now()
    response = StreamingHttpResponse(
        board_lines(board(now)), content_type="text/csv; charset=utf-8"
    )
    name = f"engagements-{timezone.localtime(now):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
