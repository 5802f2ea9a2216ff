"""Public pages of the commitments: the board, one commitment, the open data."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .exports import board_lines
from .forms import BoardFilterForm
from .models import Commitment
from .queries import board, commitment_detail, periods_in_use, priorities_in_order


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
def commitment_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one commitment: its state, its news, the ideas behind it."""
    detail = commitment_detail(number, timezone.now(), request.user)
    if detail is None:
        raise Http404
    return render(
        request,
        "engagements/commitment.html",
        {
            "detail": detail,
            "social_title": detail.commitment.wording,
            "breadcrumbs": _trail(detail.commitment),
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


def _trail(commitment: Commitment) -> list[tuple[str, str | None]]:
    priority = commitment.objective.priority
    board_url = reverse("engagements:board")
    return [
        (_("Home"), "/"),
        (_("Commitments"), board_url),
        (
            _("Priority %(number)d: %(name)s")
            % {"number": priority.number, "name": priority.short_name},
            f"{board_url}#priorite-{priority.number}",
        ),
        (_("Commitment no. %(number)d") % {"number": commitment.number}, None),
    ]
