"""The ballot to print: for everybody, on the page and as a tagged PDF, in usual or large print."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.reading import trail
from .. import pdf
from ..models import ParticipatoryBudget
from ..queries.rules import latest_version
from ..rulebook import Rulebook
from .parts import found_budget


@require_safe
def ballot_page(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The ballot of a district, or the districts to choose from; printed by the browser."""
    budget = found_budget(activity)
    rules, paper = _paper(request, budget)
    context = {
        "activity": budget,
        "budget": budget,
        "rules": rules,
        "has_pdf": pdf.engine() is not None,
        "breadcrumbs": trail(budget, (_("Paper ballot"), None)),
        **(paper.context() if paper else {"paper": None}),
    }
    return render(request, "budgets/paper/ballot.html", context)


@require_safe
def ballot_file(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same as a PDF; without a district where there are several, the page that asks for it."""
    budget = found_budget(activity)
    _rules, paper = _paper(request, budget)
    if paper is None:
        return HttpResponseRedirect(f"{budget.url}bulletin/")
    made = pdf.ballot_pdf(paper)
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="bulletin.pdf"'
    return response


def _paper(
    request: HttpRequest, budget: ParticipatoryBudget
) -> tuple[Rulebook, pdf.BallotPaper | None]:
    """The rules in force and the ballot asked for. Raises Http404 when none is on paper."""
    version = latest_version(budget)
    if version is None:
        raise Http404
    rules = Rulebook.read(version.text)
    if "paper" not in rules.channels:
        raise Http404
    asked = request.GET.get("secteur", "")
    envelope = rules.only_envelope or rules.envelope(asked)
    if asked and envelope is None:
        raise Http404
    if envelope is None:
        return rules, None
    large = request.GET.get("grande") == "1"
    return rules, pdf.BallotPaper(budget, version, envelope, large=large)
