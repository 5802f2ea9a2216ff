"""Reading an explained decision and its questions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.tables import write_csv

from ... import rules
from ...models import Activity
from ...stories import time_taken
from ...views.reading import activity_context, contribution_context, page_or_404, pager
from ..forms import QuestionFilterForm
from ..queries import (
    citable_question,
    clarity_of,
    figure_rows,
    filtered_questions,
    grouped_under,
    late_count,
    question_page,
)
from .parts import found_briefing

# The names of the columns are a contract, in French like the data, never translated.
COLUMNS = ("titre", "objet", "ligne", "valeur", "unite", "source")


@require_safe
def briefing(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The decision, its figures, the questions and their answers, the corrections."""
    found = found_briefing(activity)
    at = timezone.now()
    filters = QuestionFilterForm(request.GET).filters()
    page = page_or_404(
        lambda: question_page(filtered_questions(found, filters), request.GET.get("suite"))
    )
    context = {
        **activity_context(found, request.user, at),
        "decision": rules.may_contribute(found, request.user, at),
        "form": QuestionFilterForm(initial={"q": filters.words, "etat": filters.state}),
        "filters": filters,
        "questions": page.items,
        "pager": pager(page, lambda cursor: f"{found.url}{filters.query(suite=cursor)}#questions"),
        "late": late_count(found, at),
        "clarity": clarity_of(found),
        "corrections": list(found.corrections.all()),
    }
    return render(request, "briefings/briefing.html", context)


@require_safe
def question(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One question: its story, its text and answer; a grouped one says under which it stands."""
    briefing = found_briefing(activity)
    found = getattr(request, "previewed", None) or citable_question(briefing, number)
    if found is None:
        raise Http404
    at = timezone.now()
    context = {
        **contribution_context(briefing, found, at),
        "question": found,
        "taken": time_taken(found),
        "grouped": grouped_under(found),
    }
    return render(request, "briefings/question.html", context)


@require_safe
def figures_csv(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The key figures, for spreadsheets and programs."""
    briefing = found_briefing(activity)
    rows = (list(row) for row in figure_rows(briefing))
    response = HttpResponse(write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="chiffres-{briefing.slug}.csv"'
    return response
