"""What authors and supporters decide themselves: grouping, making public, supporting too."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
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
from ..forms.consents import SignatureForm
from ..models import Contribution, SupportQuestion
from ..queries.merging import latest_proposal
from ..queries.promotions import promotion_of
from .tracking import sought, unknown

_Answer = Callable[[HttpRequest, Contribution], str]


def _answered(
    request: HttpRequest, receipt: str, answers: dict[str, _Answer], anchor: str
) -> HttpResponse:
    """Does what the holder of a receipt asks, says it, and leads back to the story."""
    found = sought(request, receipt)
    if found is None:
        return unknown(request, receipt[:60])
    answer = answers.get(request.POST.get("reponse", ""))
    if answer is None:
        raise Http404
    try:
        messages.success(request, answer(request, found))
    except Refused as refused:
        messages.error(request, refused.reason.label)
    return HttpResponseRedirect(f"{found.story_url}#{anchor}")


@require_POST
@never_cache
def merge(request: HttpRequest, receipt: str) -> HttpResponse:
    """The author agrees to a group, declines it, or separates the idea again."""
    answers = {"oui": _accept_merge, "non": _decline_merge, "separer": _separate}
    return _answered(request, receipt, answers, "regrouper")


def _accept_merge(request: HttpRequest, contribution: Contribution) -> str:
    proposal = latest_proposal(contribution)
    if proposal is None:
        raise Http404
    actions.answer_merge(proposal=proposal, accepted=True, at=timezone.now())
    return _("Thank you: your idea is grouped. Its text stays at its own address.")


def _decline_merge(request: HttpRequest, contribution: Contribution) -> str:
    proposal = latest_proposal(contribution)
    if proposal is None:
        raise Http404
    actions.answer_merge(proposal=proposal, accepted=False, at=timezone.now())
    return _("Noted: your idea stays on its own, nothing changes.")


def _separate(request: HttpRequest, contribution: Contribution) -> str:
    proposal = latest_proposal(contribution)
    if proposal is None:
        raise Http404
    actions.undo_merge(proposal=proposal, at=timezone.now())
    return _("Your idea stands alone again, with its supports and its comments.")


@require_POST
@never_cache
def promotion(request: HttpRequest, receipt: str) -> HttpResponse:
    """The author of an agents' idea lets it be public, declines, or takes the consent back."""
    answers = {"oui": _accept_promotion, "non": _decline_promotion, "retirer": _take_back}
    return _answered(request, receipt, answers, "publier")


def _accept_promotion(request: HttpRequest, contribution: Contribution) -> str:
    asked = promotion_of(contribution)
    if asked is None:
        raise Http404
    form = SignatureForm(request.POST)
    name = form.cleaned_data["display_name"] if form.is_valid() else ""
    done = actions.accept_promotion(promotion=asked, display_name=name, at=timezone.now())
    signature = done.result.public_name if done.result else ""
    return _("Thank you: your idea is public, signed “%(name)s”.") % {"name": signature}


def _decline_promotion(request: HttpRequest, contribution: Contribution) -> str:
    asked = promotion_of(contribution)
    if asked is None:
        raise Http404
    actions.decline_promotion(promotion=asked, at=timezone.now())
    return _("Noted: your idea stays among agents.")


def _take_back(request: HttpRequest, contribution: Contribution) -> str:
    asked = promotion_of(contribution)
    if asked is None:
        raise Http404
    actions.take_back_promotion(promotion=asked, at=timezone.now())
    return _("Your consent is taken back: the public idea is withdrawn.")


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
    try:
        actions.answer_support_question(
            question=question, accepted=answer == "oui", at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.reason.label)
        return HttpResponseRedirect(request.path)
    messages.success(
        request,
        _("Thank you: your support counts for this idea too.")
        if answer == "oui"
        else _("Noted: your support stays with the first idea only."),
    )
    return HttpResponseRedirect(question.proposal.kept.url)


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
