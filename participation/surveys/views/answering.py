"""Answering a survey page by page: what is typed is kept at once, and never lost."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.decisions import Decision, Refused
from portal.throttle import client_key, take

from ... import rules as core_rules
from ...actions import drop_file, stage_file
from ...models import Activity
from ...views.reading import trail
from .. import actions, queries
from ..enums import SurveyReason
from ..forms.answering import FirstForm, QuestionsForm, as_data, typed_in
from ..models import Survey, SurveyDraft
from ..queries.drafts import ACCOUNT_KEY, draft_of, has_answered, opened
from ..rules import answers as reading
from ..rules import moments
from ..rules.questionnaire import Question, Questionnaire
from ..rules.words import guarantees
from .parts import account_of, file_tokens, found_survey, kept_files, page_url

_HOUR = 3600


@dataclass
class Step:
    """Where somebody is: the survey, its questions, what was typed, the page."""

    survey: Survey
    questionnaire: Questionnaire
    key: str
    number: int
    typed: dict[str, list[str]]
    draft: SurveyDraft | None = None

    @property
    def questions(self) -> list[Question]:
        """The questions of the page that are shown."""
        page = self.questionnaire.pages[self.number - 1]
        before = reading.answers_before(self.questionnaire, self.typed, self.number)
        return reading.shown_questions(page, self.questionnaire, before)

    def url(self, number: int) -> str:
        """The address of a page of this answer."""
        return page_url(self.survey, "step", key=self.key, number=number)


def refusal_of(request: HttpRequest, survey: Survey) -> Decision:
    """Whether this person may answer now."""
    user = account_of(request)
    answered = has_answered(survey, user)
    return moments.may_answer(survey, request.user, timezone.now(), answered=answered)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def begin(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The first page; with an account, back to where one was."""
    survey = found_survey(activity)
    decision = refusal_of(request, survey)
    if not decision:
        return refusal(request, survey, decision)
    questionnaire = queries.asked_by(survey)
    if not any(page.questions for page in questionnaire.pages):
        return refusal(request, survey, Decision(False, SurveyReason.NO_QUESTIONS))
    user = account_of(request)
    draft = draft_of(survey, ACCOUNT_KEY, user)
    if draft is not None and request.method != "POST":
        return HttpResponseRedirect(page_url(survey, "step", key=ACCOUNT_KEY, number=draft.page))
    step = Step(survey, questionnaire, "", 1, {})
    if request.method != "POST":
        return form_page(request, step, FirstForm(questions=step.questions))
    form = FirstForm(request.POST, request.FILES, questions=step.questions)
    return _begun(request, step, form)


def _begun(request: HttpRequest, step: Step, form: FirstForm) -> HttpResponse:
    """Keeps the answer that begins, then its next page."""
    is_good = form.is_valid()
    mine = {"token", "website", "work"} & set(form.errors) or form.non_field_errors()
    if mine:
        return form_page(request, step, form)
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("survey", client_key(request), limit=limit, seconds=seconds):
        said = _(
            "Many answers came from your connection in the last hour. Yours is kept here: try "
            "again later, or on paper."
        )
        form.add_error(None, said)
        return form_page(request, step, form, status=429)
    typed = reading.kept_with({}, typed_in(request.POST, form.names), form.names)
    following = reading.page_after(step.questionnaire, typed, 1)
    try:
        step.key = actions.begin_answer(
            survey=step.survey,
            typed=typed,
            page=(following or 1) if is_good else 1,
            at=timezone.now(),
            reader=request.user,
            user=account_of(request),
        )
    except Refused as refused:
        return refusal(request, step.survey, Decision(False, refused.reason), typed)
    step.draft = draft_of(step.survey, step.key, account_of(request))
    step.typed = opened(step.draft.sealed) if step.draft else typed
    _keep_files(request, step, form)
    return _onward(request, step, form, is_good=is_good)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, activity: Activity, key: str, number: int) -> HttpResponse:
    """A page of an answer that was begun; what is posted is kept, right or wrong."""
    found = found_step(request, activity, key, number)
    if isinstance(found, HttpResponse):
        return found
    shown = found.questions
    if request.method != "POST":
        return _shown(request, found) if shown else HttpResponseRedirect(_elsewhere(found))
    form = QuestionsForm(request.POST, request.FILES, questions=shown)
    is_good = form.is_valid()
    names = [*form.names, *_sent_all_the_same(request, found, form)]
    sent = typed_in(request.POST, names)
    try:
        found.typed = actions.keep_typed(
            draft=found.draft,  # type: ignore[arg-type]
            sent=sent,
            names=names,
            page=number,
            at=timezone.now(),
        )
    except Refused as refused:
        decision = Decision(False, refused.reason)
        return refusal(request, found.survey, decision, {**found.typed, **sent})
    if not shown:
        return HttpResponseRedirect(_elsewhere(found))
    _keep_files(request, found, form)
    return _onward(request, found, form, is_good=is_good)


def _elsewhere(found: Step) -> str:
    """Where one goes from a page that has nothing to ask any more."""
    return found.url(reading.shown_pages(found.questionnaire, {})[0])


def _sent_all_the_same(request: HttpRequest, found: Step, form: QuestionsForm) -> list[str]:
    """Fields of questions that another window has hidden meanwhile: what was typed there stays."""
    page = found.questionnaire.pages[found.number - 1]
    hidden = QuestionsForm(questions=[one for one in page.questions if one not in form.questions])
    return [name for name in hidden.names if name in request.POST]


