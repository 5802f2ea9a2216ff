"""The public register of moderation, with the charter it applies; and its table."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.tables import write_csv

from ..enums import CHARTER, RefusalReason
from ..queries.kept_figures import kept_register
from ..queries.register import HalfYear, RegisterRow


@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """The charter, then what moderators did by half-year and activity; nobody is named."""
    context = {
        "charter": [(reason, CHARTER[reason]) for reason in RefusalReason],
        "kept_days": settings.REFUSED_RETENTION_DAYS,
        "halves": kept_register(request.user, timezone.now()),
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (_("Moderation"), None),
        ],
    }
    return render(request, "participation/register.html", context)


@require_safe
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same figures as a table, one row an activity and half-year."""
    response = StreamingHttpResponse(
        write_csv(_headers(), _rows(kept_register(request.user, timezone.now()))),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="registre-de-moderation.csv"'
    return response


def _headers() -> list[Any]:
    return [
        _("half-year"),
        _("activity"),
        _("address"),
        _("texts read"),
        _("published"),
        _("refused"),
        *(_("refused: %(reason)s") % {"reason": reason.label} for reason in RefusalReason),
        _("reports received"),
        _("reports found right"),
        _("withdrawn after publication"),
        _("refusals contested"),
        _("published after an objection"),
        _("refusals confirmed"),
        _("median delay of reading, in hours"),
    ]


def _rows(halves: list[HalfYear]) -> Iterator[list[Any]]:
    for half in halves:
        for row in half.rows:
            yield [f"{half.year}-S{half.half}", *_cells(row)]


def _cells(row: RegisterRow) -> list[Any]:
    delay = row.median_delay
    return [
        row.activity.title,
        row.activity.slug,
        row.read_count,
        row.published,
        row.refused_count,
        *(row.refused.get(reason.value, 0) for reason in RefusalReason),
        row.reports,
        row.reports_upheld,
        row.withdrawn,
        row.appeals,
        row.appeals_upheld,
        row.appeals_dismissed,
        # A comma for decimals, as French spreadsheets read them.
        f"{delay.total_seconds() / 3600:.1f}".replace(".", ",") if delay is not None else "",
    ]
