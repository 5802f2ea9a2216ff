"""The quiz: graded by the server, kept by nobody; its answers for whoever wants them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.decisions import Refused
from portal.throttle import client_key

from ...models import Activity
from ...views.reading import trail
from .. import rules
from ..actions import count_quiz
from ..enums import CampaignReason
from ..forms.taking_part import QuizForm
from ..models import Campaign
from ..queries.figures import quiz_figures
from .parts import HOUR, PRESSES, found_campaign


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def quiz(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The questions; sent, the same page grades them. What was ticked is in no address."""
    campaign = found_campaign(activity)
    if not rules.may_take_quiz(campaign):
        return HttpResponseRedirect(campaign.url)
    questions = campaign.questions
    if request.method != "POST":
        return _form_page(request, campaign, QuizForm(questions=questions))
    form = QuizForm(request.POST, questions=questions)
    if not form.is_valid():
        return _form_page(request, campaign, form)
    counted = form.take("quiz", client_key(request), limit=PRESSES, seconds=HOUR)
    if counted:
        try:
            count_quiz(
                campaign=campaign,
                ticked=form.ticked,
                form_number=form.form_token,
                at=timezone.now(),
            )
        except Refused as refused:
            # Sent again: graded again, not counted again.
            if refused.reason != CampaignReason.ALREADY_COUNTED:
                raise
    return _result(request, campaign, form.ticked)


def _form_page(request: HttpRequest, campaign: Campaign, form: QuizForm) -> HttpResponse:
    context = {
        "activity": campaign,
        "form": form,
        "breadcrumbs": trail(campaign, (_("Quiz"), None)),
    }
    return render(request, "campaigns/quiz.html", context)


def graded(questions: list[rules.Asked], ticked: list[frozenset[int]]) -> list[dict[str, Any]]:
    """Each question with its answers, which were ticked, and whether all is right."""
    return [
        {
            "question": question,
            "is_right": question.is_right(places),
            "choices": [(choice, place in places) for place, choice in enumerate(question.choices)],
        }
        for question, places in zip(questions, ticked, strict=True)
    ]


def _result(request: HttpRequest, campaign: Campaign, ticked: list[frozenset[int]]) -> HttpResponse:
    questions = campaign.questions
    figures = {one.key: one for one in quiz_figures(campaign)}
    rows = graded(questions, ticked)
    for row in rows:
        row["figure"] = figures.get(row["question"].key)
    right = rules.score(questions, ticked)
    address = request.build_absolute_uri(request.path)
    share = _("%(right)d out of %(total)d in the quiz: %(title)s %(address)s") % {
        "right": right,
        "total": len(questions),
        "title": campaign.title,
        "address": address,
    }
    context = {
        "activity": campaign,
        "rows": rows,
        "right": right,
        "total": len(questions),
        "share": share,
        "breadcrumbs": trail(campaign, (_("Quiz"), request.path), (_("Your result"), None)),
    }
    return render(request, "campaigns/result.html", context)


@require_safe
def answers(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Every question with its right answers, explained: to read, to print, to hand out."""
    campaign = found_campaign(activity)
    if not rules.may_take_quiz(campaign):
        return HttpResponseRedirect(campaign.url)
    context = {
        "activity": campaign,
        "questions": campaign.questions,
        "figures": quiz_figures(campaign),
        "breadcrumbs": trail(
            campaign, (_("Quiz"), f"{campaign.url}quiz/"), (_("The answers explained"), None)
        ),
    }
    return render(request, "campaigns/answers.html", context)