def _shown(request: HttpRequest, found: Step) -> HttpResponse:
    """The page as it was left; with what is wrong, when one was sent back to it."""
    if "corriger" in request.GET:
        form = QuestionsForm(as_data(found.typed), questions=found.questions)
        form.is_valid()
        return form_page(request, found, form)
    return form_page(request, found, QuestionsForm(questions=found.questions, typed=found.typed))


def found_step(
    request: HttpRequest, activity: Activity, key: str, number: int
) -> Step | HttpResponse:
    """The answer begun at this address; else the page that says why there is none."""
    survey = found_survey(activity)
    decision = refusal_of(request, survey)
    user = account_of(request)
    draft = draft_of(survey, key, user)
    if draft is None:
        gone = Decision(False, SurveyReason.DRAFT_GONE)
        return refusal(request, survey, decision if not decision else gone, status=404)
    typed = opened(draft.sealed)
    if not decision:
        return refusal(request, survey, decision, typed)
    questionnaire = queries.asked_by(survey)
    if not 1 <= number <= len(questionnaire.pages):
        raise Http404
    return Step(survey, questionnaire, key, number, typed, draft)


def _keep_files(request: HttpRequest, found: Step, form: QuestionsForm) -> None:
    """Keeps the files that came, and drops those that are taken back."""
    if found.draft is None:
        return
    tokens = file_tokens(found.questionnaire, found.draft)
    kept = kept_files(found.questionnaire, found.draft)
    for code, token in tokens.items():
        given = form.upload.get(code)
        if code in kept and (given or f"retirer-{code}" in request.POST):
            drop_file(form_token=token, pk=kept[code].pk)
        if given and take(
            "upload", client_key(request), limit=settings.UPLOAD_LIMIT, seconds=_HOUR
        ):
            stage_file(activity=found.survey, form_token=token, upload=given, at=timezone.now())


def _onward(
    request: HttpRequest, found: Step, form: QuestionsForm, *, is_good: bool
) -> HttpResponse:
    """Where the button leads: the page before, the private link, or the next page."""
    asked = request.POST.get("action", "suite")
    if any(name.startswith("retirer-") for name in request.POST):
        return HttpResponseRedirect(found.url(found.number))
    if asked == "avant":
        before = reading.page_before(found.questionnaire, found.typed, found.number)
        return HttpResponseRedirect(found.url(before or 1))
    if asked == "garder":
        return HttpResponseRedirect(page_url(found.survey, "kept", key=found.key))
    if not is_good:
        return form_page(request, found, form)
    following = reading.page_after(found.questionnaire, found.typed, found.number)
    if following:
        return HttpResponseRedirect(found.url(following))
    return HttpResponseRedirect(page_url(found.survey, "send", key=found.key))


def form_page(
    request: HttpRequest, found: Step, form: QuestionsForm, *, status: int = 200
) -> HttpResponse:
    """The page of a form."""
    pages = reading.shown_pages(found.questionnaire, found.typed) or [1]
    context: dict[str, Any] = {
        "activity": found.survey,
        "asked_page": found.questionnaire.pages[found.number - 1],
        "form": form,
        "first": not found.key,
        "place": pages.index(found.number) + 1 if found.number in pages else 1,
        "count": len(pages),
        "has_before": found.number > pages[0],
        "files": kept_files(found.questionnaire, found.draft),
        "guarantees": guarantees(found.survey),
        "action": found.url(found.number) if found.key else found.survey.contribute_url,
        "days": settings.SURVEY_DRAFT_DAYS,
        "breadcrumbs": trail(found.survey, (_("Answer the survey"), None)),
    }
    return render(request, "surveys/page.html", context, status=status)


@require_safe
@never_cache
def kept(request: HttpRequest, activity: Activity, key: str) -> HttpResponse:
    """Where to go on later: the private link, or one's account."""
    found = found_step(request, activity, key, 1)
    if isinstance(found, HttpResponse):
        return found
    assert found.draft is not None  # noqa: S101 (found_step refuses without one)
    address = request.build_absolute_uri(found.url(found.draft.page))
    context = {
        "activity": found.survey,
        "address": "" if key == ACCOUNT_KEY else address,
        "go_on": found.url(found.draft.page),
        "forget": page_url(found.survey, "forget", key=key),
        "days": settings.SURVEY_DRAFT_DAYS,
        "breadcrumbs": trail(found.survey, (_("Go on later"), None)),
    }
    return render(request, "surveys/kept.html", context)


@require_POST
@never_cache
def forget(request: HttpRequest, activity: Activity, key: str) -> HttpResponse:
    """Erases an answer that was begun, at its author's wish."""
    survey = found_survey(activity)
    draft = draft_of(survey, key, account_of(request))
    if draft is not None:
        questionnaire = queries.asked_by(survey)
        for file in kept_files(questionnaire, draft).values():
            drop_file(form_token=file.form_token, pk=file.pk)
        actions.forget_draft(draft=draft)
    return HttpResponseRedirect(f"{survey.url}?efface=oui")


def refusal(
    request: HttpRequest,
    survey: Survey,
    decision: Decision,
    typed: dict[str, list[str]] | None = None,
    *,
    status: int = 403,
) -> HttpResponse:
    """Why nothing can be answered now, with the texts typed so that they can be copied."""
    long = [text for texts in (typed or {}).values() for text in texts if len(text) > 3]
    helps = core_rules.would_signing_in_help(decision, request.user)
    context = {
        "activity": survey,
        "decision": decision,
        "typed": "\n\n".join(long)[:20_000],
        "sign_in": helps or decision.reason == SurveyReason.NEEDS_ACCOUNT,
        "breadcrumbs": trail(survey, (_("Answer the survey"), None)),
    }
    return render(request, "surveys/closed.html", context, status=status)
