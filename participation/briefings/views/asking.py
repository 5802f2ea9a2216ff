"""Asking a question: the form, its receipt. Nothing typed is ever lost."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.decisions import Decision, Refused
from portal.throttle import client_key

from ... import rules
from ...enums import Reason
from ...models import Activity, Contribution
from ...views.reading import trail
from ...views.tracking import receipt_page
from ..actions import ask_question
from ..forms import QuestionForm
from ..models import Briefing
from .parts import found_briefing


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The form of a question, without account."""
    briefing = found_briefing(activity)
    decision = rules.may_contribute(briefing, request.user, timezone.now())
    if not decision:
        return _refusal(request, briefing, decision)
    if request.method != "POST":
        known = {"email": request.user.email} if isinstance(request.user, User) else {}
        return _form_page(request, briefing, QuestionForm(initial=known))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, briefing, form)
    return _send(request, briefing, form)


def _send(request: HttpRequest, briefing: Briefing, form: QuestionForm) -> HttpResponse:
    """Registers the question and leads to its receipt; says so when it already was."""
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("contribution", client_key(request), limit=limit, seconds=seconds):
        message = _(
            "Many questions came from your connection in the last hour. Your text is kept: "
            "try again later."
        )
        form.add_error(None, message)
        return _form_page(request, briefing, form, status=429)
    try:
        asked = ask_question(
            briefing=briefing,
            at=timezone.now(),
            author=request.user if isinstance(request.user, User) else None,
            reader=request.user,
            form_token=form.form_token,
            is_doubted=not form.is_proved,
            **form.question(),
        )
    except Refused as refused:
        if refused.reason != Reason.ALREADY_SENT:
            return _refusal(request, briefing, Decision(False, refused.reason))
        return _already_sent(request, briefing, form)
    address = briefing.mechanism.url(briefing, "receipt", receipt=asked.receipt_display)  # type: ignore[union-attr]
    return HttpResponseRedirect(address)


def _already_sent(request: HttpRequest, briefing: Briefing, form: QuestionForm) -> HttpResponse:
    before = Contribution.objects.get(form_token=form.form_token)
    form.add_error(
        None,
        _(
            "This question is already registered, under the receipt %(receipt)s. "
            "It was not sent twice."
        )
        % {"receipt": before.receipt_display},
    )
    return _form_page(request, briefing, form, status=409)


def _page(briefing: Briefing, **more: Any) -> dict[str, Any]:
    return {
        "activity": briefing,
        "breadcrumbs": trail(briefing, (_("Ask a question"), None)),
        **more,
    }


def _form_page(
    request: HttpRequest, briefing: Briefing, form: QuestionForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "briefings/ask.html", _page(briefing, form=form), status=status)


def _refusal(request: HttpRequest, briefing: Briefing, decision: Decision) -> HttpResponse:
    """Why nothing can be sent now, with the text typed so that it can be copied."""
    typed = [request.POST.get(name, "").strip() for name in ("title", "text")]
    page = _page(
        briefing,
        decision=decision,
        typed="\n\n".join(part for part in typed if part)[:20_000],
        sign_in=rules.would_signing_in_help(decision, request.user),
    )
    return render(request, "briefings/closed.html", page, status=403)


@require_safe
@never_cache
def receipt(request: HttpRequest, activity: Activity, receipt: str) -> HttpResponse:
    """The receipt, right after sending: the number to keep, and what comes next."""
    return receipt_page(request, activity, receipt, "briefings/receipt.html")
