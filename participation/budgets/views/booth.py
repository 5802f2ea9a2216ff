"""The screen of a voting place, and the one where envelopes are checked against the roll.

What a person shows goes with the request: nothing keeps it, no page shows it again.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal import form_tokens
from portal.decisions import Refused

from ..actions.booth import accept_envelope, enter_at_booth, leave_booth, set_aside
from ..enums import BudgetReason, UndoReason
from ..forms.booth import EnvelopeForm, PersonForm, PlaceForm, UndoForm
from ..models import ParticipatoryBudget
from ..queries.paper import booth_day, budgets_open_at_booths, budgets_taking_paper, places
from ..queries.rules import rules_in_force
from ..rulebook import Rulebook
from .paper_parts import HOLD_BOOTH, PaperDeskView, budget_and_rules

# Where this screen stands, and the last line of the roll that it wrote: no name.
_HERE, _LAST = "budgets.booth", "budgets.booth.last"
# Somebody who has voted already: what to do stands on the screen.
VOTED = {
    BudgetReason.ALREADY_ONLINE,
    BudgetReason.ALREADY_ON_PAPER,
    BudgetReason.SAME_PERSON,
    BudgetReason.TWO_VOTERS,
}


def first_time(request: HttpRequest) -> bool:
    """Whether this form is sent for the first time: a button pressed twice enters one person."""
    try:
        number = form_tokens.read_token(request.POST.get("token", ""), minimum=0)
    except form_tokens.BadToken:
        return False
    return bool(cache.add(f"budgets.booth.{number}", 1, 86_400))


class BoothDeskView(PaperDeskView):
    """A page of a voting place."""

    right = HOLD_BOOTH
    header_icon = "group"
    listing: ClassVar[Any] = ("voting_booth:index", gettext_lazy("Voting place"))


class PlaceView(BoothDeskView):
    """Once, before the first person: which vote, which place."""

    template_name = "budgets/paper/place.html"

    def get_page_title(self) -> str:
        return _("Where this screen stands")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        budgets = list(budgets_open_at_booths(timezone.now()))
        if "form" not in kwargs:
            here = self.request.session.get(_HERE) or {}
            kwargs["form"] = PlaceForm(budgets=budgets_open_at_booths(timezone.now()), initial=here)
        named = sorted({place for budget in budgets for place in places(budget)})
        return super().get_context_data(budgets=budgets, places=named, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PlaceForm(request.POST, budgets=budgets_open_at_booths(timezone.now()))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        given = form.cleaned_data
        request.session[_HERE] = {"budget": given["budget"].pk, "place": given["place"]}
        request.session.pop(_LAST, None)
        return HttpResponseRedirect(reverse("voting_booth:index"))


class BoothView(BoothDeskView):
    """One person after another: may they vote here, now?"""

    template_name = "budgets/paper/booth.html"

    def get_page_title(self) -> str:
        return _("Voting place")

    def get_page_subtitle(self) -> str:
        here = self.request.session.get(_HERE) or {}
        return str(here.get("place", ""))

    def _here(self) -> tuple[ParticipatoryBudget, Rulebook, str] | None:
        here = self.request.session.get(_HERE) or {}
        chosen = budgets_open_at_booths(timezone.now()).filter(pk=here.get("budget")).first()
        rules = rules_in_force(chosen) if chosen else None
        return (chosen, rules, here["place"]) if chosen and rules else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = self._here()
        if here is None:
            return HttpResponseRedirect(reverse("voting_booth:place"))
        return self._shown(here)

    def _shown(self, here: tuple[ParticipatoryBudget, Rulebook, str], **more: Any) -> HttpResponse:
        budget, rules, place = here
        last = self.request.session.get(_LAST)
        day = booth_day(budget, place, timezone.localdate())
        context: dict[str, Any] = {
            "form": PersonForm(rules=rules),
            "token": form_tokens.new_token(),
            "just_entered": last,
            "undo": UndoForm() if last else None,
            "voted": None,
            **more,
        }
        return self.render_to_response(
            self.get_context_data(budget=budget, rules=rules, place=place, day=day, **context)
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = self._here()
        if here is None:
            messages.error(request, _("The vote is closed, or this screen has no place yet."))
            return HttpResponseRedirect(reverse("voting_booth:place"))
        budget, rules, place = here
        form = PersonForm(request.POST, rules=rules)
        if not form.is_valid():
            return self._shown(here, form=form, just_entered=None, undo=None)
        if not first_time(request):
            return HttpResponseRedirect(request.path)
        request.session.pop(_LAST, None)
        try:
            entry = enter_at_booth(
                budget=budget,
                place=place,
                envelope=form.chosen_envelope,
                shown=form.shown(),
                at=timezone.now(),
            )
        except Refused as refused:
            if refused.reason in VOTED:
                # The names go: what is shown is what to do.
                return self._shown(here, voted=refused.reason, just_entered=None, undo=None)
            form.add_error(None, refused.reason.label)
            return self._shown(here, form=form, just_entered=None, undo=None)
        envelope = rules.envelope(form.chosen_envelope)
        name = envelope.name if envelope else ""
        request.session[_LAST] = {"entry": str(entry.pk), "envelope": name}
        return HttpResponseRedirect(request.path)


class UndoView(BoothView):
    """The person who has just been entered leaves without putting a ballot in the box."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("voting_booth:index"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here, last = self._here(), request.session.pop(_LAST, None)
        form = UndoForm(request.POST)
        onward = HttpResponseRedirect(reverse("voting_booth:index"))
        if here is None or not form.is_valid():
            request.session[_LAST] = last
            messages.error(request, _("Say why: the person left, or it was a mistake."))
            return onward
        budget, _rules, place = here
        try:
            leave_booth(
                budget=budget,
                place=place,
                entry=UUID(last["entry"]) if last else None,
                reason=UndoReason(form.cleaned_data["reason"]),
                by=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return onward
        messages.success(request, _("The line is taken off the roll. Take the ballot back."))
        return onward


class EnvelopeView(BoothDeskView):
    """One outer envelope after another: accepted, or set aside unopened."""

    template_name = "budgets/paper/envelope.html"
    header_icon = "mail"
    listing: ClassVar[Any] = ("voting_booth:envelopes", gettext_lazy("Envelopes"))

    def get_page_title(self) -> str:
        return _("Envelopes")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._shown(kwargs["pk"])

    def _shown(self, pk: int, **more: Any) -> HttpResponse:
        budget, rules = budget_and_rules(pk)
        context: dict[str, Any] = {
            "form": EnvelopeForm(rules=rules),
            "token": form_tokens.new_token(),
            "voted": None,
            **more,
        }
        return self.render_to_response(self.get_context_data(budget=budget, rules=rules, **context))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        budget, rules = budget_and_rules(kwargs["pk"])
        form = EnvelopeForm(request.POST, rules=rules)
        if not form.is_valid():
            return self._shown(budget.pk, form=form)
        if not first_time(request):
            return HttpResponseRedirect(request.path)
        given: dict[str, Any] = {
            "budget": budget,
            "envelope": form.chosen_envelope,
            "shown": form.shown(),
            "at": timezone.now(),
        }
        try:
            if request.POST.get("action") == "set_aside":
                set_aside(by=self.officer, **given)
                said = _("Set aside: write “double” on the envelope and keep it closed.")
            else:
                accept_envelope(**given)
                said = _("In the roll: put the inner envelope in the box, closed.")
        except Refused as refused:
            if refused.reason in VOTED:
                return self._shown(budget.pk, form=form, voted=refused.reason)
            form.add_error(None, refused.reason.label)
            return self._shown(budget.pk, form=form)
        messages.success(request, said)
        return HttpResponseRedirect(request.path)


class EnvelopesView(BoothDeskView):
    """For which vote? Asked only when there are several."""

    template_name = "budgets/paper/choose.html"
    listing: ClassVar[Any] = ("voting_booth:envelopes", gettext_lazy("Envelopes"))
    header_icon = "mail"

    def get_page_title(self) -> str:
        return _("Envelopes")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        budgets = list(budgets_taking_paper(timezone.now()))
        links = [(one, reverse("voting_booth:envelope", args=[one.pk])) for one in budgets]
        if len(links) == 1:
            return HttpResponseRedirect(links[0][1])
        return self.render_to_response(self.get_context_data(links=links))
