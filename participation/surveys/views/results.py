"""The results of a survey: charts with tables, crossed figures, waves, files."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.tables import write_csv

from ...models import Activity
from ...views.reading import trail
from .. import queries
from ..exports.open_data import CODES, COLUMNS, codes, document, records
from ..forms.crossing import CrossForm
from ..models import Survey
from ..queries.figures import Results, results_of, waves_of
from ..queries.remarks import published_by_question
from ..rules.crossing import crossable, crossed
from ..rules.waves import compared
from .parts import found_survey


@require_safe
def results(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The figures of every question; before, when they come."""
    survey, at = found_survey(activity), timezone.now()
    found = results_of(survey, at)
    context: dict[str, Any] = {
        "activity": survey,
        "at": at,
        "breadcrumbs": trail(survey, (_("Results"), None)),
    }
    if found is None:
        return render(request, "surveys/results_awaited.html", context)
    context |= {
        "results": found,
        "figures": found.figures,
        "remarks": published_by_question(survey),
        "crosses": bool(crossable(found.questionnaire)),
        "social_title": survey.title,
    }
    return render(request, "surveys/results.html", context)


@require_safe
def cross(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One question by the groups of another."""
    survey, found = _shown(activity)
    pairs = crossable(found.questionnaire)
    if not pairs:
        raise Http404
    form = CrossForm(request.GET or None, pairs=pairs)
    pair = form.pair()
    table = crossed(found.questionnaire, *pair, found.counts, found.minimum) if pair else None
    context = {
        "activity": survey,
        "form": form,
        "pair": pair,
        "table": table,
        "results": found,
        "breadcrumbs": trail(
            survey, (_("Results"), f"{survey.url}resultats/"), (_("Cross two questions"), None)
        ),
    }
    return render(request, "surveys/cross.html", context)


@require_safe
def waves(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The waves of the series, question by question, where the words are the same."""
    survey, at = found_survey(activity), timezone.now()
    found = waves_of(survey, request.user, at)
    if not survey.series:
        raise Http404
    context = {
        "activity": survey,
        "waves": found,
        "compared": compared(found, settings.AGENT_GROUP_MINIMUM),
        "breadcrumbs": trail(survey, (_("From one wave to the next"), None)),
    }
    return render(request, "surveys/waves.html", context)


def _shown(activity: Activity) -> tuple[Survey, Results]:
    """The survey and its results; 404 while they are kept back."""
    survey = found_survey(activity)
    found = results_of(survey, timezone.now())
    if found is None:
        raise Http404
    return survey, found


@require_safe
def results_csv(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The figures as CSV; what is hidden is empty."""
    survey, found = _shown(activity)
    rows = [list(record.values()) for record in records(found)]
    return _csv(survey, "resultats", COLUMNS, rows)


@require_safe
def results_json(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same as JSON, with the codebook."""
    survey, found = _shown(activity)
    base = request.build_absolute_uri("/").rstrip("/")
    return JsonResponse(document(survey, found, base), json_dumps_params={"ensure_ascii": False})


@require_safe
def codebook_csv(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What each question and each code means, as CSV."""
    survey = found_survey(activity)
    rows = [list(line.values()) for line in codes(queries.asked_by(survey))]
    return _csv(survey, "codes", CODES, rows)


def _csv(survey: Survey, name: str, headers: tuple[str, ...], rows: Any) -> HttpResponse:
    response = HttpResponse(write_csv(headers, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{survey.slug}.csv"'
    return response
