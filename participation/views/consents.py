"""What authors and supporters decide themselves: grouping, making public, supporting too."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.decisions import Refused

from .. import actions, consent_rules, question_links, rules
from ..enums import Reason
from ..forms.consents import SignatureForm
from ..models import Contribution, MergeProposal, Promotion, SupportQuestion
from ..queries.merging import latest_proposal
from ..queries.promotions import promotion_of
from .tracking import sought, unknown

_Answer = Callable[[Contribution, HttpRequest], object]


def _answered(
    request: HttpRequest, receipt: str, answers: dict[str, _Answer], anchor: str
) -> HttpResponse:
    """Does what the holder of a receipt asks, and leads back to the story, which tells it."""
    found = sought(request, receipt)
    if found is None:
        return unknown(request, receipt[:60])
    answer = answers.get(request.POST.get("reponse", ""))
    if answer is None:
        raise Http404
    refusal = ""
    try:
        answer(found, request)
    except Refused as refused:
        refusal = f"?{urlencode({'refus': refused.reason.value})}"
    return HttpResponseRedirect(f"{found.story_url}{refusal}#{anchor}")


@require_POST
@never_cache
def merge(request: HttpRequest, receipt: str) -> HttpResponse:
    """The author agrees to a group, declines it, or separates the idea again."""
    answers: dict[str, _Answer] = {
        "oui": lambda idea, _: actions.answer_merge(
            proposal=_proposal(idea), accepted=True, at=timezone.now()
        ),
        "non": lambda idea, _: actions.answer_merge(
            proposal=_proposal(idea), accepted=False, at=timezone.now()
        ),
        "separer": lambda idea, _: actions.undo_merge(proposal=_proposal(idea), at=timezone.now()),
    }
    return _answered(request, receipt, answers, "regrouper")


def _proposal(contribution: Contribution) -> MergeProposal:
    proposal = latest_proposal(contribution)
    if proposal is None:
        raise Http404
    return proposal


@require_POST
@never_cache
def promotion(request: HttpRequest, receipt: str) -> HttpResponse:
    """The author of an agents' idea lets it be public, declines, or takes the consent back."""
    answers: dict[str, _Answer] = {
        "oui": _accept_promotion,
        "non": lambda idea, _: actions.decline_promotion(
            promotion=_promotion(idea), at=timezone.now()
        ),
        "retirer": lambda idea, _: actions.take_back_promotion(
            promotion=_promotion(idea), at=timezone.now()
        ),
    }
    return _answered(request, receipt, answers, "publier")


def _promotion(contribution: Contribution) -> Promotion:
    asked = promotion_of(contribution)
    if asked is None:
        raise Http404
    return asked


def _accept_promotion(contribution: Contribution, request: HttpRequest) -> None:
    asked = _promotion(contribution)
    form = SignatureForm(request.POST)
    if not form.is_valid():
        raise Refused(Reason.SIGNATURE_TOO_LONG)
    name = form.cleaned_data["display_name"]
    actions.accept_promotion(promotion=asked, display_name=name, at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def support_question(request: HttpRequest, token: str) -> HttpResponse:
    """Asks a supporter whether the other idea has the support too; only a press answers."""
    question = _question(token)
    if question is None:
        return _question_page(request, None, status=404)
    seen = rules.may_see(question.proposal.kept.activity, request.user)
    if not seen:
        if rules.would_signing_in_help(seen, request.user):
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(seen.reason.label if seen.reason else "")
    if request.method != "POST":
        return _question_page(request, question)
    answer = request.POST.get("reponse", "")
    if answer not in {"oui", "non"}:
        raise Http404
    with suppress(Refused):  # The page itself says why, and what was answered before.
        actions.answer_support_question(
            question=question, accepted=answer == "oui", at=timezone.now()
        )
    return HttpResponseRedirect(request.path)


def _question(token: str) -> SupportQuestion | None:
    pk = question_links.question_in(token)
    found = SupportQuestion.objects.select_related(
        "proposal__kept__activity__tally", "support__contribution__activity"
    )
    return found.filter(pk=pk).first() if pk else None


def _question_page(
    request: HttpRequest, question: SupportQuestion | None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "question": question,
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (_("A question about your support"), None),
        ],
    }
    if question is not None:
        proposal = question.proposal
        may = consent_rules.may_answer_question(question, proposal, proposal.kept)
        context |= {"kept": proposal.kept, "merged": question.support.contribution, "may": may}
    return render(request, "participation/support_question.html", context, status=status)
