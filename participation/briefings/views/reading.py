"""Reading an explained decision and its questions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.cms.keyset import BadCursor
from portal.tables import write_csv

from ... import rules
from ...models import Activity
from ...queries.processes import processes_of
from ...stories import story, time_taken
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
from .parts import found_briefing, trail

# The names of the columns are a contract, in French like the data, never translated.
COLUMNS = ("titre", "objet", "ligne", "valeur", "unite", "source")


@require_safe
def briefing(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The decision, its figures, the questions and their answers, the corrections."""
    found = found_briefing(activity)
    at = timezone.now()
    filters = QuestionFilterForm(request.GET).filters()
    try:
        page = question_page(filtered_questions(found, filters), request.GET.get("suite"))
    except BadCursor as error:
        raise Http404 from error
    cursors = {"previous": page.previous_cursor, "next": page.next_cursor}
    context = {
        "activity": found,
        "state": found.state(at),
        "at": at,
        "decision": rules.may_contribute(found, request.user, at),
        "form": QuestionFilterForm(initial={"q": filters.words, "etat": filters.state}),
        "filters": filters,
        "questions": page.items,
        "pager": {
            name: f"{found.url}{filters.query(suite=cursor)}#questions" if cursor else ""
            for name, cursor in cursors.items()
        },
        "late": late_count(found, at),
        "clarity": clarity_of(found),
        "corrections": list(found.corrections.all()),
        "amendments": list(found.amendments.all()) if rules.is_frozen(found) else [],
        "processes": processes_of(found, request.user),
        "social_title": found.title,
        "social_description": found.introduction,
        "breadcrumbs": trail(found),
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
    kept = found.merged_into if found.merged_into and found.merged_into.is_citable else None
    context = {
        "activity": briefing,
        "state": briefing.state(at),
        "question": found,
        "kept": kept,
        "canonical_path": kept.url if kept else found.url,
        "steps": story(found, at),
        "taken": time_taken(found),
        "grouped": grouped_under(found),
        "social_title": found.title,
        "breadcrumbs": trail(briefing, (found.say("number"), None)),
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
