"""The answer clock in public: the page, and the open data it can be computed again from."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.tables import write_csv

from ..queries.answer_clock import clock_rows
from ..queries.kept_figures import kept_clock

# The names of the open data: a contract, in French like the data, never translated.
COLUMNS = (
    "participation",
    "numero",
    "publiee_le",
    "reponse_attendue_le",
    "reponse_le",
    "decision",
    "service",
    "jours",
)


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Answers given, waiting and late, by department and by call."""
    context = {
        "clock": kept_clock(timezone.now()),
        "breadcrumbs": [(_("Home"), "/"), (_("Take part"), "/participer/"), (_("Answers"), None)],
    }
    return render(request, "participation/answers.html", context)


@require_safe
def answers_csv(request: HttpRequest) -> StreamingHttpResponse:
    """One line a contribution that the clock counts; moments in universal time."""
    rows = ([_cell(value) for value in row] for row in clock_rows())
    response = StreamingHttpResponse(write_csv(COLUMNS, rows), content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="reponses.csv"'
    return response


def _cell(value: object) -> object:
    """Moments and days as ISO 8601; nothing as an empty cell."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value
