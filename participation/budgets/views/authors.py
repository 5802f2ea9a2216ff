"""The page of an author about the project made of their idea: agree, read the study, take back."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.decisions import Refused

from ...models import Activity
from ...views.reading import trail
from ..actions.consents import answer_consent, take_back_consent
from ..actions.studies import answer_study
from ..author_links import consent_in
from ..enums import BudgetReason
from ..forms.authors import StudyAnswerForm
from ..models import FeasibilityStudy, IdeaConsent, ParticipatoryBudget
from ..project_rules import may_answer_study, may_take_back
from ..queries.projects import vote_of
from .parts import found_budget


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def author(request: HttpRequest, activity: Activity, number: int, token: str) -> HttpResponse:
    """What is asked of an author, and what they may still do; whoever holds the link acts."""
    budget = found_budget(activity)
    consent = _consent(budget, number, token)
    study = _study_to_read(consent)
    form = StudyAnswerForm(request.POST or None if "study" in request.POST else None)
    refusal = ""
    if request.method == "POST":
        try:
            if _answered(request, consent, study, form):
                return HttpResponseRedirect(request.path)
        except Refused as refused:
            refusal = str(refused.reason.label)
    return _page(request, budget, consent, study, form=form, refusal=refusal)


def _page(
    request: HttpRequest,
    budget: ParticipatoryBudget,
    consent: IdeaConsent,
    study: FeasibilityStudy | None,
    *,
    form: StudyAnswerForm,
    refusal: str,
) -> HttpResponse:
    answer = study.answers.filter(idea_id=consent.idea_id).first() if study else None
    today = timezone.localdate()
    context = {
        "activity": budget,
        "budget": budget,
        "project": consent.project,
        "consent": consent,
        "study": study,
        "answer": answer,
        "form": form,
        "refusal": refusal,
        "may_answer": study is not None and answer is None and may_answer_study(study, today),
        "may_take_back": may_take_back(consent, vote_of(budget)),
        "breadcrumbs": trail(budget, (_("Your project"), None)),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "budgets/author.html", context, status=status)


def _answered(
    request: HttpRequest,
    consent: IdeaConsent,
    study: FeasibilityStudy | None,
    form: StudyAnswerForm,
) -> bool:
    """Does what was pressed; False when the form is to be filled in again."""
    at = timezone.now()
    if "study" in request.POST:
        if study is None:
            raise Refused(BudgetReason.STAGE)
        if not form.is_valid():
            return False
        answer_study(study=study, consent=consent, at=at, **form.cleaned_data)
        return True
    answer = request.POST.get("reponse", "")
    if answer in {"oui", "non"}:
        answer_consent(consent=consent, accepted=answer == "oui", at=at)
    elif answer == "retirer":
        take_back_consent(consent=consent, at=at)
    else:
        raise Http404
    return True


def _consent(budget: ParticipatoryBudget, number: int, token: str) -> IdeaConsent:
    found = IdeaConsent.objects.select_related("project__budget", "idea__activity")
    pk = consent_in(token) or 0
    consent = found.filter(pk=pk, project__budget=budget, project__number=number).first()
    if consent is None:
        raise Http404
    return consent


def _study_to_read(consent: IdeaConsent) -> FeasibilityStudy | None:
    """The study sent last, for an author who agrees."""
    if not consent.holds:
        return None
    return consent.project.studies.filter(sent_at__isnull=False).first()
