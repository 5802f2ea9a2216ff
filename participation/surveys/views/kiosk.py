"""Answering on a kiosk: one person after another, nothing kept before the sending, nothing after.

What was typed travels sealed in the page itself: no draft, no cookie, no address of one's own. The
page goes back to its start by itself (a header, no script), and so forgets.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.decisions import Refused
from portal.sealed import BadSeal, unseal
from portal.throttle import take

from ...eligibility import NOTHING_SHOWN, EligibilityReason
from ...models import Activity
from .. import actions, queries
from ..actions.answering import Sending
from ..enums import QuestionKind, SurveyChannel, SurveyReason
from ..forms.answering import QuestionsForm, SendingForm, typed_in
from ..links import SEAL
from ..models import Kiosk
from ..queries.drafts import opened, sealed
from ..rules import answers as reading
from ..rules.moments import may_run
from ..rules.questionnaire import Questionnaire
from ..rules.words import guarantees
from .parts import found_survey

# A link made for a device serves as long as the longest survey.
_LINK_SECONDS = 3 * 365 * 24 * 3600
_THANKS_SECONDS = 12
_HOUR = 3600
_FORM = "form"


@dataclass
class Turn:
    """Somebody in front of the kiosk: what was typed so far, where they are."""

    kiosk: Kiosk
    questionnaire: Questionnaire
    typed: dict[str, list[str]]
    number: int
    refused: str = ""

    @property
    def questions(self) -> list[Any]:
        """The questions of the page that are shown; no file: a kiosk has none to give."""
        page = self.questionnaire.pages[self.number - 1]
        before = reading.answers_before(self.questionnaire, self.typed, self.number)
        asked = reading.shown_questions(page, self.questionnaire, before)
        return [one for one in asked if one.kind != QuestionKind.FILE]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def kiosk(request: HttpRequest, activity: Activity, token: str) -> HttpResponse:
    """The start, a page, or the thanks; 404 for a link that is not ours."""
    found = _found(activity, token)
    decision = may_run(found, timezone.now())
    if not decision:
        shown = {"activity": found.survey, "decision": decision}
        return render(request, "surveys/kiosk_closed.html", shown, status=403)
    questionnaire = queries.asked_by(found.survey)
    pages = reading.shown_pages(questionnaire, {})
    if not pages:
        raise Http404
    turn = Turn(found, questionnaire, {}, pages[0])
    if request.method != "POST":
        turn.typed = {_FORM: [secrets.token_urlsafe(16)]}
        return _page(request, turn, QuestionsForm(questions=turn.questions))
    return _answered(request, turn)


def _found(activity: Activity, token: str) -> Kiosk:
    try:
        (pk,) = unseal(SEAL, token, seconds=_LINK_SECONDS)
    except (BadSeal, ValueError) as error:
        raise Http404 from error
    found = queries.kiosk_of(found_survey(activity), pk)
    if found is None:
        raise Http404
    return found


def _answered(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Adds what was typed on a page; then the next one, or the sending."""
    turn.typed = opened(request.POST.get("suivi", "")[:200_000]) or {
        _FORM: [secrets.token_urlsafe(16)]
    }
    sent = request.POST.get("page", "1")
    last = len(turn.questionnaire.pages)
    turn.number = int(sent) if sent.isascii() and sent.isdigit() and 1 <= int(sent) <= last else 1
    form = QuestionsForm(request.POST, questions=turn.questions)
    is_good = form.is_valid()
    turn.typed = reading.kept_with(turn.typed, typed_in(request.POST, form.names), form.names)
    if request.POST.get("action") == "avant":
        before = reading.page_before(turn.questionnaire, turn.typed, turn.number)
        turn.number = before or turn.number
        return _page(request, turn, QuestionsForm(questions=turn.questions, typed=turn.typed))
    if not is_good:
        return _page(request, turn, form)
    following = reading.page_after(turn.questionnaire, turn.typed, turn.number)
    if following is None:
        return _send(request, turn)
    turn.number = following
    return _page(request, turn, QuestionsForm(questions=turn.questions, typed=turn.typed))


def _send(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Counts the answer, then thanks; pressed twice, it counts once."""
    form = SendingForm(request.POST, activity=turn.kiosk.survey)
    if form.eligibility_fields and not form.is_valid():
        return _last(request, turn, form)
    key = str(turn.kiosk.pk)
    if not take("kiosk", key, limit=settings.KIOSK_LIMIT, seconds=_HOUR):
        turn.refused = _("This kiosk has taken very many answers in an hour. Wait a little.")
        return _last(request, turn, form)
    sending = Sending(
        form_key=f"kiosk:{turn.typed[_FORM][0]}",
        channel=SurveyChannel.KIOSK,
        kiosk=turn.kiosk,
        proof=form.proof() if form.eligibility_fields else NOTHING_SHOWN,
    )
    try:
        actions.give_answer(
            survey=turn.kiosk.survey, typed=turn.typed, at=timezone.now(), sending=sending
        )
    except Refused as refused:
        if refused.reason != SurveyReason.ALREADY_SENT:
            turn.refused = str(refused.reason.label)
            is_proof = isinstance(refused.reason, EligibilityReason)
            return _last(request, turn, form if is_proof else None)
    response = render(request, "surveys/kiosk_thanks.html", {"activity": turn.kiosk.survey})
    return _forgets(request, response, _THANKS_SECONDS)


def _last(request: HttpRequest, turn: Turn, proof: SendingForm | None) -> HttpResponse:
    """The last page again, with what shows that one may take part."""
    form = QuestionsForm(questions=turn.questions, typed=turn.typed)
    return _page(request, turn, form, proof=proof)


def _page(
    request: HttpRequest, turn: Turn, form: QuestionsForm, *, proof: SendingForm | None = None
) -> HttpResponse:
    survey = turn.kiosk.survey
    pages = reading.shown_pages(turn.questionnaire, turn.typed) or [turn.number]
    is_last = turn.number == pages[-1]
    context = {
        "activity": survey,
        "asked_page": turn.questionnaire.pages[turn.number - 1],
        "number": turn.number,
        "form": form,
        "proof": proof or (SendingForm(activity=survey) if is_last else None),
        "refused": turn.refused,
        "carried": sealed(turn.typed),
        "place": pages.index(turn.number) + 1 if turn.number in pages else 1,
        "count": len(pages),
        "has_before": turn.number > pages[0],
        "is_last": is_last,
        "idle": turn.kiosk.idle_seconds,
        "guarantees": guarantees(survey),
    }
    response = render(request, "surveys/kiosk.html", context)
    return _forgets(request, response, turn.kiosk.idle_seconds)


def _forgets(request: HttpRequest, response: HttpResponse, seconds: int) -> HttpResponse:
    """The same page, that goes back to the start by itself."""
    response["Refresh"] = f"{seconds}; url={request.path}"
    response["Referrer-Policy"] = "no-referrer"
    return response
