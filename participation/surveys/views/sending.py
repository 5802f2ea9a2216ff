"""The last step of an answer: reading it over, showing that one may take part, the receipt."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.decisions import Decision, Refused
from portal.throttle import client_key, exhausted, take

from ... import receipts
from ...eligibility import CHECKED, EligibilityReason
from ...enums import Reason
from ...models import Activity
from ...views.reading import trail
from .. import actions, queries
from ..actions.answering import Sending
from ..enums import SurveyReason
from ..forms.answering import QuestionsForm, SendingForm, as_data
from ..models import Survey, SurveyAnswer
from ..queries.drafts import ACCOUNT_KEY, digest_of
from ..rules import answers as reading
from ..rules.moments import shows_results
from ..rules.words import guarantees, said
from .answering import Step, found_step, refusal
from .parts import account_of, found_survey, kept_files, page_url

_HOUR = 3600
_LOOKUPS = 60


@dataclass(frozen=True)
class Summary:
    """A page read over: its title, its address, what was answered to each question."""

    title: str
    url: str
    lines: list[tuple[str, list[str]]]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def send(request: HttpRequest, activity: Activity, key: str) -> HttpResponse:
    """Reads the whole answer over; sends it when asked, or goes back to what is missing."""
    before = _sent_before(activity, key)
    if before is not None:
        return HttpResponseRedirect(before.url)
    found = found_step(request, activity, key, 1)
    if isinstance(found, HttpResponse):
        return found
    if wrong := first_wrong(found):
        return HttpResponseRedirect(f"{found.url(wrong)}?corriger=oui")
    if request.method != "POST":
        return _review(request, found, SendingForm(activity=found.survey))
    form = SendingForm(request.POST, activity=found.survey)
    if not _may_try(request, found, form):
        return _review(request, found, form, status=429)
    if not form.is_valid():
        return _review(request, found, form)
    return _give(request, found, form)


def _sent_before(activity: Activity, key: str) -> SurveyAnswer | None:
    """The answer that this private link already sent: pressed twice, it counts once."""
    if key == ACCOUNT_KEY:
        return None
    sent = SurveyAnswer.objects.filter(survey=activity.pk, form_digest=digest_of(key))
    return sent.select_related("survey").first()


def first_wrong(found: Step) -> int | None:
    """The first page with something missing or wrong, or None."""
    for number in reading.shown_pages(found.questionnaire, found.typed):
        there = Step(found.survey, found.questionnaire, found.key, number, found.typed)
        if not QuestionsForm(as_data(found.typed), questions=there.questions).is_valid():
            return number
    return None


def _may_try(request: HttpRequest, found: Step, form: SendingForm) -> bool:
    """Checks the form; False when too many proofs were tried in vain from this connection."""
    client, limit = client_key(request), settings.ELIGIBILITY_LIMIT
    checked = found.survey.eligibility in CHECKED
    form.looks_up = not (checked and exhausted("proof", client, limit=limit, seconds=_HOUR))
    form.is_valid()
    if not form.looks_up:
        form.add_error(
            None, _("Many tries came from your connection. Your answer is kept: try in an hour.")
        )
        return False
    if form.failed_lookup:
        take("proof", client, limit=limit, seconds=_HOUR)
    return True


def _give(request: HttpRequest, found: Step, form: SendingForm) -> HttpResponse:
    there = kept_files(found.questionnaire, found.draft)
    asked = _asked_codes(found)
    # An account has no private link: its form is what was typed in it.
    form_key = form.form_token if found.key == ACCOUNT_KEY else found.key
    sending = Sending(
        form_key=form_key,
        reader=request.user,
        user=account_of(request),
        proof=form.proof(),
        draft=found.draft,
        files={code: file.form_token for code, file in there.items() if code in asked},
    )
    try:
        answer = actions.give_answer(
            survey=found.survey, typed=found.typed, at=timezone.now(), sending=sending
        )
    except Refused as refused:
        return _refused(request, found, form, refused)
    answer.survey = found.survey
    return HttpResponseRedirect(answer.url)


def _asked_codes(found: Step) -> set[str]:
    """The codes of the questions that are shown."""
    answers = reading.answers_of(found.questionnaire, found.typed)
    return {
        one.code
        for page in found.questionnaire.pages
        for one in reading.shown_questions(page, found.questionnaire, answers)
    }


def _refused(
    request: HttpRequest, found: Step, form: SendingForm, refused: Refused
) -> HttpResponse:
    sent = {SurveyReason.ALREADY_SENT, Reason.ALREADY_SENT}
    if refused.reason in sent and (before := _sent_before(found.survey, found.key)):
        return HttpResponseRedirect(before.url)
    if isinstance(refused.reason, EligibilityReason) or refused.reason == SurveyReason.INCOMPLETE:
        form.add_error(None, refused.reason.label)
        return _review(request, found, form, status=409)
    return refusal(request, found.survey, Decision(False, refused.reason), found.typed)


def _review(
    request: HttpRequest, found: Step, form: SendingForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "activity": found.survey,
        "form": form,
        "pages": _summaries(found),
        "guarantees": guarantees(found.survey),
        "action": page_url(found.survey, "send", key=found.key),
        "keep": page_url(found.survey, "kept", key=found.key),
        "breadcrumbs": trail(found.survey, (_("Read over and send"), None)),
    }
    return render(request, "surveys/review.html", context, status=status)


def _summaries(found: Step) -> list[Summary]:
    answers = reading.answers_of(found.questionnaire, found.typed)
    files = kept_files(found.questionnaire, found.draft)
    pages = []
    for number in reading.shown_pages(found.questionnaire, found.typed):
        page = found.questionnaire.pages[number - 1]
        lines = [
            (
                one.label,
                [files[one.code].name] if one.code in files else said(one, answers.get(one.code)),
            )
            for one in reading.shown_questions(page, found.questionnaire, answers)
        ]
        pages.append(Summary(page.title, found.url(number), lines))
    return pages


@require_safe
@never_cache
def receipt(request: HttpRequest, activity: Activity, receipt: str) -> HttpResponse:
    """That an answer is counted, and where its texts stand; never what it says."""
    survey = found_survey(activity)
    found = _sought(request, survey, receipt)
    if found is None:
        return _ask(request, survey, receipt[:60])
    at = timezone.now()
    context = {
        "activity": survey,
        "answer": found,
        "remarks": list(found.remarks.select_related("activity").order_by("number")),
        "shows_results": shows_results(survey, at),
        "breadcrumbs": trail(survey, (_("Receipt"), None)),
    }
    return render(request, "surveys/receipt.html", context)


@require_safe
@never_cache
def find(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Asks for the number of a receipt; leads to it, or says what to check."""
    survey = found_survey(activity)
    typed = request.GET.get("numero", "").strip()[:60]
    found = _sought(request, survey, typed) if typed else None
    return HttpResponseRedirect(found.url) if found else _ask(request, survey, typed)


def _sought(request: HttpRequest, survey: Survey, typed: str) -> SurveyAnswer | None:
    """The answer of this receipt; each wrong number counts."""
    client = client_key(request)
    if exhausted("survey-receipt", client, limit=_LOOKUPS, seconds=_HOUR):
        return None
    number = receipts.normalise(typed)
    found = queries.answer_by_receipt(survey, number) if number else None
    if found is None:
        take("survey-receipt", client, limit=_LOOKUPS, seconds=_HOUR)
    return found


def _ask(request: HttpRequest, survey: Survey, typed: str = "") -> HttpResponse:
    client = client_key(request)
    context = {
        "activity": survey,
        "typed": typed,
        "too_many": exhausted("survey-receipt", client, limit=_LOOKUPS, seconds=_HOUR),
        "breadcrumbs": trail(survey, (_("My receipt"), None)),
    }
    return render(request, "surveys/find.html", context, status=404 if typed else 200)
