"""The public page of one commitment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import Commitment
from ..queries import commitment_detail


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
