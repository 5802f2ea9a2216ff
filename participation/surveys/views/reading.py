"""Reading a survey: what is asked, by whom, until when; one remark; the questions to print."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.enums import Audience

from ...models import Activity
from ...queries.files import public_file
from ...stories import time_taken
from ...views.exporting import open_answer
from ...views.files import file_response
from ...views.reading import activity_context, contribution_context, page_or_404, pager, trail
from .. import queries
from ..queries.figures import answer_count
from ..queries.remarks import citable_remark, remark_page
from ..rules.moments import shows_results
from ..rules.words import guarantees
from .parts import found_survey, page_url


@require_safe
def survey(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The survey: promise, what is asked, what it guarantees, where its results are."""
    found = found_survey(activity)
    at = timezone.now()
    asked = queries.asked_by(found)
    context = {
        **activity_context(found, request.user, at),
        "questionnaire": asked,
        "question_count": sum(len(page.questions) for page in asked.pages),
        "guarantees": guarantees(found),
        "shows_results": shows_results(found, at),
        "answers": answer_count(found),
        "erased": "efface" in request.GET,
        "days": settings.SURVEY_DRAFT_DAYS,
    }
    return render(request, "surveys/survey.html", context)


@require_safe
def questions(request: HttpRequest, activity: Activity) -> HttpResponse:
    """All the questions on one page, to print and fill in by hand."""
    found = found_survey(activity)
    context = {
        "activity": found,
        "questionnaire": queries.asked_by(found),
        "guarantees": guarantees(found),
        "breadcrumbs": trail(found, (_("All the questions"), None)),
    }
    return render(request, "surveys/print.html", context)


@require_safe
def remarks(request: HttpRequest, activity: Activity, code: str) -> HttpResponse:
    """The texts given to one question and published, the latest first."""
    found = found_survey(activity)
    question = queries.asked_by(found).question(code)
    if question is None:
        raise Http404
    page = page_or_404(lambda: remark_page(found, code, request.GET.get("suite")))
    here = page_url(found, "remarks", code=code)
    context = {
        "activity": found,
        "question": question,
        "page_of_remarks": page,
        "pager": pager(page, lambda cursor: f"{here}?suite={cursor}"),
        "breadcrumbs": trail(found, (question.label, None)),
    }
    return render(request, "surveys/remarks.html", context)


@require_safe
def remark(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One text given in an answer: its story, what the city answered."""
    of = found_survey(activity)
    found: Any = getattr(request, "previewed", None) or citable_remark(of, number)
    if found is None:
        raise Http404
    at = timezone.now()
    context = {
        **contribution_context(of, found, at),
        "contribution": found,
        "taken": time_taken(found),
        "breadcrumbs": trail(of, (_("Remark no. %(number)s") % {"number": number}, None)),
    }
    return render(request, "surveys/remark.html", context)


@require_safe
def remark_file(
    request: HttpRequest, activity: Activity, number: int, pk: int, filename: str
) -> HttpResponse:
    """A file beside a public remark."""
    file = public_file(activity, number, pk)
    return file_response(file, filename, public=activity.visibility == Audience.EVERYONE)


@require_safe
def remarks_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """The published remarks as CSV, as the core gives contributions."""
    return open_answer(request, activity, "csv")


@require_safe
def remarks_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """The same as JSON."""
    return open_answer(request, activity, "json")
