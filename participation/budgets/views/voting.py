"""Choosing, then reading again: two steps of a vote, before anybody is asked who they are."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.cms.french_dates import weekday_date
from portal.decisions import ALLOWED, Decision

from ...models import Activity
from ..enums import BudgetReason
from ..forms.voting import Pressed, read_press
from ..queries.ballot_page import ORDERS, BallotPage
from ..rulebook import ballot_fault
from ..vote_words import invitation, missing_words
from .baskets import forget, remember
from .parts import found_budget
from .vote_parts import (
    Visit,
    may_take_part,
    no_rules,
    page_of,
    save_for_known,
    unavailable,
    visit,
    vote_context,
)

# What the page's script says of itself, to receive the ballot drawn anew instead of a page.
_SCRIPT = "ballot"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The projects and the basket: each press is kept in this browser, and counted by nobody."""
    here = visit(request, activity)
    if here is None:
        return unavailable(request, None, found_budget(activity), no_rules())
    decision = may_take_part(request, here, paused=True)
    if not decision:
        return unavailable(request, here, here.budget, decision)
    if request.method == "POST":
        return _press(request, here)
    return _remembering(_choose_page(request, here), here.told())


def _press(request: HttpRequest, here: Visit) -> HttpResponse:
    if "oublier" in request.POST:
        back: HttpResponse = HttpResponseRedirect(request.path)
        forget(back, here.budget)
        return back
    if "secteur" in request.POST:
        return _enter_district(request, here, request.POST["secteur"])
    envelope = here.envelope
    if envelope is None:
        return _choose_page(request, here, status=409)
    pressed = read_press(request.POST, here.kept.basket, here.rules, envelope)
    here = here.with_kept(here.kept.with_basket(pressed.basket))
    save_for_known(request, here)
    if request.headers.get("X-Requested-With") == _SCRIPT:
        return _remembering(_drawn(request, here, pressed), here.told())
    if not pressed.decision:
        return _remembering(_choose_page(request, here, pressed, status=409), here.told())
    if request.POST.get("action") == "relire":
        return _remembering(_to_read_again(request, here), here)
    spot = f"#projet-{pressed.project}" if pressed.project else "#panier"
    return _remembering(HttpResponseRedirect(request.get_full_path() + spot), here)


def _enter_district(request: HttpRequest, here: Visit, asked: str) -> HttpResponse:
    """Chooses the district, or asks for the choice again; each keeps its own basket meanwhile."""
    found = here.rules.envelope(asked[:40])
    basket = replace(here.kept.basket, envelope=found.id if found else "")
    here = here.with_kept(here.kept.with_basket(basket))
    return _remembering(HttpResponseRedirect(request.path), here)


def _to_read_again(request: HttpRequest, here: Visit) -> HttpResponse:
    """The second step, or what the ballot still lacks."""
    basket = here.kept.basket
    fault = ballot_fault(here.rules, basket.envelope, basket.choices)
    if not fault:
        return _choose_page(request, here, Pressed(basket, "", fault), status=409)
    return HttpResponseRedirect(here.address("read_again"))


def _remembering(response: HttpResponse, here: Visit) -> HttpResponse:
    remember(response, here.budget, here.kept, here.at)
    return response


def _choose_page(
    request: HttpRequest, here: Visit, pressed: Pressed | None = None, *, status: int = 200
) -> HttpResponse:
    context = vote_context(request, here, _("Vote"))
    if here.envelope is None:
        return render(request, "budgets/vote_district.html", context, status=status)
    context |= _ballot(request, here, pressed)
    moment = weekday_date(here.budget.closes_at)
    context["invitation"] = invitation(here.rules, here.ballot, last_moment=moment)
    return render(request, "budgets/vote_choose.html", context, status=status)


def _ballot(request: HttpRequest, here: Visit, pressed: Pressed | None) -> dict[str, Any]:
    """What the list and the basket show, on the page or alone."""
    page = page_of(
        here,
        district=request.GET.get("secteur", ""),
        order=request.GET.get("tri", ""),
    )
    decision = pressed.decision if pressed else ALLOWED
    return {
        "page_of_ballot": page,
        "orders": ORDERS,
        "fault": _fault_words(decision, page),
        "fault_project": pressed.project if pressed and not decision else "",
        "here": request.get_full_path(),
    }


def _fault_words(decision: Decision, page: BallotPage) -> str:
    """Why what was pressed was not done, with the number that is missing or too many."""
    if decision or decision.reason is None:
        return ""
    if decision.reason == BudgetReason.TOO_FEW:
        return missing_words(page.basket, page.rules)
    return str(decision.reason.label)


def _drawn(request: HttpRequest, here: Visit, pressed: Pressed) -> JsonResponse:
    """The list and the basket drawn anew, and what to say aloud."""
    context = {**vote_context(request, here, _("Vote")), **_ballot(request, here, pressed)}
    html = render_to_string("budgets/includes/ballot.html", context, request)
    # Drawn alone, the list has no notices around it.
    context["fault"] = context["fault"] or context["withdrawn"]
    page: BallotPage = context["page_of_ballot"]
    figure, meaning = page.rest
    said = context["fault"] or _("%(figure)s %(meaning)s.") % {"figure": figure, "meaning": meaning}
    return JsonResponse({"html": html, "said": said})


@require_safe
@never_cache
def read_again(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The ballot as it would be cast, and that it does not count yet."""
    here = visit(request, activity)
    if here is None:
        return unavailable(request, None, found_budget(activity), no_rules())
    decision = may_take_part(request, here, paused=True)
    if not decision:
        return unavailable(request, here, here.budget, decision)
    if here.envelope is None or not ready(here):
        return HttpResponseRedirect(here.address("contribute"))
    context = vote_context(request, here, _("Read again"))
    context["page_of_ballot"] = page_of(here)
    # Without a form, this page writes nothing into the browser.
    return render(request, "budgets/vote_read_again.html", context)


def ready(here: Visit) -> bool:
    """Whether the basket makes a ballot that the rules allow."""
    basket = here.kept.basket
    return bool(ballot_fault(here.rules, basket.envelope, basket.choices))
